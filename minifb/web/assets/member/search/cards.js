// What was found: a person, a post, a comment, each with the words that were looked for standing out.

import { h, html } from "../../vendor/preact.js";
import { name, number, t } from "../../lib/i18n.js";
import { ago, moment } from "../../lib/time.js";
import { audienceIcon, audienceWord } from "../../kit/audience.js";
import { Avatar } from "../../kit/avatar.js";
import { Icon } from "../../kit/icon.js";
import { Picture } from "../../kit/picture.js";
import { FriendButton } from "../friend.js";
import { Marked } from "./marked.js";

/** @param {{found: import("./found.js").FoundUser, onFollow: () => void}} props */
export function PersonFound({ found: { user, highlights }, onFollow }) {
  return html`<div class="person" data-anchor=${user.id}>
    <a class="person-link" href=${`/@${user.username}`} onClick=${onFollow}>
      ${h(Avatar, { person: user, size: 48 })}
      <span class="person-words">
        <strong><bdi>${h(Marked, { text: user.firstName, highlights, field: "firstName" })} ${h(Marked, { text: user.lastName, highlights, field: "lastName" })}</bdi></strong>
        <small>@${h(Marked, { text: user.username, highlights, field: "username" })}</small>
      </span>
    </a>
    <div class="person-actions">${h(FriendButton, { person: user, relation: user.relation, small: true })}</div>
  </div>`;
}

/** @param {{found: import("./found.js").FoundPost, onFollow: () => void}} props */
export function PostFound({ found: { post, highlights }, onFollow }) {
  const media = post.media ?? [];
  const still = media.find((one) => (one.kind === "image" || one.kind === "video") && one.status === "ready");
  const reactions = Object.values(post.counts.reactions).reduce((sum, one) => sum + one, 0);
  return html`<article class="found" data-anchor=${post.id}>
    <a class="found-link" href=${`/p/${post.id}`} onClick=${onFollow}>
      ${h(Said, { author: post.author, at: post.createdAt, children: html`<span title=${audienceWord(post.audience.kind)}>${h(Icon, { name: audienceIcon(post.audience.kind), size: 14 })}<span class="hidden">${audienceWord(post.audience.kind)}</span></span>` })}
      <span class="found-body">
        <span class="found-text" dir="auto">${h(Marked, { text: post.text, highlights })}</span>
        ${still && html`<span class="found-picture">${h(Picture, { medium: /** @type {any} */ (still), sizes: "6rem", alt: still.alt ?? "" })}${media.length > 1 && html`<span class="found-more" aria-hidden="true">+${number(media.length - 1)}</span>`}</span>`}
      </span>
      ${(reactions > 0 || (post.counts.comments ?? 0) > 0) && html`<small class="found-counts">
        ${reactions > 0 && html`<span>${t("search.reactions", { count: reactions })}</span>`}
        ${(post.counts.comments ?? 0) > 0 && html`<span>${t("search.comments", { count: post.counts.comments })}</span>`}</small>`}
    </a>
  </article>`;
}

/** @param {{found: import("./found.js").FoundComment, onFollow: () => void}} props */
export function CommentFound({ found: { comment, highlights }, onFollow }) {
  return html`<article class="found" data-anchor=${comment.id}>
    <a class="found-link" href=${`/p/${comment.postId}?comment=${comment.id}`} onClick=${onFollow}>
      ${comment.author && h(Said, { author: comment.author, at: comment.createdAt })}
      <span class="found-text" dir="auto">${h(Marked, { text: comment.text, highlights })}</span>
    </a>
  </article>`;
}

/** Who said it, and when. @param {{author: any, at: string, children?: any}} props */
function Said({ author, at, children }) {
  return html`<span class="found-head">
    ${h(Avatar, { person: author, size: 36 })}
    <span class="person-words"><strong><bdi>${name(author)}</bdi></strong><small class="found-when"><time datetime=${at} title=${moment(at)}>${ago(at)}</time>${children}</small></span>
  </span>`;
}
