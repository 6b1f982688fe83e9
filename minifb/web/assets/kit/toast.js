// Short messages at the bottom of the page: what was done, and how to take it back.

import { h, html, signal } from "../vendor/preact.js";
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

/** Where they appear; once, in the shell. */
export function Toasts() {
  return html`<div class="toasts" role="status" aria-live="polite">
    ${shown.value.map((one) => html`<div key=${one.id} class=${`toast ${one.bad ? "bad" : ""}`}>
      ${one.bad && h(Icon, { name: "circle-alert" })}
      <span dir="auto">${one.text}</span>
      ${one.action && html`<button class="quiet" onClick=${() => { dismiss(one.id); one.run?.(); }}>${one.action}</button>`}
    </div>`)}
  </div>`;
}
