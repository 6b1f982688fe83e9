// API keys: what other programs may do in the member's name.

import { h, html, useState } from "../../vendor/preact.js";
import { call } from "../../lib/client.js";
import { t } from "../../lib/i18n.js";
import { day } from "../../lib/time.js";
import { Confirm } from "../../kit/dialog.js";
import { Icon } from "../../kit/icon.js";
import { Loaded } from "../../kit/loaded.js";
import { Saved, useSaving } from "../../kit/saved.js";
import { NewKey, scope } from "./new-key.js";
import { Section } from "./section.js";

export function AppsPart() {
  const [making, setMaking] = useState(false);
  return html`<div class="stack">${h(Section, { title: t("settings.keys_api"), text: html`${t("settings.keys_api_text")} <a href="/docs" data-outside>${t("settings.api_docs")}</a>`, children: h(Loaded, {
    load: () => call("GET /auth/keys"), rows: 2, draw: ({ items }, put) => html`
      ${items.length ? html`<ul class="set-rows">${items.map((/** @type {any} */ one) => h(Key, { key: one.keyId, one, gone: () => put({ items: items.filter((/** @type {any} */ other) => other !== one) }) }))}</ul>` : html`<p class="quiet-text">${t("settings.keys_none")}</p>`}
      <div><button type="button" class="plain" onClick=${() => setMaking(true)}>${h(Icon, { name: "plus" })}${t("settings.key_make")}</button></div>
      ${making && h(NewKey, { close: () => setMaking(false), made: (one) => put({ items: [one, ...items] }) })}` }) })}</div>`;
}

/** @param {{one: any, gone: () => void}} props */
function Key({ one, gone }) {
  const [asked, setAsked] = useState(false);
  const [state, save] = useSaving();
  const drop = async () => { if (await save(() => call("DELETE /auth/keys/{id}", { path: { id: one.keyId } }))) gone(); };
  return html`<li class="set-thing">${h(Icon, { name: "key-round", size: 24 })}
    <div class="set-thing-words"><strong>${one.serviceId}</strong><small><code>mfb_${one.keyId}…</code> · ${t(Date.parse(one.expiresAt) < Date.now() ? "settings.key_over" : "settings.until", { day: day(one.expiresAt) })}</small>
      <details><summary>${t("settings.key_may", { count: one.permissions.length })}</summary><ul class="set-bullets">${one.permissions.map((/** @type {string} */ name) => html`<li key=${name}>${scope(name)}</li>`)}</ul></details></div>
    <button type="button" class="plain small" aria-disabled=${state.busy} aria-label=${t("settings.revoke_of", { name: one.serviceId })} onClick=${() => setAsked(true)}>${t("settings.revoke")}</button>${h(Saved, { state })}
    ${asked && h(Confirm, { title: t("settings.revoke_of", { name: one.serviceId }), text: t("settings.revoke_sure"), yes: t("settings.revoke"), onYes: drop, onClose: () => setAsked(false) })}</li>`;
}
