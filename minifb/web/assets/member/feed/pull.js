// Pulling the page down beyond its top fetches the feed anew, on touch screens; a tap on Home does the same.

import { h, html, useEffect, useSignal } from "../../vendor/preact.js";
import { t } from "../../lib/i18n.js";
import { Icon } from "../../kit/icon.js";

/** So far a finger goes before anything shows, and so far from there until letting go fetches. */
const LEAST_PX = 12;
const FAR_PX = 96;

/** @param {{onPull: () => Promise<any>}} props */
export function Pull({ onPull }) {
  const far = useSignal(0);
  const busy = useSignal(false);
  useEffect(() => {
    /** @type {Touch | null} */
    let from = null;
    const drop = () => {
      from = null;
      far.value = 0;
    };
    /** @param {TouchEvent} event */
    const down = (event) => {
      const inside = /** @type {HTMLElement} */ (event.target).closest("dialog, [popover], input, textarea");
      from = event.touches.length === 1 && scrollY <= 0 && !inside && !busy.peek() ? event.touches[0] : null;
    };
    /** @param {TouchEvent} event */
    const move = ({ touches: [finger, second] }) => {
      if (!from) return;
      const along = finger.clientY - from.clientY;
      const across = Math.abs(finger.clientX - from.clientX);
      if (second || scrollY > 0 || across > Math.max(along, LEAST_PX)) drop();
      else far.value = Math.min(1, Math.max(0, (along - LEAST_PX) / FAR_PX));
    };
    const up = async () => {
      const wanted = from && far.peek() === 1;
      drop();
      if (!wanted) return;
      busy.value = true;
      await onPull();
      busy.value = false;
    };
    const hears = /** @type {[string, any][]} */ ([["touchstart", down], ["touchmove", move], ["touchend", up], ["touchcancel", drop]]);
    for (const [type, run] of hears) document.addEventListener(type, run, { passive: true });
    return () => { for (const [type, run] of hears) document.removeEventListener(type, run); };
  }, [onPull]);
  const part = busy.value ? 1 : far.value;
  return html`<div class=${`pull ${busy.value ? "busy" : ""}`} role="status" style=${{ "--far": String(part) }}>
    ${part > 0 && html`<i>${h(Icon, { name: "refresh-cw", size: 20 })}</i>`}${busy.value && html`<span class="hidden">${t("common.loading")}</span>`}
  </div>`;
}
