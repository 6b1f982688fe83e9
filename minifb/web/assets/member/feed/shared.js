// A post within the post that shares it.

import { h, html } from "../../vendor/preact.js";
import { name, t } from "../../lib/i18n.js";
import { ago, moment } from "../../lib/time.js";
import { audienceIcon, audienceWord } from "../../kit/audience.js";
import { Avatar } from "../../kit/avatar.js";
import { Icon } from "../../kit/icon.js";
import { MediaGrid } from "../../kit/media.js";
import { showPhotos } from "../photo/open.js";
import { FoldedText } from "./folded.js";
import { Poll } from "./poll.js";

/** @param {{shared: any}} props  null where it is gone, or not for this reader: both look the same */
export function SharedPost({ shared }) {
  if (!shared) return html`<p class="shared gone">${h(Icon, { name: "eye-off" })}<span>${t("card.shared_gone")}</span></p>`;
  const { author, media = [], poll } = shared;
  return html`<div class="shared">
    <header class="post-head">
      <a class="face-link" href=${`/@${author.username}`} tabindex="-1" aria-hidden="true">${h(Avatar, { person: author, size: 32 })}</a>
      <div class="post-by">
        <a class="author" href=${`/@${author.username}`} dir="auto">${name(author)}</a>
        <p class="post-when"><a href=${`/p/${shared.id}`}><time datetime=${shared.createdAt} title=${moment(shared.createdAt)}>${ago(shared.createdAt)}</time></a>
          <span class="audience">${h(Icon, { name: audienceIcon(shared.audience?.kind), size: 14 })}${audienceWord(shared.audience?.kind)}</span></p>
      </div>
    </header>
    ${h(FoldedText, { text: shared.text, spans: shared.spans, plain: true })}
    ${poll && h(Poll, { poll })}
    ${media.length > 0 && h(MediaGrid, { media, onOpen: (/** @type {any} */ _, /** @type {number} */ at) => showPhotos({ media: media.map((/** @type {any} */ one) => ({ ...one, postId: shared.id })), at }) })}
  </div>`;
}
