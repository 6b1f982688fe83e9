// Pictures, films and sounds that go with a message, and how far they are on their way.

import { h, html, useRef } from "../../vendor/preact.js";
import { t } from "../../lib/i18n.js";
import { ACCEPT } from "../../lib/files.js";
import { why } from "../../lib/upload.js";
import { Icon } from "../../kit/icon.js";

/** Most of them in one message. */
export const MOST = 10;
const SOUNDS = ",audio/mp4,audio/aac,audio/ogg,audio/mpeg,audio/wav,audio/webm,.m4a,.mp3,.opus";

/** @param {{onFiles: (files: File[]) => void}} props */
export function FilesButton({ onFiles }) {
  const input = useRef(/** @type {HTMLInputElement | null} */ (null));
  /** @param {any} event */
  const chosen = (event) => {
    onFiles([...event.target.files]);
    event.target.value = "";
  };
  return html`<button type="button" class="icon-button" aria-label=${t("chat.attach")} title=${t("chat.attach")} onClick=${() => input.current?.click()}>${h(Icon, { name: "image-plus" })}</button>
    <input ref=${input} type="file" class="hidden" multiple accept=${ACCEPT + SOUNDS} tabindex="-1" aria-hidden="true" onChange=${chosen} />`;
}

/** @param {{draft: import("./drafts.js").Draft, busy: boolean}} props */
export function Attachments({ draft, busy }) {
  /** @param {import("../../lib/upload.js").Upload} one */
  const remove = (one) => {
    one.cancel();
    draft.uploads.value = draft.uploads.value.filter((other) => other !== one);
  };
  return html`<ul class="attachments" aria-label=${t("chat.attachments")} aria-busy=${busy}>
    ${draft.uploads.value.map((one, at) => h(Attachment, { key: one.key, one, at, remove }))}</ul>`;
}

/** @param {{one: import("../../lib/upload.js").Upload, at: number, remove: (one: import("../../lib/upload.js").Upload) => void}} props */
function Attachment({ one, at, remove }) {
  const { status, progress, problem } = one.state.value;
  const label = t(`chat.attached_${one.kind}`, { count: at + 1 });
  return html`<li class=${`attachment ${status}`}>
    ${one.kind === "image" ? html`<img src=${one.preview} alt=${label} />` : html`<span class="attachment-kind">${h(Icon, { name: one.kind === "video" ? "film" : "volume-2", size: 28 })}<span>${label}</span></span>`}
    ${(status === "sending" || status === "waiting") && html`<progress max="1" value=${progress} aria-label=${t("chat.uploading")}></progress>`}
    ${status === "failed" && html`<button type="button" class="attachment-again" title=${why(problem)} aria-label=${`${why(problem)} ${t("common.retry")}`} onClick=${() => one.start()}>${h(Icon, { name: "rotate-cw" })}</button>`}
    <button type="button" class="attachment-remove" aria-label=${t("chat.detach", { name: label })} onClick=${() => remove(one)}>${h(Icon, { name: "x", size: 16 })}</button>
  </li>`;
}
