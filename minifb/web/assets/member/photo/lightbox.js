// Pictures and films, large, one after another, over the whole window.

import { h, html, useEffect, useRef, useSignal } from "../../vendor/preact.js";
import { number, t } from "../../lib/i18n.js";
import { useModal } from "../../kit/dialog.js";
import { Icon } from "../../kit/icon.js";
import { moving } from "../../kit/picture.js";
import { Toasts } from "../../kit/toast.js";
import { Skeleton } from "../../kit/states.js";
import { Aside } from "./aside.js";
import { usePost } from "./post.js";
import { Stage } from "./stage.js";

/** @typedef {import("../../kit/picture.js").Medium & {postId?: string | null}} Medium  with the post it is in, if that is known */

const ZOOMS = [1, 1.5, 2, 3, 4];

/** @param {{media: Medium[], at?: number, post?: import("../feed/store.js").Held, onClose: () => void, onMove?: (medium: Medium) => void}} props  `onMove` is told when another one is shown */
export function Lightbox({ media, at = 0, post: from, onClose, onMove }) {
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null));
  const first = media[at]?.id;
  const all = /** @type {Medium[]} */ (from?.value.media?.length ? from.value.media : media).filter((one) => one.kind === "image" || one.kind === "video");
  const place = useSignal(Math.max(0, all.findIndex((one) => one.id === first)));
  const zoom = useSignal(1);
  const plays = useSignal(!matchMedia("(prefers-reduced-motion: reduce)").matches);
  const open = useSignal(false);
  useModal(dialog);
  useFocusIn(dialog, open.value);
  const here = Math.min(place.value, all.length - 1);
  const medium = all[here];
  const { post, awaited } = usePost(from, medium?.postId);
  if (!medium) return null;
  /** @param {number} by */
  const move = (by) => {
    const next = here + by;
    if (!all[next]) return;
    place.value = next;
    zoom.value = 1;
    onMove?.(all[next]);
  };
  /** @param {1 | -1} by */
  const step = (by) => {
    const steps = by > 0 ? ZOOMS.filter((one) => one > zoom.value + 0.01) : ZOOMS.filter((one) => one < zoom.value - 0.01).reverse();
    zoom.value = steps[0] ?? zoom.value;
  };
  /** @param {KeyboardEvent} event */
  const key = (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    if (event.ctrlKey || event.metaKey || event.altKey || target.closest("input, textarea, video, audio, [popover]:popover-open")) return;
    const along = document.dir === "rtl" ? -1 : 1;
    const run = { ArrowRight: () => move(along), ArrowLeft: () => move(-along), "+": () => step(1), "=": () => step(1), "-": () => step(-1), "0": () => { zoom.value = 1; } }[event.key];
    if (!run) return;
    event.preventDefault();
    run();
  };
  /** @param {Event} event */
  const close = (event) => {
    event.preventDefault();
    if (open.value) open.value = false;
    else onClose();
  };
  const image = medium.kind === "image" && medium.status === "ready";
  const said = t(medium.kind === "video" ? "media.film_of" : "media.photo_of", { at: number(here + 1), of: number(all.length) });
  return html`<dialog ref=${dialog} class=${`viewer ${post || awaited ? "with-post" : ""} ${open.value ? "open" : ""}`} aria-label=${t("photo.viewer")} onCancel=${close} onKeyDown=${key}>
    <div class="photo-stage" onClick=${/** @param {MouseEvent} event */ (event) => { if (!(/** @type {HTMLElement} */ (event.target).closest("button"))) open.value = false; }}>
      <header class="photo-bar">
        <button type="button" class="icon-button" aria-label=${t("common.close")} onClick=${onClose}>${h(Icon, { name: "x" })}</button>
        <p role="status" aria-live="polite">${all.length > 1 ? said : html`<span class="hidden">${said}</span>`}</p>
        ${image && moving(medium) && html`<button type="button" class="icon-button" aria-label=${t(plays.value ? "photo.pause" : "photo.play")} onClick=${() => { plays.value = !plays.value; }}>${h(Icon, { name: plays.value ? "pause" : "play" })}</button>`}
        ${image && html`<button type="button" class="icon-button" aria-label=${t("photo.smaller")} aria-disabled=${zoom.value <= 1} onClick=${() => step(-1)}>${h(Icon, { name: "zoom-out" })}</button>
          <button type="button" class="icon-button" aria-label=${t("photo.larger")} aria-disabled=${zoom.value >= 4} onClick=${() => step(1)}>${h(Icon, { name: "zoom-in" })}</button>`}
      </header>
      ${h(Stage, { key: medium.id, medium, label: medium.alt ?? said, zoom, plays: plays.value, onSwipe: move })}
      ${all.length > 1 && html`<button type="button" class="icon-button photo-before" aria-label=${t("photo.before")} aria-disabled=${here === 0} onClick=${() => move(-1)}>${h(Icon, { name: "chevron-left", size: 28 })}</button>
        <button type="button" class="icon-button photo-next" aria-label=${t("photo.next")} aria-disabled=${here === all.length - 1} onClick=${() => move(1)}>${h(Icon, { name: "chevron-right", size: 28 })}</button>`}
      <footer class="photo-foot">
        ${medium.alt && html`<p dir="auto">${medium.alt}</p>`}
        ${post && html`<button type="button" class="plain photo-talk" aria-expanded=${open.value} onClick=${() => { open.value = !open.value; }}>${h(Icon, { name: "message-circle" })}${t("photo.comments", { count: post.value.counts.comments ?? 0 })}</button>`}
      </footer>
    </div>
    ${awaited && html`<section class="photo-aside">${h(Skeleton, { rows: 1, kind: "post" })}</section>`}
    ${post && h(Aside, { key: post.value.id, post, onHide: () => { open.value = false; } })}
    ${h(Toasts, {})}
  </dialog>`;
}

/** Where the comments are a sheet, the focus goes into it, and back to what opened it. @param {{current: HTMLElement | null}} dialog @param {boolean} open */
function useFocusIn(dialog, open) {
  const before = useRef(open);
  useEffect(() => {
    if (before.current === open) return;
    before.current = open;
    const to = /** @type {HTMLElement | null | undefined} */ (dialog.current?.querySelector(open ? ".photo-hide" : ".photo-talk"));
    if (to?.checkVisibility()) to.focus({ preventScroll: true });
  }, [open]);
}
