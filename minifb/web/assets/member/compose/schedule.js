// When a post is published by itself.

import { h, html, useEffect, useRef } from "../../vendor/preact.js";
import { t } from "../../lib/i18n.js";
import { moment } from "../../lib/time.js";
import { Icon } from "../../kit/icon.js";

const YEAR = 365 * 86_400_000;

/** As a field for a local time takes it. @param {Date} time */
function local(time) {
  return new Date(time.getTime() - time.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** Some day at nine in the morning. @param {number} days  from today */
export function morning(days) {
  const time = new Date();
  time.setDate(time.getDate() + days);
  time.setHours(9, 0, 0, 0);
  return time.toISOString();
}

/** @param {{at: string, onChange: (at: string | null) => void}} props */
export function Schedule({ at, onChange }) {
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => box.current?.scrollIntoView({ block: "nearest" }), []);
  const past = Date.parse(at) <= Date.now();
  const monday = ((8 - new Date().getDay()) % 7) || 7;
  const hour = new Date(Date.now() + 3_600_000).toISOString();
  return html`<fieldset ref=${box} class="panel schedule">
    <legend class="panel-head"><span>${t("compose.schedule")}</span></legend>
    <button type="button" class="icon-button panel-close" aria-label=${t("compose.schedule_drop")} title=${t("compose.schedule_drop")} onClick=${() => onChange(null)}>${h(Icon, { name: "x" })}</button>
    <input type="datetime-local" value=${local(new Date(at))} min=${local(new Date())} max=${local(new Date(Date.now() + YEAR))} required aria-label=${t("compose.schedule_at")}
      aria-invalid=${past ? "true" : undefined} onInput=${/** @param {any} event */ (event) => { if (event.target.value) onChange(new Date(event.target.value).toISOString()); }} />
    <div class="row">
      <button type="button" class="plain small" onClick=${() => onChange(hour)}>${t("compose.in_an_hour")}</button>
      <button type="button" class="plain small" onClick=${() => onChange(morning(1))}>${t("compose.tomorrow")}</button>
      ${monday > 1 && html`<button type="button" class="plain small" onClick=${() => onChange(morning(monday))}>${t("compose.monday")}</button>`}
    </div>
    <p class=${past ? "error" : "compose-note"} role="status">${past ? t("compose.past") : t("compose.will", { time: moment(at) })}</p>
  </fieldset>`;
}
