// All friends, with search and order.

import { h, html, useEffect, useSignal } from "../../vendor/preact.js";
import { Segmented } from "../../kit/field.js";
import { Icon } from "../../kit/icon.js";
import { List } from "../../kit/list.js";
import { PersonRow } from "../../kit/person.js";
import { Empty } from "../../kit/states.js";
import { name, t } from "../../lib/i18n.js";
import { here, keep, refine, settle } from "../../lib/router.js";
import { day } from "../../lib/time.js";
import { talkTo } from "../chat/open.js";
import { FriendButton } from "../friend.js";
import { me } from "../me.js";
import { friends, matching, named, whole } from "./crowd.js";

/** The tab of all friends. */
export function AllFriends() {
  const pages = keep("friends", friends);
  const query = here.value.query.get("q") ?? "";
  const order = here.value.query.get("sort") === "name" ? "name" : "new";
  const asked = useSignal(query);
  useEffect(() => { settle(); }, [pages]);
  useEffect(() => { if (query || order === "name") whole(pages); }, [pages, query, order]);
  const found = matching(pages.items.value, query);
  const shown = order === "name" ? named(found) : found;
  const none = h(Empty, { icon: "users", text: t("friends.all_empty"), children: html`<a class="primary" href="/friends/suggestions">${t("friends.find")}</a>` });
  const total = me.value?.counts?.friends;
  return html`<section class="card friends-card compact">
    <div class="friends-tools">
      <input type="search" aria-label=${t("friends.search")} placeholder=${t("friends.search")} value=${asked.value} dir="auto"
        onInput=${/** @param {any} event */ (event) => { asked.value = event.target.value; refine({ q: event.target.value.trim() || undefined }); }} />
      ${h(Segmented, { label: t("friends.sort"), value: order, options: [["new", t("friends.sort_new")], ["name", t("friends.sort_name")]], onChange: (to) => refine({ sort: to === "name" ? "name" : undefined }) })}
    </div>
    <p class="hidden" role="status">${query ? t("friends.count", { count: shown.length }) : ""}</p>
    ${!query && total > 0 && html`<small class="friends-total">${t("friends.count", { count: total })}</small>`}
    ${query || order === "name"
      ? html`${shown.map((one) => h(Friend, { key: one.id, one }))}
        ${!shown.length && pages.ended.value && h(Empty, { icon: "search-x", text: query ? t("friends.nobody", { query }) : t("friends.all_empty"), children: query && html`<a class="plain" href=${`/search?q=${encodeURIComponent(query)}`}>${t("friends.search_all")}</a>` })}`
      : h(List, { pages, row: (one) => h(Friend, { key: one.id, one }), empty: none })}
  </section>`;
}

/** @param {{one: any}} props */
function Friend({ one }) {
  return html`<div class="friends-row" data-anchor=${one.id}>
    ${h(PersonRow, {
      person: one.user, size: 56, note: html`@${one.user.username} · ${t("friends.since", { day: day(one.since) })}`,
      children: html`<button type="button" class="icon-button" aria-label=${t("friends.message_to", { name: name(one.user) })} onClick=${() => talkTo(one.user.id)}>${h(Icon, { name: "message-circle" })}</button>
        ${h(FriendButton, { person: one.user, relation: "friends" })}`,
    })}
  </div>`;
}
