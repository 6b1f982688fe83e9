// Asks before something that was written is closed.

import { h, html, useState } from "../../vendor/preact.js";
import { said, t } from "../../lib/i18n.js";
import { Dialog } from "../../kit/dialog.js";

/** @param {{edit: boolean, onKeep: () => Promise<any>, onDrop: () => void, onClose: () => void}} props */
export function LeaveDialog({ edit, onKeep, onDrop, onClose }) {
  const [problem, setProblem] = useState(/** @type {any} */ (null));
  const [busy, setBusy] = useState(false);
  const keep = async () => {
    if (busy) return;
    setBusy(true);
    await onKeep().catch(setProblem);
    setBusy(false);
  };
  const footer = html`<button type="button" class="quiet" onClick=${onClose}>${t("compose.go_on")}</button>
    <button type="button" class=${edit ? "danger" : "plain"} onClick=${onDrop}>${t("compose.throw_away")}</button>
    ${!edit && html`<button type="button" class="primary" aria-disabled=${busy} onClick=${keep}>${t("compose.keep")}</button>`}`;
  return h(Dialog, { title: t("compose.leave_title"), onClose, footer, children: html`<p>${t(edit ? "compose.leave_edit" : "compose.leave")}</p>
    ${problem && html`<p class="form-error" role="alert">${said(problem)}</p>`}` });
}
