// A post as it stands in feeds, on profiles, in lists and on its own page.

import { h, html, useRef } from "../../vendor/preact.js";
import { name, t } from "../../lib/i18n.js";
import { ago, moment } from "../../lib/time.js";
import { audienceIcon, audienceWord } from "../../kit/audience.js";
import { Avatar } from "../../kit/avatar.js";
import { Icon } from "../../kit/icon.js";
import { MediaGrid } from "../../kit/media.js";
import { show } from "../../kit/show.js";
import { compose } from "../compose/open.js";
import { me } from "../me.js";
import { showPhotos } from "../photo/open.js";
import { FoldedText } from "./folded.js";
import { Gone } from "./gone.js";
import { PostMenu } from "./menu.js";
import { Poll } from "./poll.js";
import { ReactionButton, ReactionCounts } from "./reactions.js";
import { useSeen } from "./seen.js";
import { SharedPost } from "./shared.js";
import { left, react, save, vote } from "./store.js";

/** @typedef {import("./store.js").Held} Held */

/**
 * @param {{post: Held, feed?: boolean, full?: boolean, at?: number, onComment?: () => void}} props
 *   `feed`: it is in the feed, where it can be hidden and is noted as seen; `full`: alone on its page, never folded;
 *   `at`: its place in the list; `onComment` instead of going to the post's page
 */
export function PostCard({ post, feed = false, full = false, at = 0, onComment }) {
  const card = useRef(/** @type {HTMLElement | null} */ (null));
  const { id, author, text, spans, media = [], poll, sharedPost, sharedPostGone } = post.value;
  const gone = left.value.get(id);
  useSeen(card, feed && !gone);
  if (gone && (feed || gone === "deleted")) return h(Gone, { post, why: gone });
  const beside = media.length > 0 || !!poll || !!sharedPost || sharedPostGone;
  return html`<article ref=${card} class=${`card post ${at > 1 ? "later" : ""}`} data-anchor=${id} aria-labelledby=${`by-${id}`}>
    ${h(Head, { post, feed, full })}
    <div class="post-body">${h(FoldedText, { text, spans, plain: beside, full })}${poll && h(Poll, { poll, onVote: me.value ? (ids) => vote(post, ids) : undefined })}</div>
    ${media.length > 0 && h(MediaGrid, { media, eager: at < 2, onOpen: (/** @type {any} */ _, /** @type {number} */ shown) => showPhotos({ media, at: shown, post }) })}
    ${(sharedPost || sharedPostGone) && h(SharedPost, { shared: sharedPost })}
    ${h(Counts, { post, full })}
    ${me.value && h(Actions, { post, author, onComment })}
  </article>`;
}

/** Who, when, for whom. @param {{post: Held, feed: boolean, full: boolean}} props */
function Head({ post, feed, full }) {
  const { id, author, audience, createdAt, editedAt, pinned } = post.value;
  const history = () => show(() => import("../post/history.js").then((it) => it.History), { postId: id });
  const heading = html`<a class="author" href=${`/@${author.username}`} dir="auto">${name(author)}</a>`;
  return html`<header class="post-head">
    <a class="face-link" href=${`/@${author.username}`} tabindex="-1" aria-hidden="true">${h(Avatar, { person: author, size: 40 })}</a>
    <div class="post-by">
      ${full ? html`<p id=${`by-${id}`}>${heading}</p>` : html`<h2 id=${`by-${id}`}>${heading}</h2>`}
      <p class="post-when">
        <a href=${`/p/${id}`}><time datetime=${createdAt} title=${moment(createdAt)}>${ago(createdAt)}</time></a>
        <span class="audience">${h(Icon, { name: audienceIcon(audience.kind), size: 14 })}${audienceWord(audience.kind)}</span>
        ${editedAt && html`<button type="button" class="link" title=${moment(editedAt)} aria-haspopup="dialog" onClick=${history}>${t("card.edited")}</button>`}
        ${pinned && !feed && html`<span class="pinned">${h(Icon, { name: "pin", size: 14 })}${t("card.pinned")}</span>`}
      </p>
    </div>
    ${h(PostMenu, { post, feed })}
  </header>`;
}

/** How many reacted, commented, shared; each opens who. @param {{post: Held, full: boolean}} props */
function Counts({ post, full }) {
  const { id, counts } = post.value;
  const { comments = 0, shares = 0 } = counts;
  const reactions = Object.values(counts.reactions ?? {}).some((count) => count > 0);
  if (!reactions && !comments && !shares) return null;
  const who = () => show(() => import("./reactors.js").then((it) => it.ReactorsDialog), { postId: id, counts: post.peek().counts.reactions });
  const sharers = () => show(() => import("./shares.js").then((it) => it.SharesDialog), { postId: id });
  return html`<div class="post-counts">
    ${h(ReactionCounts, { counts: counts.reactions, onOpen: who })}
    <span class="push">
      ${comments > 0 && !full && html`<a href=${`/p/${id}#comments`}>${t("card.comments", { count: comments })}</a>`}
      ${comments > 0 && full && html`<span>${t("card.comments", { count: comments })}</span>`}
      ${shares > 0 && html`<button type="button" class="link" aria-haspopup="dialog" onClick=${sharers}>${t("card.shares", { count: shares })}</button>`}
    </span>
  </div>`;
}

/** @param {{post: Held, author: any, onComment?: () => void}} props */
function Actions({ post, author, onComment }) {
  const { id, can, myReaction, saved } = post.value;
  const comment = html`${h(Icon, { name: "message-circle" })}<span>${t("card.comment")}</span>`;
  return html`<div class="post-acts" role="group" aria-label=${t("card.acts", { name: name(author) })}>
    ${can.react && h(ReactionButton, { mine: myReaction, onPick: (type) => react(post, type) })}
    ${can.comment && (onComment
      ? html`<button type="button" class="act" data-act="comment" onClick=${onComment}>${comment}</button>`
      : html`<a class="act" data-act="comment" href=${`/p/${id}#comments`}>${comment}</a>`)}
    ${can.share && html`<button type="button" class="act share" aria-haspopup="dialog" onClick=${() => compose({ share: post.peek() })}>${h(Icon, { name: "share-2" })}<span>${t("card.share")}</span></button>`}
    <button type="button" class="act save" data-act="save" aria-pressed=${saved} aria-label=${t("card.save")} title=${t("card.save")} onClick=${() => save(post, !saved)}>
      ${h(Icon, { name: saved ? "bookmark-check" : "bookmark" })}</button>
  </div>`;
}
