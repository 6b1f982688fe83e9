// What of the member's own was taken down by moderators, and why.

import { h, html } from "../../vendor/preact.js";
import { call } from "../../lib/client.js";
import { t } from "../../lib/i18n.js";
import { keep } from "../../lib/router.js";
import { Pages } from "../../lib/store.js";
import { day } from "../../lib/time.js";
import { List } from "../../kit/list.js";
import { Empty } from "../../kit/states.js";

export function RemovedPart() {
  const pages = keep("removed", () => new Pages((cursor, signal) => call("GET /posts/removed", { query: { cursor, limit: 20 }, signal })));
  const empty = h(Empty, { icon: "badge-check", text: t("settings.removed_none"), children: html`<a class="primary" href="/">${t("settings.to_feed")}</a>` });
  return html`<p class="quiet-text set-lead">${t("settings.removed_text")}</p>
    ${h(List, { pages, empty, className: "list cards", row: (one) => html`<article key=${one.commentId ?? one.postId} class="card stack">
      <h2>${t(`settings.removed_${one.kind}`, { day: day(one.removedAt) })}</h2>
      <blockquote class="set-quote" dir="auto">${one.text || t("settings.no_text")}</blockquote>
      <p><strong>${t("settings.removed_why")}</strong> <span dir="auto">${one.reason}</span></p></article>` })}`;
}
