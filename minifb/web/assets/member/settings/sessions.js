// Where the member is signed in, and signing out there.

import { h, html, useState } from "../../vendor/preact.js";
import { call } from "../../lib/client.js";
import { t } from "../../lib/i18n.js";
import { ago, moment } from "../../lib/time.js";
import { Confirm } from "../../kit/dialog.js";
import { Icon } from "../../kit/icon.js";
import { Loaded } from "../../kit/loaded.js";
import { Saved, useSaving } from "../../kit/saved.js";
import { leave } from "../me.js";
import { Section } from "./section.js";

export function SessionsPart() {
  return h(Loaded, { load: () => call("GET /auth/sessions"), kind: "card", draw: ({ items }, put) => {
    /** @param {any} gone */
    const drop = (gone) => put({ items: items.filter((/** @type {any} */ one) => one !== gone) });
    const others = items.filter((/** @type {any} */ one) => !one.current);
    return html`<div class="stack">
      ${h(Section, { title: t("settings.here"), children: html`<ul class="set-rows">${items.filter((/** @type {any} */ one) => one.current).map((/** @type {any} */ one) => h(Session, { key: one.id, one, drop }))}</ul>` })}
      ${h(Section, { title: t("settings.elsewhere"), text: others.length ? t("settings.elsewhere_text") : t("settings.elsewhere_none"), children: others.length > 0 && html`
        <ul class="set-rows">${others.map((/** @type {any} */ one) => h(Session, { key: one.id, one, drop }))}</ul>
        ${h(All, { count: others.length, gone: () => put({ items: items.filter((/** @type {any} */ one) => one.current) }) })}` })}
    </div>`;
  } });
}

/** @param {{one: any, drop: (one: any) => void}} props */
function Session({ one, drop }) {
  const [state, save] = useSaving();
  const end = async () => {
    if (one.current) return leave();
    if (await save(() => call("DELETE /auth/sessions/{id}", { path: { id: one.id } }))) drop(one);
  };
  return html`<li class="set-thing">
    ${h(Icon, { name: /iPhone|Android/.test(one.device) ? "smartphone" : "monitor", size: 24 })}
    <div class="set-thing-words"><strong>${device(one.device)}${one.current && html` <span class="pill good">${t("settings.this_device")}</span>`}</strong>
      <small><time datetime=${one.usedAt} title=${moment(one.usedAt)}>${t("settings.session_used", { ago: ago(one.usedAt) })}</time> · ${t("settings.session_from", { network: one.network || "?" })}</small></div>
    <button type="button" class="plain small" aria-disabled=${state.busy} aria-label=${t("settings.session_end_of", { device: device(one.device) })} onClick=${end}>${t("settings.session_end")}</button>
    ${h(Saved, { state })}
  </li>`;
}

/** @param {{count: number, gone: () => void}} props */
function All({ count, gone }) {
  const [asked, setAsked] = useState(false);
  const [state, save] = useSaving();
  const end = async () => { if (await save(() => call("DELETE /auth/sessions"))) gone(); };
  return html`<div class="row"><button type="button" class="danger" aria-disabled=${state.busy} onClick=${() => setAsked(true)}>${t("settings.sessions_end")}</button>${h(Saved, { state })}</div>
    ${asked && h(Confirm, { title: t("settings.sessions_end"), text: t("settings.sessions_sure", { count }), yes: t("settings.sessions_end"), onYes: end, onClose: () => setAsked(false) })}`;
}

/** A device in the member's words; the server says "Firefox on Linux". @param {string} label */
function device(label) {
  const [browser, system] = label.split(" on ");
  if (system) return t("settings.browser_on", { browser, system });
  return label === "An unknown device" ? t("settings.device_unknown") : label;
}
