// Short messages: what was done, and how to take it back. At the bottom of the page, or at the top of the dialog that is open.

import { h, html, signal, useEffect, useId } from "../vendor/preact.js";
import { Icon } from "./icon.js";

/** @typedef {{id: number, text: string, action?: string, run?: () => void, bad?: boolean}} Toast */

const shown = signal(/** @type {Toast[]} */ ([]));
let last = 0;

/**
 * Say something for a few seconds.
 *
 * @param {string} text
 * @param {{action?: string, run?: () => void, bad?: boolean, seconds?: number}} [more]  `action` is a button's word
 */
export function toast(text, { seconds = 6, ...more } = {}) {
  const id = ++last;
  shown.value = [...shown.value.filter((one) => one.text !== text).slice(-2), { id, text, ...more }];
  setTimeout(() => dismiss(id), seconds * 1000);
}

/** @param {number} id */
function dismiss(id) {
  shown.value = shown.value.filter((one) => one.id !== id);
}

/** Where they could appear, by id, the shell first. */
const places = signal(/** @type {string[]} */ ([]));

/**
 * Where they appear: in the shell and in every dialog, of which the one on top shows them, for what lies outside of it
 * can be neither seen nor reached. Each is there before a message comes, so that it is read out.
 */
export function Toasts() {
  const id = useId();
  useEffect(() => {
    places.value = [...places.peek(), id];
    return () => { places.value = places.peek().filter((one) => one !== id); };
  }, []);
  const here = places.value.at(-1) === id ? shown.value : [];
  return html`<div class="toasts" role="status" aria-live="polite">
    ${here.map((one) => html`<div key=${one.id} class=${`toast ${one.bad ? "bad" : ""}`}>
      ${one.bad && h(Icon, { name: "circle-alert" })}
      <span dir="auto">${one.text}</span>
      ${one.action && html`<button type="button" class="quiet" onClick=${() => { dismiss(one.id); one.run?.(); }}>${one.action}</button>`}
    </div>`)}
  </div>`;
}
