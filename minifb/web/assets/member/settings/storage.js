// How much of the server's room the member's pictures, films and sounds take.

import { h, html } from "../../vendor/preact.js";
import { call } from "../../lib/client.js";
import { locale, t } from "../../lib/i18n.js";
import { Loaded } from "../../kit/loaded.js";
import { me } from "../me.js";
import { Section } from "./section.js";

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"];

/** An amount as people say it: 3.4 MB. @param {number} bytes */
export function size(bytes) {
  const at = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log2(Math.max(1, bytes)) / 10)));
  return new Intl.NumberFormat(locale(), { style: "unit", unit: UNITS[at], unitDisplay: at ? "short" : "long", maximumFractionDigits: at > 1 ? 1 : 0 }).format(bytes / 1024 ** at);
}

export function StoragePart() {
  return h(Loaded, { load: () => call("GET /media/usage"), kind: "card", rows: 1, draw: (usage) => html`<div class="stack">
    ${h(Section, { title: t("settings.used_space"), children: html`
      <p class="set-big">${usage.quota ? t("settings.space_of", { used: size(usage.bytes), quota: size(usage.quota) }) : size(usage.bytes)}</p>
      ${usage.quota && html`<meter min="0" max=${usage.quota} high=${usage.quota * 0.9} value=${usage.bytes} aria-label=${t("settings.used_space")}></meter>`}
      <p class="quiet-text">${t("settings.space_text", { count: usage.files })}</p>
      ${usage.kinds.length > 0 && html`<dl class="set-facts">${usage.kinds.map((/** @type {any} */ one) => html`<div key=${one.kind}><dt>${t(`settings.media.${one.kind}`)}</dt><dd class="count">${t("settings.files", { count: one.files })} · ${size(one.bytes)}</dd></div>`)}</dl>`}
      ${usage.dayQuota && html`<p class="quiet-text">${t("settings.space_today", { used: size(usage.today), quota: size(usage.dayQuota) })}</p>`}` })}
    <p class="quiet-text">${t("settings.space_more")} <a href=${`/@${me.value.username}/photos`}>${t("settings.my_photos")}</a></p>
  </div>` });
}
