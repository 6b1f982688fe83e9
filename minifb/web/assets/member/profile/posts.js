// What somebody posted, what they pinned first.

import { h, html, useEffect, useMemo } from "../../vendor/preact.js";
import { List } from "../../kit/list.js";
import { Empty } from "../../kit/states.js";
import { call } from "../../lib/client.js";
import { t } from "../../lib/i18n.js";
import { keep, settle } from "../../lib/router.js";
import { Pages, Shelf } from "../../lib/store.js";
import { compose, onPosted } from "../compose/open.js";
import { ComposePrompt } from "../compose/prompt.js";
import { PostCard } from "../feed/card.js";
import { left, posts } from "../feed/store.js";

/** @param {{profile: any, eyes: string}} props */
export function Posts({ profile, eyes }) {
  const own = profile.relation === "self" && !eyes;
  const { id } = profile;
  // What is drawn for other eyes is not what is known of the post: it stays out of the store.
  const shelf = useMemo(() => (eyes ? new Shelf() : posts), [eyes]);
  const pages = keep(`posts ${eyes}`, () => new Pages(async (cursor, signal) => held(shelf, await call("GET /posts/user/{user_id}", { path: { user_id: id }, query: { viewAs: eyes || undefined, cursor, limit: 20 }, signal }))));
  const pinned = keep(`pinned ${eyes}`, () => new Pages(async (_, signal) => (eyes ? { items: [] } : held(shelf, await call("GET /posts/user/{user_id}/pinned", { path: { user_id: id }, signal })))));
  useEffect(() => { pinned.start(); settle(); }, [pages]);
  useEffect(() => onPosted((post, how) => {
    if (own && how === "new") pages.items.value = [posts.put(post), ...pages.items.value];
  }), [own, pages]);
  const top = pinned.items.value.filter((post) => post.value.pinned && left.value.get(post.peek().id) !== "deleted");
  const above = new Set(top.map((post) => post.peek().id));
  /** @param {any} post @param {number} [at] */
  const row = (post, at) => (at !== undefined && above.has(post.peek().id) ? null : h(PostCard, { key: post.peek().id, post, at }));
  return html`${own && h(ComposePrompt, {})}
    ${top.length > 0 && html`<section class="pinned" aria-label=${t("profile.pinned")}><h2 class="hidden">${t("profile.pinned")}</h2><div class="list cards">${top.map((post) => row(post))}</div></section>`}
    ${h(List, { pages, row, kind: "post", className: "list feed", empty: h(Nothing, { profile, own, eyes }), end: html`<p class="profile-end"><small>${t("profile.joined_end", { name: profile.firstName, year: new Date(profile.createdAt).getFullYear() })}</small></p>` })}`;
}

/** @param {Shelf<any>} shelf @param {{items: any[], next?: string | null}} page */
function held(shelf, page) {
  return { items: page.items.map((post) => shelf.put(post)), next: page.next };
}

/** Why there is nothing to see, and what one can do. @param {{profile: any, own: boolean, eyes: string}} props */
function Nothing({ profile, own, eyes }) {
  if (own) return h(Empty, { icon: "square-pen", text: t("profile.posts_own_empty"), children: html`<button type="button" class="primary" onClick=${() => compose({})}>${t("profile.first_post")}</button>` });
  if (eyes) return h(Empty, { icon: "eye-off", text: t("profile.posts_eyes_empty") });
  const hidden = profile.relation !== "friends";
  return h(Empty, {
    icon: hidden ? "lock" : "newspaper", text: t(hidden ? "profile.posts_hidden" : "profile.posts_empty", { name: profile.firstName }),
    children: html`<a class="plain" href=${`/@${profile.username}/about`}>${t("profile.see_about")}</a>`,
  });
}
