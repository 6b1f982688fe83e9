// One comment, and below it the replies: three levels deep, then the thread goes on at a page of its own.

import { h, html, useEffect, useRef } from "../../vendor/preact.js";
import { name, said, t } from "../../lib/i18n.js";
import { ago, moment } from "../../lib/time.js";
import { Avatar } from "../../kit/avatar.js";
import { Icon } from "../../kit/icon.js";
import { show } from "../../kit/show.js";
import { Text } from "../../kit/text.js";
import { ReactionButton, ReactionCounts } from "../feed/reactions.js";
import { me } from "../me.js";
import { react } from "./acts.js";
import { CommentMenu } from "./menu.js";
import { Rewrite, Write } from "./write.js";

/** @typedef {import("./thread.js").Thread} Thread */
/** @typedef {import("./thread.js").Held} Held */

/** So deep comments stand under each other. */
const DEEP = 3;

/** @param {{thread: Thread, held: Held, authorId: string, depth: number, alone?: boolean}} props  `authorId`: who wrote the post; `alone`: without replies */
export function Comment({ thread, held, authorId, depth, alone = false }) {
  const one = held.value;
  const place = useRef(/** @type {HTMLElement | null} */ (null));
  const fresh = thread.fresh.value.has(one.id);
  const linked = thread.rootId === one.id;
  useEffect(() => { if (linked && depth === 0) place.current?.scrollIntoView({ block: "nearest" }); }, []);
  if (!one.author && !one.counts.replies) return null;
  const className = ["comment", fresh && "fresh", linked && "linked", one.state].filter(Boolean).join(" ");
  const label = one.author ? t("post.comment_by", { name: name(one.author) }) : t("post.comment_gone");
  return html`<article ref=${place} class=${className} data-anchor=${one.key ?? one.id} data-comment=${one.id} aria-label=${label}>
    ${one.author ? h(Said, { thread, held, authorId, fresh }) : html`<p class="comment-gone">${t("post.comment_gone")}</p>`}
    ${!alone && h(Replies, { thread, held, authorId, depth: depth + 1 })}
  </article>`;
}

/** @param {{thread: Thread, held: Held, authorId: string, fresh: boolean}} props */
function Said({ thread, held, authorId, fresh }) {
  const one = held.value;
  const author = /** @type {any} */ (one.author);
  return html`<a class="comment-face" href=${`/@${author.username}`} tabindex="-1" aria-hidden="true">${h(Avatar, { person: author, size: 32 })}</a>
    <div class="comment-main">
      <div class="comment-line"><div class="bubble">
        <p class="comment-head"><a class="comment-name" href=${`/@${author.username}`} dir="auto">${name(author)}</a>
          ${author.id === authorId && html`<span class="pill">${t("post.author")}</span>`}
          ${fresh && html`<span class="pill new">${t("post.new")}</span>`}</p>
        ${thread.editing.value === one.id ? h(Rewrite, { held, onDone: () => { thread.editing.value = ""; focusOn(one.id); } }) : h(Text, { text: one.text, spans: one.spans })}
      </div>${!one.state && h(CommentMenu, { thread, held })}</div>
      ${one.state ? h(Waiting, { thread, held }) : h(Acts, { thread, held })}
    </div>`;
}

/** @param {{thread: Thread, held: Held}} props */
function Acts({ thread, held }) {
  const one = held.value;
  const { can, counts } = one;
  const reactors = () => show(() => import("../feed/reactors.js").then((it) => it.ReactorsDialog), { postId: one.postId, commentId: one.id, counts: counts.reactions });
  const history = () => show(() => import("./history.js").then((it) => it.History), { postId: one.postId, commentId: one.id });
  return html`<div class="comment-acts">
    ${can.react && h(ReactionButton, { mine: one.myReaction, small: true, onPick: (type) => { react(held, type); } })}
    ${can.comment && html`<button type="button" class="act small" data-act="comment" onClick=${() => { thread.replying.value = one.id; }}>${t("post.reply")}</button>`}
    <a class="comment-time" href=${`/p/${one.postId}?comment=${one.id}`}><time datetime=${one.createdAt} title=${moment(one.createdAt)}>${ago(one.createdAt)}</time></a>
    ${one.editedAt && html`<button type="button" class="comment-time" aria-haspopup="dialog" title=${moment(one.editedAt)} onClick=${history}>${t("post.edited")}</button>`}
    <span class="comment-end">${h(ReactionCounts, { counts: counts.reactions, onOpen: me.value ? reactors : undefined, size: 16 })}</span>
  </div>`;
}

/** A comment of one's own that the server has not taken yet. @param {{thread: Thread, held: Held}} props */
function Waiting({ thread, held }) {
  const { state, problem } = held.value;
  if (state === "sending") return html`<p class="comment-acts" role="status">${h(Icon, { name: "clock", size: 14 })} ${t("post.sending")}</p>`;
  return html`<div class="comment-acts failed" role="alert">${h(Icon, { name: "circle-alert", size: 16 })}<span>${t("post.not_sent")} ${said(problem)}</span>
    <button type="button" class="act small" onClick=${() => thread.send(held)}>${t("common.retry")}</button>
    <button type="button" class="act small" onClick=${() => thread.drop(held)}>${t("common.delete")}</button></div>`;
}

/** @param {{thread: Thread, held: Held, authorId: string, depth: number}} props */
function Replies({ thread, held, authorId, depth }) {
  const { id, postId, counts, state } = held.value;
  const replying = thread.replying.value === id;
  if (state) return null;
  const level = thread.level(id, depth);
  const rows = depth < DEEP && level.open.value ? level.rows.value : [];
  const added = level.added.value;
  const count = counts.replies ?? 0;
  const loading = level.pages.state.value === "loading";
  const onDone = () => { thread.replying.value = ""; focusOn(id); };
  if (!count && !added.length && !replying) return null;
  /** @param {Held} one */
  const row = (one) => h(Comment, { key: one.value.key ?? one.value.id, thread, held: one, authorId, depth });
  return html`<div class="replies">
    ${rows.map(row)}
    ${depth < DEEP && !level.open.value && count > 0 && html`<button type="button" class="act small more-replies" aria-expanded="false" onClick=${() => level.show()}>
      ${h(Icon, { name: "corner-down-right", size: 16 })}${t("post.replies", { count })}</button>`}
    ${depth < DEEP && level.open.value && !level.pages.ended.value && count > rows.length + added.length && html`<button type="button" class="act small more-replies"
      aria-disabled=${loading} onClick=${() => level.pages.more()}>${level.pages.state.value === "failed" ? `${t("post.replies_failed")} ${t("common.retry")}` : loading ? t("common.loading") : t("post.more_replies")}</button>`}
    ${depth >= DEEP && count > added.length && html`<a class="act small more-replies" href=${`/p/${postId}?comment=${id}`}>${t("post.continue", { count: count - added.length })}${h(Icon, { name: "chevron-right", size: 16 })}</a>`}
    ${added.map(row)}
    ${replying && h(Write, { thread, parent: held, depth, onDone })}
  </div>`;
}

/** Give the focus back to a comment, when what stood in it is gone. @param {string} id */
function focusOn(id) {
  const card = /** @type {HTMLElement | null} */ (document.querySelector(`[data-comment="${CSS.escape(id)}"]`));
  if (!card) return;
  card.tabIndex = -1;
  card.focus({ preventScroll: true });
}
