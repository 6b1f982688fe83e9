// Drafts and scheduled posts, as a page.

import { h, html } from "../../vendor/preact.js";
import { t } from "../../lib/i18n.js";
import { DraftList } from "../compose/drafts.js";

export function DraftsPart() {
  return html`<p class="quiet-text set-lead">${t("settings.drafts_text")}</p><div class="card">${h(DraftList, {})}</div>`;
}
