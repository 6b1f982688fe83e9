// People one may know, with the reason; whoever is dismissed does not come again.

import { h, html, useEffect } from "../../vendor/preact.js";
import { Icon } from "../../kit/icon.js";
import { List } from "../../kit/list.js";
import { PersonRow } from "../../kit/person.js";
import { Empty } from "../../kit/states.js";
import { toast } from "../../kit/toast.js";
import { call } from "../../lib/client.js";
import { list, name, said, t } from "../../lib/i18n.js";
import { keep, settle } from "../../lib/router.js";
import { Pages } from "../../lib/store.js";
import { FriendButton } from "../friend.js";
import { invite } from "./invite.js";

/** Pages of suggestions. @param {number} limit */
function suggested(limit) {
  return new Pages((cursor, signal) => call("GET /users/suggestions", { query: { cursor, limit }, signal }));
}

/** All of them: a tab of its own. */
export function AllSuggestions() {
  const pages = keep("suggestions", () => suggested(20));
  useEffect(() => { settle(); }, [pages]);
  return html`<section class="card friends-card">${h(List, { pages, row: (one) => h(Suggestion, { key: one.user.id, one, pages }), empty: h(Nobody, {}) })}</section>`;
}

/** The first of them, below something else; nothing where there is none. @param {{limit?: number}} props */
export function Suggestions({ limit = 6 }) {
  const pages = keep("some suggestions", () => suggested(limit));
  useEffect(() => { pages.start(); }, [pages]);
  const some = pages.items.value.slice(0, limit);
  if (!some.length) return null;
  return html`<section class="card friends-card">
    <div class="card-head"><h2>${t("friends.suggestions")}</h2><a href="/friends/suggestions">${t("friends.see_all")}</a></div>
    ${some.map((one) => h(Suggestion, { key: one.user.id, one, pages }))}
  </section>`;
}

function Nobody() {
  return h(Empty, { icon: "user-search", text: t("friends.suggestions_empty"), children: html`<button type="button" class="primary" onClick=${invite}>${t("friends.invite")}</button>` });
}

/** @param {{one: any, pages: Pages<any>}} props */
function Suggestion({ one, pages }) {
  const { user } = one;
  const dismiss = async () => {
    const before = pages.items.value;
    pages.items.value = before.filter((other) => other !== one);
    try {
      await call("DELETE /users/suggestions/{user_id}", { path: { user_id: user.id } });
    } catch (problem) {
      pages.items.value = before;
      toast(said(problem), { bad: true });
    }
  };
  return html`<div class="friends-row" data-anchor=${user.id}>
    ${h(PersonRow, {
      person: user, size: 56, note: reason(one.reason),
      children: html`${h(FriendButton, { person: user, relation: "none" })}
        <button type="button" class="icon-button" aria-label=${t("friends.dismiss", { name: name(user) })} onClick=${dismiss}>${h(Icon, { name: "x" })}</button>`,
    })}
  </div>`;
}

/** Say why somebody is suggested. @param {{kind: string, count?: number, names?: any[]}} why */
export function reason({ kind, count = 0, names = [] }) {
  if (kind !== "mutualFriends") return t(`friends.reason_${kind}`);
  const others = count - names.length;
  if (!names.length) return t("friends.mutual", { count });
  return t("friends.reason_mutual", { names: list([...names.map(name), ...(others > 0 ? [t("friends.others", { count: others })] : [])]) });
}
