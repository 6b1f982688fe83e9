// The second step of signing in: a code of the authenticator app, or one of the codes kept for a lost phone.

import { h, html, useState } from "../../vendor/preact.js";
import { Field, Form } from "../../kit/field.js";
import { t } from "../../lib/i18n.js";
import { Door, Submit, useFirstField } from "./frame.js";

/** @param {{onCode: (code: string) => Promise<void>, onBack: () => void}} props */
export function CodeForm({ onCode, onBack }) {
  const [lost, setLost] = useState(false);
  return h(Door, { title: t("auth.code_title"), text: t(lost ? "auth.recovery_text" : "auth.code_text"), children: html`<div class="stack">
    ${h(Code, { key: String(lost), lost, onCode })}
    <div class="door-row">
      <button type="button" class="quiet" onClick=${onBack}>${t("common.back")}</button>
      <button type="button" class="quiet" onClick=${() => setLost(!lost)}>${t(lost ? "auth.use_app" : "auth.use_recovery")}</button>
    </div>
  </div>` });
}

/** @param {{lost: boolean, onCode: (code: string) => Promise<void>}} props */
function Code({ lost, onCode }) {
  const page = useFirstField();
  const attributes = lost
    ? { autocomplete: "off", autocapitalize: "none", spellcheck: false, maxlength: 64 }
    : { autocomplete: "one-time-code", inputmode: "numeric", pattern: "[0-9 ]{6,7}", maxlength: 7, title: t("auth.code_form") };
  return html`<div ref=${page}>
    ${h(Form, { onSend: ({ code }) => onCode(lost ? code.trim() : code.replace(/\s/g, "")), children: (of, busy) => html`
      ${h(Field, { label: t(lost ? "auth.recovery_code" : "auth.code"), name: "code", required: true, error: of("totp"), attributes })}
      ${h(Submit, { busy, text: t("auth.sign_in") })}` })}
  </div>`;
}
