// A second factor by code: set up with an authenticator app, proven by a first code, with recovery codes for a lost phone.

import { h, html, useState } from "../../vendor/preact.js";
import { call } from "../../lib/client.js";
import { t } from "../../lib/i18n.js";
import { Confirm, Dialog } from "../../kit/dialog.js";
import { Field, Form } from "../../kit/field.js";
import { Icon } from "../../kit/icon.js";
import { Saved, useSaving } from "../../kit/saved.js";
import { Secret } from "../../kit/secret.js";
import { withStepUp } from "../../kit/stepup.js";
import { site } from "../me.js";
import { Qr } from "./qr.js";

/** @param {{account: {totp: boolean, recoveryCodes: number}, put: (account: any) => void}} props */
export function TotpPart({ account, put }) {
  const [offer, setOffer] = useState(/** @type {any} */ (null));
  const [asked, setAsked] = useState(false);
  const [state, save] = useSaving();
  const begin = () => save(async () => setOffer(await withStepUp(() => call("POST /auth/totp"))));
  const drop = () => save(async () => {
    await withStepUp(() => call("DELETE /auth/totp"));
    put({ ...account, totp: false, recoveryCodes: 0 });
  });
  return html`${account.totp
      ? html`<div class="row"><span class="pill good">${h(Icon, { name: "check", size: 16 })}${t("settings.totp_on")}</span><small>${t("settings.codes_left", { count: account.recoveryCodes })}</small></div>
        ${account.recoveryCodes < 3 && html`<p class="set-told">${t("settings.codes_few")}</p>`}
        <div class="row"><button type="button" class="plain" aria-disabled=${state.busy} onClick=${() => setAsked(true)}>${t("settings.totp_remove")}</button>${state.problem && h(Saved, { state })}</div>`
      : html`<div class="row"><button type="button" class="plain" aria-disabled=${state.busy} onClick=${begin}>${t("settings.totp_begin")}</button>${state.problem && h(Saved, { state })}</div>`}
    ${asked && h(Confirm, { title: t("settings.totp_remove"), text: t("settings.totp_sure"), yes: t("settings.remove"), onYes: drop, onClose: () => setAsked(false) })}
    ${offer && h(SetUp, { offer, close: (codes) => { setOffer(null); if (codes) put({ ...account, totp: true, recoveryCodes: codes }); } })}`;
}

/** @param {{offer: {secret: string, uri: string, qr: string}, close: (codes: number) => void}} props */
function SetUp({ offer, close }) {
  const [codes, setCodes] = useState(/** @type {string[]} */ ([]));
  /** @param {Record<string, string>} fields */
  const send = async ({ code }) => setCodes((await call("POST /auth/totp/confirm", { body: { code } })).recoveryCodes);
  if (codes.length) return h(Codes, { codes, close: () => close(codes.length) });
  return h(Dialog, { title: t("settings.totp_begin"), onClose: () => close(0), children: html`<ol class="set-steps">
    <li><p>${t("settings.totp_scan")}</p>
      <div class="set-qr-row">${h(Qr, { svg: offer.qr, label: t("settings.totp_qr") })}
        <div class="stack"><p class="quiet-text">${t("settings.totp_type")}</p>${h(Secret, { label: t("settings.totp_secret"), value: offer.secret.replace(/(.{4})(?=.)/g, "$1 ") })}<a class="quiet-text" href=${offer.uri} data-outside>${t("settings.totp_open")}</a></div></div></li>
    <li>${h(Form, { onSend: send, children: (of, busy) => html`
      ${h(Field, { label: t("settings.totp_code"), name: "code", required: true, error: of("code"), attributes: { inputmode: "numeric", autocomplete: "one-time-code", maxlength: 8, pattern: "[0-9 ]*" } })}
      <button class="primary" aria-disabled=${busy}>${t("settings.totp_confirm")}</button>` })}</li>
  </ol>` });
}

/** The codes, this once: the dialog closes by its button alone, after they were put somewhere. @param {{codes: string[], close: () => void}} props */
function Codes({ codes, close }) {
  const [kept, setKept] = useState(false);
  const footer = html`<button type="button" class="primary" disabled=${!kept} onClick=${close}>${t("common.done")}</button>`;
  return h(Dialog, { title: t("settings.codes"), onClose: () => kept && close(), footer, children: html`<div class="stack">
    <p>${t("settings.codes_text")}</p>
    ${h(Secret, { label: t("settings.codes"), value: codes.join("\n"), file: `${site.community}-${t("settings.codes_file")}.txt` })}
    <label class="set-tick"><input type="checkbox" checked=${kept} onChange=${/** @param {any} event */ (event) => setKept(event.target.checked)} /><span>${t("settings.codes_kept")}</span></label>
  </div>` });
}
