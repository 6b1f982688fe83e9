// The comments on a post: in which order, the list of them, and the field to write one.

import { h, html, useEffect, useRef } from "../../vendor/preact.js";
import { t } from "../../lib/i18n.js";
import { Segmented } from "../../kit/field.js";
import { List } from "../../kit/list.js";
import { here } from "../../lib/router.js";
import { me } from "../me.js";
import { Comment } from "./comment.js";
import { Parents } from "./parents.js";
import { Write } from "./write.js";

/** @typedef {import("./thread.js").Thread} Thread */
/** @typedef {import("./thread.js").Held} Held */

/** @param {{thread: Thread, post: import("../feed/store.js").Post, field?: {current: any}}} props  `field` is given the text area of a new comment */
export function Comments({ thread, post, field }) {
  const news = thread.fresh.value.size;
  return html`<section class="comments" id="comments" aria-label=${t("post.comments")}>
    ${thread.rootId
      ? html`<p class="comments-head"><a class="quiet small" href=${`/p/${post.id}`}>${t("post.all_comments")}</a></p>`
      : html`<div class="comments-head"><h2>${t("post.comments")} <small class="count">${post.counts.comments || ""}</small></h2>
        ${(post.counts.comments ?? 0) > 1 && h(Segmented, { label: t("post.sort"), value: thread.sort.value, options: [["top", t("post.top")], ["newest", t("post.newest")]], onChange: (sort) => thread.order(/** @type {any} */ (sort)) })}</div>`}
    <p class="hidden" role="status">${news > 0 && t("post.news", { count: news })}</p>
    ${thread.rootId ? h(Parents, { thread, authorId: post.author.id }) : h(Top, { thread, post })}
    ${!thread.rootId && h(Bottom, { thread, post, field })}
  </section>`;
}

/** @param {{thread: Thread, post: import("../feed/store.js").Post}} props */
function Top({ thread, post }) {
  const { pages, added } = thread.top;
  const came = [...added.value].reverse();
  /** @param {Held} held */
  const row = (held) => h(Comment, { key: held.value.key ?? held.value.id, thread, held, authorId: post.author.id, depth: 0 });
  const empty = came.length ? null : html`<p class="comments-none">${t(post.can.comment ? "post.none" : "post.none_closed")}</p>`;
  return html`${came.map(row)}${h(List, { pages, row: (held) => (added.value.includes(held) ? null : row(held)), empty, className: "comment-list" })}`;
}

/** @param {{thread: Thread, post: import("../feed/store.js").Post, field?: {current: any}}} props */
function Bottom({ thread, post, field }) {
  const place = useRef(/** @type {HTMLElement | null} */ (null));
  /** One's own new comment is shown, wherever the list was. @param {Held} held */
  const seen = (held) => requestAnimationFrame(() => requestAnimationFrame(() => {
    place.current?.parentElement?.querySelector(`[data-anchor="${CSS.escape(held.value.key ?? held.value.id)}"]`)?.scrollIntoView({ block: "nearest" });
  }));
  if (!me.value) return html`<p class="comment-note"><a class="plain" href=${`/login?to=${encodeURIComponent(here.value.path)}`}>${t("post.sign_in")}</a></p>`;
  if (!post.can.comment) return html`<p class="comment-note">${t(post.commentsFrom === "friends" ? "post.closed_friends" : "post.closed")}</p>`;
  return html`<div ref=${place} class="comment-bottom">${h(Write, { thread, field, onSent: seen })}</div>`;
}

/** Try what could not be sent again, when the line is back. @param {Thread} thread */
export function useRetry(thread) {
  useEffect(() => {
    const again = () => {
      for (const held of thread.comments.held.values()) if (held.value.state === "failed" && held.value.problem?.passing) thread.send(held);
    };
    addEventListener("online", again);
    return () => removeEventListener("online", again);
  }, [thread]);
}
