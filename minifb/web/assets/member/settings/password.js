// Another password, by the current one.

import { h, html, useState } from "../../vendor/preact.js";
import { call } from "../../lib/client.js";
import { t } from "../../lib/i18n.js";
import { Field, Form } from "../../kit/field.js";
import { me } from "../me.js";

export function PasswordPart() {
  const [open, setOpen] = useState(false);
  const [done, setDone] = useState(false);
  /** @param {Record<string, string>} fields */
  const send = async ({ currentPassword, password }) => {
    await call("PUT /auth/password", { body: { currentPassword, password } });
    setOpen(false);
    setDone(true);
  };
  if (!open) {
    return html`${done && html`<p class="set-told" role="status">${t("settings.password_done")}</p>`}
      <div><button type="button" class="plain" onClick=${() => setOpen(true)}>${t("settings.password_change")}</button></div>`;
  }
  return h(Form, { onSend: send, children: (of, busy) => html`
    <input class="hidden" type="text" autocomplete="username" value=${me.value?.username} readonly tabindex="-1" aria-hidden="true" />
    ${h(Field, { label: t("settings.password_now"), name: "currentPassword", type: "password", required: true, error: of("currentPassword"), attributes: { autocomplete: "current-password", autofocus: true } })}
    ${h(Field, { label: t("settings.password_new"), name: "password", type: "password", required: true, hint: t("settings.password_rules"), error: of("password"), attributes: { autocomplete: "new-password", minlength: 10, maxlength: 256 } })}
    <div class="row"><button class="primary" aria-disabled=${busy}>${t("settings.password_change")}</button>
      <button type="button" class="plain" onClick=${() => setOpen(false)}>${t("common.cancel")}</button></div>` });
}
