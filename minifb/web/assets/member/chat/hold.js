// Something that can be held on a touch screen, to be offered what one can do with it.

import { html, useRef } from "../../vendor/preact.js";

const HOLD_MS = 420;
const SLIP = 10;

/** @param {{on: boolean, run: (anchor: HTMLElement) => void, children: any}} props */
export function Hold({ on, run, children }) {
  const at = useRef({ x: 0, y: 0, timer: /** @type {any} */ (0), held: false });
  /** @param {any} event */
  const press = (event) => {
    const now = at.current;
    now.held = false;
    if (!on || event.pointerType === "mouse") return;
    const anchor = event.currentTarget;
    Object.assign(now, { x: event.clientX, y: event.clientY });
    clearTimeout(now.timer);
    now.timer = setTimeout(() => {
      now.held = true;
      navigator.vibrate?.(8);
      run(anchor);
    }, HOLD_MS);
  };
  /** @param {any} event */
  const move = (event) => { if (Math.hypot(event.clientX - at.current.x, event.clientY - at.current.y) > SLIP) clearTimeout(at.current.timer); };
  const lift = () => clearTimeout(at.current.timer);
  /** @param {Event} event */
  const click = (event) => {
    if (!at.current.held) return;
    at.current.held = false; // the finger that held it does not open what lies under it
    event.preventDefault();
    event.stopPropagation();
  };
  /** @param {Event} event */
  const context = (event) => { if (at.current.held) event.preventDefault(); };
  return html`<div class="hold" onPointerDown=${press} onPointerMove=${move} onPointerUp=${lift} onPointerCancel=${lift} onClickCapture=${click} onContextMenu=${context}>${children}</div>`;
}
