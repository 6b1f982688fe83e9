// What a post or comment said before it was edited.

import { h, html, useState } from "../../vendor/preact.js";
import { call } from "../../lib/client.js";
import { t } from "../../lib/i18n.js";
import { Pages } from "../../lib/store.js";
import { moment } from "../../lib/time.js";
import { Dialog } from "../../kit/dialog.js";
import { List } from "../../kit/list.js";
import { MediaGrid } from "../../kit/media.js";
import { Text } from "../../kit/text.js";

/** @param {{postId: string, commentId?: string, onClose: () => void}} props */
export function History({ postId, commentId, onClose }) {
  const [pages] = useState(() => new Pages((cursor, signal) => {
    const query = { cursor, limit: 20 };
    if (commentId) return call("GET /posts/{id}/comments/{comment_id}/history", { path: { id: postId, comment_id: commentId }, query, signal });
    return call("GET /posts/{id}/history", { path: { id: postId }, query, signal });
  }));
  /** @param {any} edition @param {number} at */
  const row = (edition, at) => html`<article key=${at} class="edition">
    <h3><time datetime=${edition.writtenAt}>${moment(edition.writtenAt)}</time></h3>
    ${edition.text && h(Text, { text: edition.text, spans: edition.spans })}
    ${edition.pollOptions.length > 0 && html`<ul>${edition.pollOptions.map(/** @param {string} one */ (one) => html`<li key=${one} dir="auto">${one}</li>`)}</ul>`}
    ${edition.media.length > 0 && h(MediaGrid, { media: edition.media })}
  </article>`;
  const empty = html`<p>${t("post.no_history")}</p>`;
  return h(Dialog, { title: t("post.history"), onClose, children: h(List, { pages, row, empty }) });
}
