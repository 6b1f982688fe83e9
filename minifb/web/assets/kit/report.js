// Telling the people who run this place that something should not be here, and what one can do oneself.

import { h, html, useState } from "../vendor/preact.js";
import { call } from "../lib/client.js";
import { name, t } from "../lib/i18n.js";
import { BlockDialog, MuteDialog } from "./block.js";
import { Dialog } from "./dialog.js";
import { Field, Form } from "./field.js";
import { Icon } from "./icon.js";

/** Why, with the commonest first; each has words of its own. */
const REASONS = ["spam", "harassment", "hate", "violence", "nudity", "falseInformation", "selfHarm", "other"];

/**
 * What is reported. `person` wrote it: then blocking them is offered afterwards, unless they are `blocked`.
 *
 * @typedef {{kind: "post" | "comment" | "message" | "member", id?: string, postId?: string, contextIds?: string[], person?: import("./block.js").Person, blocked?: boolean}} Target
 */

/** @param {Target} target @param {any} body */
function send(target, body) {
  const id = target.id ?? "";
  if (target.kind === "message") return call("POST /messages/{id}/report", { path: { id }, body: { ...body, contextIds: target.contextIds ?? [] } });
  if (target.kind === "member") return call("POST /users/{id}/report", { path: { id }, body });
  const post = target.kind === "comment" ? target.postId ?? "" : id;
  return call("POST /posts/{id}/reports", { path: { id: post }, body: { ...body, commentId: target.kind === "comment" ? id : null } });
}

/**
 * @param {{target: Target, onClose: () => void, onBlocked?: () => void, onMuted?: (muted: boolean) => void}} props
 *   told when whoever wrote it was blocked or muted as well
 */
export function ReportDialog({ target, onClose, onBlocked, onMuted }) {
  const [sent, setSent] = useState(false);
  const [then, setThen] = useState(/** @type {"" | "block" | "mute"} */ (""));
  const [reason, setReason] = useState("");
  const { person } = target;
  if (then === "block" && person) return h(BlockDialog, { person, onClose, onDone: onBlocked });
  if (then === "mute" && person) return h(MuteDialog, { person, onClose, onDone: onMuted });
  if (sent) return h(After, { target, onClose, onThen: setThen });
  /** @param {Record<string, string>} fields */
  const onSend = async (fields) => {
    await send(target, { reason, note: fields.note.trim() });
    setSent(true);
  };
  /** @param {(field: string) => string | undefined} of */
  const children = (of) => html`<fieldset class="choices">
      <legend>${t("report.why")}</legend>
      ${REASONS.map((one) => html`<label key=${one} class="choice">
        <input type="radio" name="reason" value=${one} required checked=${one === reason} onChange=${() => setReason(one)} />
        <span>${t(`report.${one}`)}<small>${t(`report.${one}_hint`)}</small></span>
      </label>`)}
    </fieldset>
    ${h(Field, { label: t("report.note"), name: "note", rows: 3, error: of("note"), attributes: { maxlength: 500 } })}
    <p class="quiet-text">${t("report.kept")}</p>
    <div class="form-end"><button type="button" class="plain" onClick=${onClose}>${t("common.cancel")}</button><button class="primary">${t("report.send")}</button></div>`;
  return h(Dialog, { title: t(`report.title_${target.kind}`, { name: person ? name(person) : "" }), onClose, children: h(Form, { onSend, children }) });
}

/** @param {{target: Target, onClose: () => void, onThen: (then: "block" | "mute") => void}} props */
function After({ target, onClose, onThen }) {
  const person = target.blocked ? undefined : target.person;
  const footer = html`<button type="button" class="primary" onClick=${onClose}>${t("common.done")}</button>`;
  return h(Dialog, { title: t("report.thanks_title"), onClose, footer, children: html`
    <p role="status">${t("report.thanks")}</p>
    ${person && html`<p>${t("report.then")}</p>
      <div class="choices">
        <button type="button" class="row-button" onClick=${() => onThen("mute")}>${h(Icon, { name: "volume-x" })}<span>${t("report.mute", { name: name(person) })}</span></button>
        <button type="button" class="row-button" onClick=${() => onThen("block")}>${h(Icon, { name: "ban" })}<span>${t("report.block", { name: name(person) })}</span></button>
      </div>`}` });
}
