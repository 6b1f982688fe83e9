// Photos and films of a post while it is written: how far they are, in which order, and what they show.

import { h, html, useRef, useState } from "../../vendor/preact.js";
import { number, t } from "../../lib/i18n.js";
import { why } from "../../lib/upload.js";
import { Icon } from "../../kit/icon.js";
import { AltDialog } from "./alt.js";
import { Preview } from "./preview.js";

/** @typedef {import("../../lib/upload.js").Upload} Upload */

/** @param {{writing: import("./writing.js").Writing}} props */
export function Photos({ writing }) {
  const [described, setDescribed] = useState(/** @type {Upload | null} */ (null));
  const [told, setTold] = useState("");
  const dragged = useRef(/** @type {Upload | null} */ (null));
  const photos = writing.photos.value;
  if (!photos.length) return null;
  /** @param {Upload} photo @param {number} to */
  const move = (photo, to) => {
    writing.move(photo, to);
    setTold(t("compose.moved", { at: to + 1, of: photos.length }));
  };
  return html`<ul class="uploads" aria-label=${t("compose.photos")}>
    ${photos.map((photo, at) => html`<li key=${photo.key} class="upload" draggable=${photos.length > 1}
      onDragStart=${/** @param {DragEvent} event */ (event) => { dragged.current = photo; event.dataTransfer?.setData("text/plain", ""); }}
      onDragEnd=${() => { dragged.current = null; }}
      onDragOver=${/** @param {DragEvent} event */ (event) => { if (dragged.current) event.preventDefault(); }}
      onDragEnter=${() => { if (dragged.current && dragged.current !== photo) move(dragged.current, at); }}>
      ${h(Tile, { photo, at, of: photos.length, onMove: (to) => move(photo, to), onDrop: () => writing.drop(photo), onDescribe: () => setDescribed(photo) })}
    </li>`)}
  </ul>
  <span class="hidden" role="status">${told}</span>
  ${described && h(AltDialog, { photo: described, onClose: () => setDescribed(null) })}`;
}

/** @param {{photo: Upload, at: number, of: number, onMove: (to: number) => void, onDrop: () => void, onDescribe: () => void}} props */
function Tile({ photo, at, of, onMove, onDrop, onDescribe }) {
  const { status, progress, problem, media } = photo.state.value;
  const label = t(photo.kind === "video" ? "media.film_of" : "media.photo_of", { at: at + 1, of });
  return html`<div class="upload-picture">
      ${h(Preview, { photo, alt: photo.alt.value || label })}
      ${(status === "waiting" || status === "sending") && html`<div class="upload-veil"><progress max="1" value=${progress} aria-label=${t("compose.sending", { name: label })}></progress><span>${progress < 1 ? `${number(Math.round(progress * 100))} %` : t("compose.making")}</span></div>`}
      ${status === "failed" && html`<div class="upload-veil failed" role="alert"><p>${why(problem)}</p>
        ${problem?.passing && html`<button type="button" class="plain small" onClick=${() => photo.start()}>${h(Icon, { name: "rotate-cw", size: 16 })}${t("common.retry")}</button>`}</div>`}
      ${status === "done" && media?.status === "processing" && html`<small class="upload-note">${t("compose.making")}</small>`}
      <button type="button" class="upload-drop" aria-label=${t("compose.drop", { name: label })} title=${t("compose.drop", { name: label })} onClick=${onDrop}>${h(Icon, { name: "x", size: 18 })}</button>
    </div>
    <div class="upload-bar">
      ${of > 1 && html`<button type="button" aria-label=${t("compose.earlier", { name: label })} aria-disabled=${at === 0} onClick=${() => onMove(at - 1)}>${h(Icon, { name: "arrow-left", size: 18 })}</button>`}
      <button type="button" class=${photo.alt.value ? "describe described" : "describe"} aria-label=${t("compose.describe", { name: label })} onClick=${onDescribe}>${photo.alt.value && h(Icon, { name: "check", size: 14 })}${t("compose.alt")}</button>
      ${of > 1 && html`<button type="button" aria-label=${t("compose.later", { name: label })} aria-disabled=${at === of - 1} onClick=${() => onMove(at + 1)}>${h(Icon, { name: "arrow-right", size: 18 })}</button>`}
    </div>`;
}
