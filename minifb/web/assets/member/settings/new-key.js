// Making an API key: for which program, what it may do, how long; shown this once.

import { h, html, useId, useState } from "../../vendor/preact.js";
import { call } from "../../lib/client.js";
import { t } from "../../lib/i18n.js";
import { Dialog } from "../../kit/dialog.js";
import { Field, Form } from "../../kit/field.js";
import { Secret } from "../../kit/secret.js";
import { withStepUp } from "../../kit/stepup.js";

/** What a key can be good for; reading stands before writing. A key never decides over the account itself. */
const SCOPES = [
  "posts.read", "posts.write", "comments.write", "reactions.write", "votes.write", "drafts.read", "drafts.write", "shelves.read", "shelves.write",
  "users.read", "users.write", "friends.write", "blocks.write", "messages.read", "messages.write", "media.read", "media.write",
  "notifications.read", "notifications.write", "search.read", "search.write", "reports.write",
];
const DAYS = [30, 90, 365];

/** What a permission lets a program do; those that only staff have keep their own name. @param {string} name */
export function scope(name) {
  return SCOPES.includes(name) ? t(`settings.scope.${name}`) : name;
}

/** @param {{close: () => void, made: (one: any) => void}} props */
export function NewKey({ close, made }) {
  const [key, setKey] = useState("");
  const [chosen, setChosen] = useState(/** @type {string[]} */ (["posts.read", "users.read"]));
  /** @param {Record<string, string>} fields */
  const send = async ({ serviceId, days }) => {
    const body = { serviceId: serviceId.trim().toLowerCase(), permissions: chosen, days: Number(days) };
    const { key: secret, ...one } = await withStepUp(() => call("POST /auth/keys", { body }));
    made(one);
    setKey(secret ?? "");
  };
  if (key) {
    const footer = html`<button type="button" class="primary" onClick=${close}>${t("common.done")}</button>`;
    return h(Dialog, { key: "shown", title: t("settings.key_made"), onClose: close, footer, children: html`<div class="stack"><p>${t("settings.key_once")}</p>${h(Secret, { label: t("settings.key"), value: key })}</div>` });
  }
  /** @param {string} name @param {boolean} on */
  const change = (name, on) => setChosen((before) => SCOPES.filter((one) => (one === name ? on : before.includes(one))));
  return h(Dialog, { key: "asked", title: t("settings.key_make"), onClose: close, children: h(Form, { onSend: send, children: (of, busy) => html`
    ${h(Field, { label: t("settings.key_for"), name: "serviceId", required: true, hint: t("settings.key_for_hint"), error: of("serviceId"), attributes: { maxlength: 64, autocapitalize: "off", spellcheck: false, pattern: "[A-Za-z0-9][A-Za-z0-9._\\-]*", autofocus: true } })}
    ${h(Scopes, { chosen, change, error: of("permissions") })}
    ${h(Days, {})}
    <button class="primary" aria-disabled=${busy || !chosen.length}>${t("settings.key_make")}</button>` }) });
}

/** @param {{chosen: string[], change: (name: string, on: boolean) => void, error?: string}} props */
function Scopes({ chosen, change, error }) {
  const id = useId();
  return html`<fieldset class="set-scopes" aria-describedby=${error && id}><legend>${t("settings.key_scopes")}</legend>
    ${SCOPES.map((name) => html`<label key=${name} class="set-tick"><input type="checkbox" checked=${chosen.includes(name)} onChange=${/** @param {any} event */ (event) => change(name, event.target.checked)} /><span>${scope(name)}</span></label>`)}
    ${error && html`<small id=${id} class="error">${error}</small>`}</fieldset>`;
}

function Days() {
  const id = useId();
  return html`<div class="field"><label for=${id}>${t("settings.key_days")}</label>
    <select id=${id} name="days">${DAYS.map((days) => html`<option key=${days} value=${days} selected=${days === 90}>${t("settings.days", { count: days })}</option>`)}</select></div>`;
}
