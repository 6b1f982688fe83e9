// The results of a search: all kinds at a glance, or one kind to its end.

import { h, html, useEffect } from "../../vendor/preact.js";
import { t } from "../../lib/i18n.js";
import { keep, settle } from "../../lib/router.js";
import { List } from "../../kit/list.js";
import { Failed, Skeleton } from "../../kit/states.js";
import { CommentFound, PersonFound, PostFound } from "./cards.js";
import { Filters } from "./filters.js";
import { Found } from "./found.js";
import { Nothing } from "./nothing.js";
import { Photos } from "./photos.js";
import { addressOf, filters, narrowed } from "./query.js";

/** @typedef {import("./query.js").Asked} Asked */
/** @typedef {"people" | "posts" | "photos" | "comments"} Kind */

const CARDS = { people: PersonFound, posts: PostFound, photos: PostFound, comments: CommentFound };

/** A search, kept with the entry of the history. @param {Kind} kind @param {Asked} asked @param {number} [limit] */
function searched(kind, asked, limit) {
  const route = /** @type {import("./found.js").Route} */ ({ people: "GET /search/users", posts: "GET /search/posts", photos: "GET /search/posts", comments: "GET /search/comments" }[kind]);
  const query = kind === "people" ? { q: asked.q } : { q: asked.q, ...filters(asked, kind) };
  return keep(`${kind} ${limit ?? ""} ${JSON.stringify(query)}`, () => new Found(route, query, limit));
}

/** @param {Kind} kind @param {any} one */
function idOf(kind, one) {
  return kind === "people" ? one.user.id : kind === "posts" ? one.post.id : one.comment.id;
}

/** @param {Kind} kind @param {Found} found */
function row(kind, found) {
  return (/** @type {any} */ one, /** @type {number} */ at) => {
    const id = idOf(kind, one);
    return h(/** @type {any} */ (CARDS[kind]), { key: id, found: one, onFollow: () => found.follow(id, at) });
  };
}

/** One kind, page by page. @param {{kind: Kind, asked: Asked}} props */
export function Results({ kind, asked }) {
  const found = searched(kind, asked);
  const { items } = found.pages;
  useEffect(() => { if (items.value.length) settle(); }, [found, items.value.length > 0]);
  return html`${kind !== "people" && h(Filters, { asked, kind, facets: found.facets.value })}
    ${h(Partly, { found })}
    ${kind === "photos" ? h(Photos, { found, asked })
      : html`<div class="card found-list">${h(List, { pages: found.pages, row: row(kind, found), empty: h(Nothing, { asked }) })}</div>`}`;
}

/** The best of each kind. @param {{asked: Asked}} props */
export function Overview({ asked }) {
  const kinds = /** @type {[Kind, number][]} */ ([["people", 3], ["posts", 5], ["comments", 3]]);
  // People are found by their names alone, and comments hold words and links alone.
  const fitting = kinds.filter(([kind]) => kind === "posts" || (kind === "people" ? asked.q && !narrowed(asked) : !asked.has));
  const parts = fitting.map(([kind, limit]) => ({ kind, found: searched(kind, asked, limit) }));
  const pages = parts.map(({ found }) => found.pages);
  // Who looks for the same again is at another place in the history, with pages of its own.
  useEffect(() => { for (const one of pages) one.start(); }, [pages[pages.length - 1]]);
  const failed = pages.find((one) => one.state.value === "failed");
  const waiting = pages.some((one) => one.state.value === "new" || one.state.value === "loading");
  const nothing = pages.every((one) => !one.items.value.length);
  useEffect(() => { if (!waiting && !nothing) settle(); }, [waiting]);
  if (nothing && failed) return h(Failed, { problem: failed.problem.value, retry: () => { for (const one of pages) one.refresh(); } });
  if (nothing && waiting) return html`<div class="card">${h(Skeleton, { kind: "row", rows: 5 })}</div>`;
  if (nothing) return html`<div class="card">${h(Nothing, { asked })}</div>`;
  return html`${h(Partly, { found: parts[parts.length - 1].found })}${parts.map(({ kind, found }) => found.pages.items.value.length > 0 && html`<section key=${kind} class="card found-list" aria-labelledby=${`found-${kind}`}>
    <header class="found-part"><h2 id=${`found-${kind}`}>${t(`search.tab_${kind}`)}</h2>
      ${!found.pages.ended.value && html`<a href=${addressOf(asked, { tab: kind })}>${t(`search.all_${kind}`)}</a>`}</header>
    ${found.pages.items.value.map(row(kind, found))}
  </section>`)}`;
}

/** Says when something may be missing. @param {{found: Found}} props */
function Partly({ found }) {
  return found.degraded.value ? html`<p class="found-note" role="status">${t("search.degraded")}</p>` : null;
}
