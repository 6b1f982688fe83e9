// Somebody's friends: those one has in common first, then all whom the reader may see.

import { h, html, useEffect } from "../../vendor/preact.js";
import { List } from "../../kit/list.js";
import { PersonRow } from "../../kit/person.js";
import { Empty, Skeleton } from "../../kit/states.js";
import { call } from "../../lib/client.js";
import { t } from "../../lib/i18n.js";
import { keep, settle } from "../../lib/router.js";
import { Pages } from "../../lib/store.js";
import { FriendButton } from "../friend.js";

/** @param {{profile: any}} props */
export function FriendsOf({ profile }) {
  const { id } = profile;
  const own = profile.relation === "self";
  const common = keep("common friends", () => new Pages((cursor, signal) => call("GET /users/{id}/mutual-friends", { path: { id }, query: { cursor, limit: 50 }, signal })));
  const pages = keep("friends of", () => new Pages((cursor, signal) => call("GET /users/friends", { query: { userId: id, cursor, limit: 30 }, signal })));
  useEffect(() => {
    if (!own && profile.mutualFriends > 0) common.start();
    settle();
  }, [pages]);
  const both = common.items.value;
  const known = new Set(both.map((one) => one.id));
  const closed = pages.problem.value?.code === "friends_are_private";
  useEffect(() => { pages.start(); }, [pages]);
  /** @param {any} one */
  const row = (one) => (known.has(one.user.id) ? null : h(Row, { key: one.id, person: one.user, own }));
  const empty = own
    ? h(Empty, { icon: "users", text: t("profile.friends_own_empty"), children: html`<a class="primary" href="/friends/suggestions">${t("profile.find")}</a>` })
    : h(Empty, { icon: "users", text: t("profile.friends_empty", { name: profile.firstName }), children: html`<a class="plain" href=${`/@${profile.username}`}>${t("profile.see_posts")}</a>` });
  return html`
    ${both.length > 0 && html`<section class="card friends-card compact"><div class="card-head"><h2>${t("profile.mutual_count", { count: profile.mutualFriends ?? both.length })}</h2></div>
      ${both.map((person) => h(Row, { key: person.id, person, own, relation: "friends" }))}
      ${!common.ended.value && html`<div class="more"><button type="button" class="plain" onClick=${() => common.more()}>${t("common.more")}</button></div>`}</section>`}
    <section class="card friends-card compact"><div class="card-head"><h2>${t("profile.friends_all")}</h2>${own && html`<a href="/friends/all">${t("profile.friends_manage")}</a>`}</div>
      ${closed ? h(Empty, { icon: "lock", text: t("profile.friends_private", { name: profile.firstName }), children: html`<a class="plain" href=${`/@${profile.username}`}>${t("profile.see_posts")}</a>` })
        : pages.state.value === "new" ? h(Skeleton, { kind: "row" }) : h(List, { pages, row, empty })}</section>`;
}

/** @param {{person: any, own: boolean, relation?: any}} props */
function Row({ person, own, relation }) {
  return html`<div class="friends-row" data-anchor=${person.id}>
    ${h(PersonRow, { person, size: 56, children: (own || relation) && h(FriendButton, { person, relation: own ? "friends" : relation }) })}
  </div>`;
}
