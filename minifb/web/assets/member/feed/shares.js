// Who shared a post, with what they wrote: the posts themselves, as far as the reader may see them.

import { h, html, useMemo } from "../../vendor/preact.js";
import { call } from "../../lib/client.js";
import { t } from "../../lib/i18n.js";
import { Pages } from "../../lib/store.js";
import { ago } from "../../lib/time.js";
import { Dialog } from "../../kit/dialog.js";
import { List } from "../../kit/list.js";
import { PersonRow } from "../../kit/person.js";
import { Empty } from "../../kit/states.js";

/** @param {{postId: string, onClose: () => void}} props */
export function SharesDialog({ postId, onClose }) {
  const pages = useMemo(() => new Pages((cursor, signal) => call("GET /posts/{id}/shares", { path: { id: postId }, query: { cursor, limit: 20 }, signal })), []);
  /** @param {any} post */
  const row = (post) => h(PersonRow, { key: post.id, person: post.author, note: post.text || ago(post.createdAt), children: html`<a class="plain small" href=${`/p/${post.id}`}>${t("card.open")}</a>` });
  return h(Dialog, { title: t("card.sharers"), onClose, children: h(List, { pages, row, empty: h(Empty, { icon: "share-2", text: t("card.sharers_none") }) }) });
}
