// The post that is shared, as it will be seen below one's own words.

import { h, html } from "../../vendor/preact.js";
import { name, t } from "../../lib/i18n.js";
import { ago } from "../../lib/time.js";
import { Avatar } from "../../kit/avatar.js";
import { Picture } from "../../kit/picture.js";

/** @param {{post: any}} props */
export function Quoted({ post }) {
  const original = post.sharedPost ?? post;
  const [first] = original.media ?? [];
  const more = (original.media?.length ?? 0) - 1;
  return html`<blockquote class="quoted" aria-label=${t("compose.shared")}>
    <div class="quoted-head">${h(Avatar, { person: original.author, size: 32 })}<span><strong dir="auto">${name(original.author)}</strong><small><time datetime=${original.createdAt}>${ago(original.createdAt)}</time></small></span></div>
    ${original.text && html`<p class="text quoted-text" dir="auto">${original.text}</p>`}
    ${first && html`<div class="quoted-media">${h(Picture, { medium: first, sizes: "34rem", alt: first.alt ?? "" })}${more > 0 && html`<small>${t("media.more", { count: more })}</small>`}</div>`}
    ${original.poll && html`<ul class="quoted-poll">${original.poll.options.map(/** @param {any} one */ (one) => html`<li key=${one.id} dir="auto">${one.text}</li>`)}</ul>`}
  </blockquote>`;
}
