// The head of a conversation: with whom, whether they are here, and what one wants of it.

import { h, html } from "../../vendor/preact.js";
import { t } from "../../lib/i18n.js";
import { ago } from "../../lib/time.js";
import { Icon } from "../../kit/icon.js";
import { Menu } from "../../kit/menu.js";
import { isHere, lastHere } from "../../kit/presence.js";
import { show } from "../../kit/show.js";
import { Picture } from "./picture.js";
import { typists } from "./typing.js";
import { wishes } from "./wishes.js";
import { other, titleOf } from "./words.js";

/** Open what there is to know of a group. @param {string} id */
export const info = (id) => show(() => import("./info.js").then((it) => it.InfoDialog), { id });

/** @param {{conversation: any}} props */
export function Head({ conversation }) {
  const person = other(conversation);
  const there = isHere(person?.id);
  const inside = html`${h(Picture, { conversation, size: 40, online: there })}
    <span class="talk-head-words"><h1 dir="auto">${titleOf(conversation)}</h1><small>${status(conversation, there)}</small></span>`;
  return html`<header class="talk-head">
    <a class="icon-button talk-back" href="/m" aria-label=${t("chat.all")}>${h(Icon, { name: "arrow-left" })}</a>
    ${conversation.kind === "group" ? html`<button type="button" class="talk-head-who" aria-haspopup="dialog" onClick=${() => info(conversation.id)}>${inside}</button>`
      : person ? html`<a class="talk-head-who" href=${`/@${person.username}`}>${inside}</a>` : html`<span class="talk-head-who">${inside}</span>`}
    ${conversation.muted && html`<span class="talk-head-mark">${h(Icon, { name: "bell-off", size: 18 })}<span class="hidden">${t("chat.muted")}</span></span>`}
    ${h(Menu, { label: t("chat.options"), icon: "ellipsis-vertical", items: () => wishes(conversation) })}
  </header>`;
}

/** @param {any} conversation @param {boolean} there */
function status(conversation, there) {
  if (typists.value.get(conversation.id)?.length) return t("chat.typing");
  if (conversation.kind === "group") return t("chat.members", { count: conversation.participantCount });
  if (there) return t("chat.online");
  const left = lastHere(other(conversation)?.id ?? "");
  const person = other(conversation);
  return left ? t("chat.last_here", { when: ago(left) }) : person ? `@${person.username}` : "";
}
