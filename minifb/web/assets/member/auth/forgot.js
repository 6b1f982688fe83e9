// A forgotten password: ask for a link, and set a new one by it.

import { h, html, useState } from "../../vendor/preact.js";
import { Field, Form } from "../../kit/field.js";
import { call } from "../../lib/client.js";
import { t } from "../../lib/i18n.js";
import { useTitle } from "../title.js";
import { Door, Outcome, Submit, useFirstField } from "./frame.js";
import { NewPassword } from "./password.js";
import { useSecret } from "./secret.js";

/** Ask for the link. */
export function ForgotPage() {
  useTitle(t("auth.forgot_title"));
  const [sent, setSent] = useState("");
  const back = html`<p><a href="/login">${t("auth.back_to_sign_in")}</a></p>`;
  if (sent) {
    return h(Outcome, {
      icon: "mail-check", title: t("auth.forgot_sent"), text: t("auth.forgot_sent_text", { email: sent }), after: back,
      children: html`<button type="button" class="plain" onClick=${() => setSent("")}>${t("auth.forgot_other")}</button>`,
    });
  }
  return h(Door, { title: t("auth.forgot_title"), text: t("auth.forgot_text"), after: back, children: h(Ask, { onSent: setSent }) });
}

/** @param {{onSent: (email: string) => void}} props */
function Ask({ onSent }) {
  const page = useFirstField();
  /** @param {Record<string, string>} fields */
  const send = async ({ email }) => {
    await call("POST /auth/forgot-password", { body: { email }, anonymous: true });
    onSent(email);
  };
  return html`<div ref=${page}>
    ${h(Form, { onSend: send, children: (of, busy) => html`
      ${h(Field, { label: t("auth.email"), name: "email", type: "email", required: true, error: of("email"), attributes: { autocomplete: "email", maxlength: 254 } })}
      ${h(Submit, { busy, text: t("auth.forgot_send") })}` })}
  </div>`;
}

/** Set a new password by the link. */
export function ResetPage() {
  useTitle(t("auth.reset_title"));
  const token = useSecret();
  const [state, setState] = useState(/** @type {"new" | "done" | "old"} */ (token ? "new" : "old"));
  if (state === "old") {
    return h(Outcome, { icon: "link-2-off", bad: true, title: t("auth.link_old"), text: t("auth.reset_old"), children: html`<a class="primary" href="/forgot">${t("auth.forgot_send")}</a>` });
  }
  if (state === "done") {
    return h(Outcome, { icon: "circle-check-big", title: t("auth.reset_done"), text: t("auth.reset_done_text"), children: html`<a class="primary" href="/login">${t("auth.sign_in")}</a>` });
  }
  /** @param {Record<string, string>} fields */
  const send = async ({ password }) => {
    try {
      await call("POST /auth/reset-password", { body: { token, password }, anonymous: true });
      setState("done");
    } catch (problem) {
      if (/** @type {any} */ (problem).code !== "link_invalid") throw problem;
      setState("old");
    }
  };
  return h(Door, { title: t("auth.reset_title"), text: t("auth.reset_text"), children: h(Form, { onSend: send, children: (of, busy) => html`
    ${h(NewPassword, { label: t("auth.new_password"), error: of("password") })}
    ${h(Submit, { busy, text: t("auth.reset_send") })}` }) });
}
