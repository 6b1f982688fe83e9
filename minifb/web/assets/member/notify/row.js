// One notification: who, what, a few words of it, when, and what one can do about it.

import { h, html, useRef } from "../../vendor/preact.js";
import { t } from "../../lib/i18n.js";
import { go } from "../../lib/router.js";
import { ago, moment } from "../../lib/time.js";
import { Avatar } from "../../kit/avatar.js";
import { Icon } from "../../kit/icon.js";
import { Menu } from "../../kit/menu.js";
import { Face } from "../feed/reactions.js";
import { Answer } from "./answer.js";
import { mutePost, muteKind, read } from "./store.js";
import { ICONS, plain, sentence } from "./words.js";

/** @param {{held: import("./store.js").Held, list: import("./store.js").Told}} props */
export function Row({ held, list }) {
  const row = useRef(/** @type {HTMLElement | null} */ (null));
  const told = held.value;
  const post = /^\/p\/([^/?#]+)/.exec(told.target.url)?.[1];
  const open = () => { read(held); };
  /** @param {KeyboardEvent} event */
  const enter = (event) => {
    if (event.key !== "Enter" || event.target !== event.currentTarget) return;
    open();
    go(told.target.url);
  };
  const remove = () => {
    const all = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".notice-link")]);
    const at = all.findIndex((link) => row.current?.contains(link));
    (all[at + 1] ?? all[at - 1])?.focus({ preventScroll: true });
    list.remove(held);
  };
  /** @returns {import("../../kit/menu.js").Item[]} */
  const items = () => [
    !told.readAt && { icon: "check", text: t("notify.mark_read"), run: () => read(held) },
    { icon: "x", text: t("notify.remove"), run: remove },
    post !== undefined && { icon: "bell-off", text: t("notify.mute_post"), hint: t("notify.mute_post_hint"), run: () => mutePost(post) },
    { icon: "bell-minus", text: t("notify.mute_kind"), hint: t(`notify.kind.${told.kind}`), run: () => muteKind(told.kind) },
  ];
  return html`<article ref=${row} class=${`notice ${told.readAt ? "" : "unread"}`} data-anchor=${told.id} aria-label=${plain(told)} onKeyDown=${enter}>
    <a class="notice-link" href=${told.target.url} onClick=${open}>
      ${h(Faces, { told })}
      <span class="notice-words">
        <span class="notice-text">${sentence(told)}${!told.readAt && html`<span class="hidden"> · ${t("notify.unread")}</span>`}</span>
        ${told.said && html`<span class="notice-said" dir="auto">${told.said}</span>`}
        <small><time datetime=${told.createdAt} title=${moment(told.createdAt)}>${ago(told.createdAt)}</time></small>
      </span>
    </a>
    ${told.kind === "friend.request" && told.actors[0] && h(Answer, { held, list })}
    <span class="notice-end">${h(Menu, { label: t("notify.more", { what: plain(told) }), items })}</span>
  </article>`;
}

/** The latest faces, and a picture of what they did. @param {{told: import("./words.js").Notification}} props */
function Faces({ told }) {
  const [first, second] = told.actors;
  return html`<span class=${`notice-faces ${second ? "two" : ""}`}>
    ${second && h(Avatar, { person: second, size: 36 })}
    ${first ? h(Avatar, { person: first, size: second ? 36 : 48 }) : html`<span class="notice-house">${h(Icon, { name: ICONS[told.kind], size: 24 })}</span>`}
    ${first && html`<span class="notice-kind" data-kind=${told.kind}>
      ${told.reaction ? h(Face, { type: told.reaction, size: 20 }) : h(Icon, { name: ICONS[told.kind], size: 12 })}</span>`}
  </span>`;
}
