// Deleting the account: what happens, typed and proven, and a receipt that stays.

import { h, html, useState } from "../../vendor/preact.js";
import { call } from "../../lib/client.js";
import { Problem, session } from "../../lib/http.js";
import { t } from "../../lib/i18n.js";
import * as live from "../../lib/live.js";
import { day } from "../../lib/time.js";
import { Dialog } from "../../kit/dialog.js";
import { Field, Form } from "../../kit/field.js";
import { Secret } from "../../kit/secret.js";
import { withStepUp } from "../../kit/stepup.js";
import { leave, me } from "../me.js";
import { Section } from "./section.js";

const STEPS = ["now", "wait", "after", "stays"];

export function DeletePart() {
  const [receipt, setReceipt] = useState(/** @type {any} */ (null));
  const { username } = me.value;
  /** @param {Record<string, string>} fields */
  const send = async ({ handle }) => {
    const typed = handle.trim().toLowerCase().replace(/^@/, "");
    if (typed !== username) throw wrong();
    setReceipt(await gone());
  };
  return html`<div class="stack">
    ${h(Section, { title: t("settings.delete_what"), children: html`<ul class="set-bullets">${STEPS.map((step) => html`<li key=${step}>${t(`settings.delete_${step}`)}</li>`)}</ul>
      <p class="quiet-text">${t("settings.delete_instead")} <a href="/settings/account">${t("settings.away")}</a></p>` })}
    ${h(Section, { title: t("settings.delete"), children: h(Form, { onSend: send, children: (of, busy) => html`
      ${h(Field, { label: t("settings.delete_type", { handle: `@${username}` }), name: "handle", required: true, error: of("handle"), attributes: { autocomplete: "off", autocapitalize: "off", spellcheck: false } })}
      <button class="danger" aria-disabled=${busy}>${t("settings.delete_go")}</button>` }) })}
    ${receipt && h(Receipt, { receipt })}
  </div>`;
}

/** Ask the server; from then on nobody is signed in here, and that is no surprise that would lead away. */
async function gone() {
  const { ended } = session;
  session.ended = () => {};
  live.close();
  try {
    return await withStepUp(() => call("DELETE /auth/account"));
  } catch (problem) {
    session.ended = ended;
    live.open();
    throw problem;
  }
}

function wrong() {
  return new Problem({ status: 422, code: "invalid", errors: [{ field: "handle", code: "handle_differs", message: "" }] });
}

/** @param {{receipt: {receipt: string, dueAt: string}}} props */
function Receipt({ receipt }) {
  const link = new URL(`/auth/account/deletion/${receipt.receipt}`, location.origin).href;
  const footer = html`<button type="button" class="primary" onClick=${() => leave(false)}>${t("settings.delete_bye")}</button>`;
  return h(Dialog, { title: t("settings.delete_done"), onClose: () => leave(false), footer, children: html`<div class="stack">
    <p>${t("settings.delete_due", { day: day(receipt.dueAt) })}</p>
    <p>${t("settings.delete_receipt")}</p>
    ${h(Secret, { label: t("settings.delete_link"), value: link, file: `${t("settings.delete_file")}.txt` })}
  </div>` });
}
