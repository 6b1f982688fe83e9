// Passkeys: their list, a new one, taking one off.

import { h, html, useState } from "../../vendor/preact.js";
import { call } from "../../lib/client.js";
import { Problem } from "../../lib/http.js";
import { t } from "../../lib/i18n.js";
import * as passkey from "../../lib/passkey.js";
import { ago } from "../../lib/time.js";
import { Confirm, Dialog } from "../../kit/dialog.js";
import { Field, Form } from "../../kit/field.js";
import { Icon } from "../../kit/icon.js";
import { Loaded } from "../../kit/loaded.js";
import { Saved, useSaving } from "../../kit/saved.js";
import { withStepUp } from "../../kit/stepup.js";
import { device } from "../push.js";

/** @param {{onMade?: () => void}} props  `onMade`: when the first factor of somebody who needs one is there */
export function PasskeysPart({ onMade }) {
  return h(Loaded, { load: () => call("GET /auth/passkeys"), rows: 1, draw: ({ items }, put) => html`
    ${items.length > 0 && html`<ul class="set-rows">${items.map((/** @type {any} */ one) => h(Passkey, { key: one.id, one, gone: () => put({ items: items.filter((/** @type {any} */ other) => other !== one) }) }))}</ul>`}
    ${passkey.able() ? h(Add, { made: (one) => { put({ items: [...items, one] }); onMade?.(); } }) : html`<p class="quiet-text">${t("settings.passkeys_unable")}</p>`}` });
}

/** @param {{made: (one: any) => void}} props */
function Add({ made }) {
  const [open, setOpen] = useState(false);
  /** @param {Record<string, string>} fields */
  const send = async ({ name }) => {
    const { challengeId, options } = await withStepUp(() => call("POST /auth/passkeys/options"));
    const credential = await passkey.create(options);
    if (!credential) throw new Problem({ status: 0, code: "cancelled" });
    made(await call("POST /auth/passkeys", { body: { challengeId, credential, name: name.trim() || device() } }));
    setOpen(false);
  };
  return html`<div><button type="button" class="plain" onClick=${() => setOpen(true)}>${h(Icon, { name: "plus" })}${t("settings.passkey_add")}</button></div>
    ${open && h(Dialog, { title: t("settings.passkey_add"), onClose: () => setOpen(false), children: h(Form, { onSend: send, children: (of, busy) => html`
      <p>${t("settings.passkey_add_text")}</p>
      ${h(Field, { label: t("settings.passkey_name"), name: "name", value: device(), hint: t("settings.passkey_name_hint"), error: of("name"), attributes: { maxlength: 64, autofocus: true } })}
      <button class="primary" aria-disabled=${busy}>${t("settings.passkey_add")}</button>` }) })}`;
}

/** @param {{one: any, gone: () => void}} props */
function Passkey({ one, gone }) {
  const [asked, setAsked] = useState(false);
  const [state, save] = useSaving();
  const drop = async () => { if (await save(() => withStepUp(() => call("DELETE /auth/passkeys/{id}", { path: { id: one.id } })))) gone(); };
  return html`<li class="set-thing">${h(Icon, { name: "key-round", size: 24 })}
    <div class="set-thing-words"><strong dir="auto">${one.name}</strong><small>${t("settings.made", { ago: ago(one.createdAt) })} · ${one.usedAt ? t("settings.used", { ago: ago(one.usedAt) }) : t("settings.never_used")}</small></div>
    <button type="button" class="plain small" aria-disabled=${state.busy} aria-label=${t("settings.remove_of", { name: one.name })} onClick=${() => setAsked(true)}>${t("settings.remove")}</button>${h(Saved, { state })}
    ${asked && h(Confirm, { title: t("settings.remove_of", { name: one.name }), text: t("settings.passkey_sure"), yes: t("settings.remove"), onYes: drop, onClose: () => setAsked(false) })}</li>`;
}
