// What can be added to a post: photos, a poll, an emoji, a time; and drafts.

import { h, html } from "../../vendor/preact.js";
import { ACCEPT } from "../../lib/files.js";
import { t } from "../../lib/i18n.js";
import { EmojiButton } from "../../kit/emoji.js";
import { Icon } from "../../kit/icon.js";
import { Menu } from "../../kit/menu.js";
import { insert } from "../../kit/writer.js";
import { openDrafts } from "./open.js";
import { blank } from "./poll.js";
import { morning } from "./schedule.js";
import { PHOTOS_MAX } from "./writing.js";

/**
 * @param {{writing: import("./writing.js").Writing, field: {current: HTMLTextAreaElement | null}, onPhotos: (files: File[]) => void, onKeep: () => Promise<any>, onProblem: (problem: any) => void}} props
 */
export function Tools({ writing, field, onPhotos, onKeep, onProblem }) {
  const full = writing.photos.value.length >= PHOTOS_MAX;
  /** @param {any} event */
  const chosen = (event) => {
    onPhotos([...event.target.files]);
    event.target.value = "";
  };
  /** @param {string} emoji */
  const emoji = (emoji) => {
    const target = field.current;
    if (!target) return;
    insert(target, emoji);
    target.focus();
  };
  const poll = () => { writing.poll.value = writing.poll.value ? null : blank(); };
  const time = () => { writing.publishAt.value = writing.publishAt.value ? null : morning(1); };
  const drafts = () => (writing.dirty.value && writing.full.value ? onKeep().then(openDrafts, onProblem) : openDrafts());
  return html`<div class="tools" role="group" aria-label=${t("compose.tools")}>
    <label class="icon-button" title=${t("compose.photo")}>${h(Icon, { name: "image-plus" })}<span class="hidden">${t("compose.photo")}</span>
      <input type="file" class="hidden" multiple accept=${ACCEPT} disabled=${full} onChange=${chosen} /></label>
    ${h(EmojiButton, { onPick: emoji })}
    <button type="button" class="icon-button" aria-pressed=${Boolean(writing.poll.value)} aria-label=${t("compose.poll")} title=${t("compose.poll")} onClick=${poll}>${h(Icon, { name: "chart-bar-big" })}</button>
    ${!writing.edit && html`<button type="button" class="icon-button" aria-pressed=${Boolean(writing.publishAt.value)} aria-label=${t("compose.schedule")} title=${t("compose.schedule")} onClick=${time}>${h(Icon, { name: "calendar-clock" })}</button>
    ${h(Menu, { label: t("compose.more"), items: [
      writing.full.value && { icon: "file-pen-line", text: t("compose.keep"), run: () => onKeep().catch(onProblem) },
      { icon: "list", text: t("compose.drafts"), run: drafts },
    ] })}`}
  </div>`;
}
