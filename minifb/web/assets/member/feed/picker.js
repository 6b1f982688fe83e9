// The row of reactions to choose from, in the top layer: no card or bar cuts it off.

import { h, html, useEffect, useRef } from "../../vendor/preact.js";
import { t } from "../../lib/i18n.js";
import { Icon } from "../../kit/icon.js";

/** In the order in which they are offered. */
export const REACTIONS = ["like", "love", "care", "haha", "wow", "sad", "angry"];

/**
 * @param {{mine: string | null | undefined, button: {current: HTMLElement | null}, focus?: boolean, onPick: (type: string | null) => void, onClose: (back?: boolean) => void}} props
 *   `button` is what it stands at; with `focus` the keys go to it at once. Choosing what one has takes it back
 */
export function Picker({ mine, button, focus = false, onPick, onClose }) {
  const row = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => {
    const shown = /** @type {HTMLElement} */ (row.current);
    shown.showPopover();
    stand(shown, /** @type {HTMLElement} */ (button.current));
    if (focus) /** @type {HTMLElement | null} */ (shown.querySelector("[aria-pressed=true]") ?? shown.querySelector("button"))?.focus();
    /** @param {Event} event */
    const outside = (event) => {
      const target = /** @type {Node} */ (event.target);
      if (!shown.contains(target) && !button.current?.contains(target)) onClose();
    };
    /** @param {KeyboardEvent} event */
    const escape = (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      onClose(shown.contains(document.activeElement));
    };
    const scrolled = () => { if (!focus) onClose(); };
    document.addEventListener("pointerdown", outside);
    document.addEventListener("focusin", outside);
    document.addEventListener("keydown", escape, true);
    addEventListener("scroll", scrolled, { passive: true });
    return () => {
      document.removeEventListener("pointerdown", outside);
      document.removeEventListener("focusin", outside);
      document.removeEventListener("keydown", escape, true);
      removeEventListener("scroll", scrolled);
    };
  }, []);
  // A manual popover: lifting the finger of a long press must not close what it opened.
  return html`<div ref=${row} class="picker" popover="manual" role="group" aria-label=${t("reaction.choose")} onKeyDown=${walk}>
    ${REACTIONS.map((type) => html`<button key=${type} type="button" aria-pressed=${mine === type} aria-label=${t(`reaction.${type}`)}
      onClick=${() => onPick(mine === type ? null : type)}>${h(Icon, { name: `reaction-${type}`, size: 36 })}<span aria-hidden="true">${t(`reaction.${type}`)}</span></button>`)}
  </div>`;
}

/** Above the button, below it where there is no room, never beyond the page. @param {HTMLElement} row @param {HTMLElement} button */
function stand(row, button) {
  const at = button.getBoundingClientRect();
  const start = document.dir === "rtl" ? at.right - row.offsetWidth : at.left;
  const above = at.top - row.offsetHeight - 6;
  row.style.left = `${Math.max(8, Math.min(start, document.documentElement.clientWidth - row.offsetWidth - 8))}px`;
  row.style.top = `${above > 8 ? above : at.bottom + 6}px`;
}

/** @param {KeyboardEvent} event */
function walk(event) {
  const all = /** @type {HTMLElement[]} */ ([.../** @type {HTMLElement} */ (event.currentTarget).querySelectorAll("button")]);
  const at = all.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  const next = document.dir === "rtl" ? -1 : 1;
  const to = { ArrowRight: at + next, ArrowLeft: at - next, Home: 0, End: all.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  all[(to + all.length) % all.length].focus();
}
