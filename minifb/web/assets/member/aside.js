// Beside the page, on wide screens: friends who are here now, one click away from a talk.

import { h, html, useEffect } from "../vendor/preact.js";
import { name, t } from "../lib/i18n.js";
import { Avatar } from "../kit/avatar.js";
import { present, watchPresence } from "../kit/presence.js";
import { talkTo } from "./chat/open.js";

const SHOWN = 20;

/** Friends who are here. */
export function Aside() {
  useEffect(watchPresence, []);
  const friends = [...present.value.values()].sort((one, other) => name(one).localeCompare(name(other)));
  return html`<section class="here" aria-labelledby="here-title">
    <h2 id="here-title">${t("chat.here")}</h2>
    ${friends.length ? html`<ul>${friends.slice(0, SHOWN).map((friend) => h(Friend, { key: friend.id, friend }))}</ul>` : html`<p class="quiet-text">${t("chat.here_nobody")}</p>`}
    ${friends.length > SHOWN && html`<p class="quiet-text">${t("chat.here_more", { count: friends.length - SHOWN })}</p>`}
  </section>`;
}

/** @param {{friend: any}} props */
function Friend({ friend }) {
  return html`<li><button type="button" class="here-friend" onClick=${() => talkTo(friend.id)}>
    ${h(Avatar, { person: friend, size: 36, online: true })}<span dir="auto">${name(friend)}</span><span class="hidden">${t("chat.here_talk")}</span>
  </button></li>`;
}
