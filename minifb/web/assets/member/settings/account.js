// The account: handle, e-mail address, and going away for a while.

import { h, html, useState } from "../../vendor/preact.js";
import { call, once } from "../../lib/client.js";
import { t } from "../../lib/i18n.js";
import { Confirm } from "../../kit/dialog.js";
import { Field, Form } from "../../kit/field.js";
import { Icon } from "../../kit/icon.js";
import { Loaded } from "../../kit/loaded.js";
import { Saved, useSaving } from "../../kit/saved.js";
import { withStepUp } from "../../kit/stepup.js";
import { leave, me } from "../me.js";
import { SavedField } from "./saved-field.js";
import { Section } from "./section.js";

export function AccountPart() {
  return html`<div class="stack">
    ${h(Loaded, { load: () => call("GET /auth/account"), kind: "card", rows: 2, draw: (account) => html`
      ${h(Section, { title: t("settings.username"), children: h(Handle, {}) })}
      ${h(Section, { title: t("settings.email"), children: h(Email, { user: account.user }) })}` })}
    ${h(Section, { title: t("settings.away"), text: t("settings.away_text"), children: h(Away, {}) })}
    <p class="quiet-text">${t("settings.delete_hint")} <a href="/settings/delete">${t("settings.delete")}</a></p>
  </div>`;
}

function Handle() {
  const { username } = me.value;
  /** @param {string} wanted */
  const rename = async (wanted) => {
    const { user } = await call("PUT /auth/username", { body: { username: wanted }, once: once() });
    me.value = { ...me.value, username: user.username };
  };
  return h(SavedField, {
    label: t("settings.username_label"), name: "username", value: username, onSave: rename,
    hint: t("settings.username_hint", { address: `${location.host}/@${username}` }),
    attributes: { autocomplete: "username", autocapitalize: "off", spellcheck: false, maxlength: 31 },
  });
}

/** @param {{user: {email: string, emailVerified: boolean}}} props */
function Email({ user }) {
  const [sentTo, setSentTo] = useState("");
  const [changing, setChanging] = useState(false);
  const [state, save] = useSaving();
  /** @param {Record<string, string>} fields */
  const change = async ({ email }) => {
    await withStepUp(() => call("PUT /auth/email", { body: { email } }));
    setSentTo(email);
    setChanging(false);
  };
  const again = async () => { if (await save(() => call("POST /auth/verify-email/resend"))) setSentTo(user.email); };
  return html`<div class="row">
      <strong class="set-wrap" dir="auto">${user.email}</strong>
      ${user.emailVerified
        ? html`<span class="pill good">${h(Icon, { name: "check", size: 16 })}${t("settings.verified")}</span>`
        : html`<span class="pill warn">${h(Icon, { name: "triangle-alert", size: 16 })}${t("settings.unverified")}</span>`}
    </div>
    ${sentTo && html`<p class="set-told" role="status">${t(sentTo === user.email ? "settings.email_again" : "settings.email_sent", { email: sentTo })}</p>`}
    ${!user.emailVerified && !sentTo && html`<p class="quiet-text">${t("settings.unverified_text")}</p>`}
    ${changing
      ? h(Form, { onSend: change, children: (of, busy) => html`
          ${h(Field, { label: t("settings.email_new"), name: "email", type: "email", required: true, error: of("email"), hint: t("settings.email_hint"), attributes: { autocomplete: "email", autofocus: true } })}
          <div class="row"><button class="primary" aria-disabled=${busy}>${t("settings.email_go")}</button>
          <button type="button" class="plain" onClick=${() => setChanging(false)}>${t("common.cancel")}</button></div>` })
      : html`<div class="row">
          ${!user.emailVerified && !sentTo && html`<button type="button" class="plain" aria-disabled=${state.busy} onClick=${again}>${t("settings.email_resend")}</button>`}
          <button type="button" class="plain" onClick=${() => setChanging(true)}>${t("settings.email_change")}</button>${state.problem && h(Saved, { state })}</div>`}`;
}

function Away() {
  const [asked, setAsked] = useState(false);
  const [state, save] = useSaving();
  const go = async () => { if (await save(() => withStepUp(() => call("POST /users/deactivate")))) await leave(false); };
  return html`<div class="row"><button type="button" class="plain" aria-disabled=${state.busy} onClick=${() => setAsked(true)}>${t("settings.away_go")}</button>${h(Saved, { state })}</div>
    ${asked && h(Confirm, { title: t("settings.away_go"), text: t("settings.away_sure"), yes: t("settings.away_yes"), onYes: go, onClose: () => setAsked(false) })}`;
}
