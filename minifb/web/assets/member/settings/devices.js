// The devices that ring: their list, and taking one off.

import { h, html } from "../../vendor/preact.js";
import { call } from "../../lib/client.js";
import { t } from "../../lib/i18n.js";
import { ago } from "../../lib/time.js";
import { Icon } from "../../kit/icon.js";
import { Loaded } from "../../kit/loaded.js";
import { Saved, useSaving } from "../../kit/saved.js";
import { push } from "../push.js";

export function Devices() {
  return h(Loaded, {
    // Turning this device on or off changes the list: it is fetched anew.
    key: push.value,
    load: () => call("GET /notifications/push/subscriptions"), rows: 1,
    draw: ({ items }, put) => items.length ? html`<h3>${t("settings.devices")}</h3><ul class="set-rows">${items.map((/** @type {any} */ one) => h(Device, { key: one.id, one, gone: () => put({ items: items.filter((/** @type {any} */ other) => other !== one) }) }))}</ul>` : null,
  });
}

/** @param {{one: any, gone: () => void}} props */
function Device({ one, gone }) {
  const [state, save] = useSaving();
  const drop = async () => { if (await save(() => call("DELETE /notifications/push/subscriptions/{id}", { path: { id: one.id } }))) gone(); };
  return html`<li class="set-thing">${h(Icon, { name: "smartphone" })}
    <div class="set-thing-words"><strong>${one.device || t("settings.device_unknown")}</strong><small>${one.current ? t("settings.this_device") : t("settings.device_used", { ago: ago(one.usedAt ?? one.createdAt) })}</small></div>
    ${!one.current && html`<button type="button" class="plain small" aria-disabled=${state.busy} onClick=${drop}>${t("settings.remove")}</button>`}${h(Saved, { state })}</li>`;
}
