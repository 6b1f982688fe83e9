// Where one picture or film is shown as large as there is room: closer by buttons, keys, two fingers or a double tap.

import { h, html, useEffect, useRef, useSignal } from "../../vendor/preact.js";
import { t } from "../../lib/i18n.js";
import { Icon } from "../../kit/icon.js";
import { Picture, ratio } from "../../kit/picture.js";
import { Video } from "../../kit/video.js";

/** A finger that went so far sideways wants the next one. */
const SWIPE_PX = 60;

/**
 * @param {{medium: import("../../kit/picture.js").Medium, label: string, zoom: import("../../vendor/preact.js").Signal<number>, plays: boolean, onSwipe: (by: number) => void}} props
 */
export function Stage({ medium, label, zoom, plays, onSwipe }) {
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  const fingers = useRef(/** @type {Map<number, {x: number, y: number, fromX: number, fromY: number}>} */ (new Map()));
  const pinch = useRef({ apart: 0, zoom: 1 });
  const lost = useSignal(0);
  const close = zoom.value > 1;
  const before = useRef(1);
  useEffect(() => {
    // What was in the middle stays in the middle.
    const room = box.current;
    if (room && before.current !== zoom.value) {
      const by = zoom.value / before.current;
      room.scrollLeft = (room.scrollLeft + room.clientWidth / 2) * by - room.clientWidth / 2;
      room.scrollTop = (room.scrollTop + room.clientHeight / 2) * by - room.clientHeight / 2;
    }
    before.current = zoom.value;
  }, [zoom.value]);
  if (medium.status !== "ready") return html`<div class="photo-room">${said("hourglass", t(medium.status === "failed" ? "media.failed" : `media.making_${medium.kind}`))}</div>`;
  if (medium.kind === "video") return html`<div class="photo-room"><div class="photo-box" style=${{ "--ratio": String(ratio(medium)) }}>${h(Video, { medium, label })}</div></div>`;
  if (lost.value % 2) {
    return html`<div class="photo-room">${said("image-off", t("photo.failed"), html`<button type="button" class="plain" onClick=${() => { lost.value += 1; }}>${t("common.retry")}</button>`)}</div>`;
  }
  /** @param {PointerEvent} event */
  const down = (event) => {
    if (event.pointerType === "mouse" && event.button !== 0) return;
    fingers.current.set(event.pointerId, { x: event.clientX, y: event.clientY, fromX: event.clientX, fromY: event.clientY });
    if (fingers.current.size === 2) pinch.current = { apart: apart(fingers.current), zoom: zoom.peek() };
  };
  /** @param {PointerEvent} event */
  const drag = (event) => {
    const finger = fingers.current.get(event.pointerId);
    if (!finger) return;
    if (fingers.current.size === 1 && close && event.pointerType === "mouse" && box.current) box.current.scrollBy(finger.x - event.clientX, finger.y - event.clientY);
    finger.x = event.clientX;
    finger.y = event.clientY;
    if (fingers.current.size === 2) zoom.value = Math.min(4, Math.max(1, pinch.current.zoom * apart(fingers.current) / pinch.current.apart));
  };
  /** @param {PointerEvent} event */
  const up = (event) => {
    const finger = fingers.current.get(event.pointerId);
    const one = fingers.current.size === 1;
    fingers.current.delete(event.pointerId);
    if (!finger || !one || close || event.type === "pointercancel") return;
    const across = event.clientX - finger.fromX;
    if (Math.abs(across) < SWIPE_PX || Math.abs(across) < 2 * Math.abs(event.clientY - finger.fromY)) return;
    onSwipe((across < 0 ? 1 : -1) * (document.dir === "rtl" ? -1 : 1));
  };
  const sizes = `calc(100vw * ${Math.ceil(zoom.value)})`;
  return html`<div ref=${box} class=${`photo-room ${close ? "close" : ""}`} onPointerDown=${down} onPointerMove=${drag} onPointerUp=${up} onPointerCancel=${up}
      onPointerLeave=${up} onDblClick=${() => { zoom.value = close ? 1 : 2; }}>
    <div class="photo-box" style=${{ "--ratio": String(ratio(medium)), "--zoom": String(zoom.value) }}>
      ${h(Picture, { key: `${lost.value}`, medium, sizes, alt: label, eager: true, play: plays && !!medium.variants.find((one) => one.name.startsWith("animated.")), onError: () => { lost.value += 1; } })}
    </div>
  </div>`;
}

/** How far two fingers are from each other. @param {Map<number, {x: number, y: number}>} fingers */
function apart(fingers) {
  const [one, other] = [...fingers.values()];
  return Math.max(1, Math.hypot(one.x - other.x, one.y - other.y));
}

/** @param {string} icon @param {string} text @param {any} [action] */
function said(icon, text, action) {
  return html`<div class="media-state">${h(Icon, { name: icon, size: 32 })}<span>${text}</span>${action}</div>`;
}
