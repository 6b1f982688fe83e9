// Drafts and scheduled posts: go on with one, or delete it.

import { h, html, useMemo, useState } from "../../vendor/preact.js";
import { call } from "../../lib/client.js";
import { said, t } from "../../lib/i18n.js";
import { Pages } from "../../lib/store.js";
import { ago, moment } from "../../lib/time.js";
import { Confirm, Dialog } from "../../kit/dialog.js";
import { Icon } from "../../kit/icon.js";
import { List } from "../../kit/list.js";
import { Empty } from "../../kit/states.js";
import { toast } from "../../kit/toast.js";
import { compose } from "./open.js";

/** @param {{onClose: () => void}} props */
export function DraftsDialog({ onClose }) {
  return h(Dialog, { title: t("compose.drafts"), onClose, children: h(DraftList, {}) });
}

/** The list alone, for a page. */
export function DraftList() {
  const pages = useMemo(() => new Pages((cursor, signal) => call("GET /posts/drafts", { query: { cursor, limit: 20 }, signal })), []);
  const empty = h(Empty, { icon: "file-pen-line", text: t("compose.drafts_none"), children: html`<button type="button" class="primary" onClick=${() => compose({})}>${t("compose.new")}</button>` });
  return h(List, { pages, empty, row: (draft) => h(DraftRow, { key: draft.id, draft, onGone: () => { pages.items.value = pages.items.value.filter((one) => one.id !== draft.id); } }) });
}

/** @param {{draft: any, onGone: () => void}} props */
function DraftRow({ draft, onGone }) {
  const [asking, setAsking] = useState(false);
  const drop = () => call("DELETE /posts/drafts/{draft_id}", { path: { draft_id: draft.id } }).then(onGone, (problem) => toast(said(problem), { bad: true }));
  const parts = [draft.mediaIds.length && t("compose.of_photos", { count: draft.mediaIds.length }), draft.poll && t("compose.poll"), draft.sharedPostId && t("compose.shared")].filter(Boolean);
  return html`<div class="draft">
    <button type="button" class="draft-open" onClick=${() => compose({ draft })}>
      <span class="draft-text" dir="auto">${draft.text || draft.poll?.options.join(" · ") || t("compose.draft_empty")}</span>
      <small>${draft.publishAt
        ? html`<span class="pill">${h(Icon, { name: "calendar-clock", size: 14 })}${moment(draft.publishAt)}</span>`
        : html`<span>${t("compose.draft_changed", { time: ago(draft.updatedAt) })}</span>`}
        ${parts.map((one) => html`<span key=${one}>${one}</span>`)}</small>
      ${draft.problem && html`<small class="error">${t("compose.draft_failed", { why: said({ code: draft.problem }) })}</small>`}
    </button>
    <button type="button" class="icon-button" aria-label=${t("compose.draft_delete")} title=${t("compose.draft_delete")} onClick=${() => setAsking(true)}>${h(Icon, { name: "trash-2" })}</button>
    ${asking && h(Confirm, { title: t("compose.draft_delete"), text: t(draft.publishAt ? "compose.draft_delete_scheduled" : "compose.draft_delete_ask"), yes: t("common.delete"), onYes: drop, onClose: () => setAsking(false) })}
  </div>`;
}
