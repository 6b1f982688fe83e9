// A conversation in the list: who, what was said last and when, and what is unread.

import { h, html } from "../../vendor/preact.js";
import { number, t } from "../../lib/i18n.js";
import { ago } from "../../lib/time.js";
import { Icon } from "../../kit/icon.js";
import { isHere } from "../../kit/presence.js";
import { Picture } from "./picture.js";
import { conversations, unread } from "./store.js";
import { typists } from "./typing.js";
import { lastWords, other, titleOf } from "./words.js";

/** @param {{id: string, open: boolean}} props */
export function Row({ id, open }) {
  const held = conversations.get(id)?.value;
  if (!held) return null;
  const fresh = unread(held);
  const there = isHere(other(held)?.id);
  const typing = typists.value.get(id)?.length;
  return html`<a class=${`talk-row ${fresh ? "unread" : ""}`} href=${`/m/${id}`} aria-current=${open ? "true" : undefined} data-anchor=${id}>
    ${h(Picture, { conversation: held, size: 48, online: there })}
    <span class="talk-row-words">
      <strong dir="auto">${titleOf(held)}</strong>
      ${there && html`<span class="hidden">${t("chat.online")}</span>`}
      ${held.lastMessage && html`<time datetime=${held.updatedAt}>${ago(held.updatedAt)}</time>`}
      ${typing ? html`<span class="typing-words">${t("chat.typing")}</span>` : html`<span dir="auto" class="talk-row-last">${lastWords(held)}</span>`}
      <span class="talk-row-marks">
        ${held.pinned && html`${h(Icon, { name: "pin", size: 16 })}<span class="hidden">${t("chat.pinned")}</span>`}
        ${held.muted && html`${h(Icon, { name: "bell-off", size: 16 })}<span class="hidden">${t("chat.muted")}</span>`}
        ${fresh && html`<span class=${`unread-count ${held.muted ? "muted" : ""}`}>${held.unreadCount ? number(held.unreadCount) : ""}<span class="hidden">${t("chat.unread")}</span></span>`}
      </span>
    </span>
  </a>`;
}
