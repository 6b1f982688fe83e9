// Quiet hours: from when to when, on which nights, and where the member lives.

import { h, html, useId, useState } from "../../vendor/preact.js";
import { call } from "../../lib/client.js";
import { locale, t } from "../../lib/i18n.js";
import { Switch } from "../../kit/field.js";
import { Saved, useSaving } from "../../kit/saved.js";
import { Pass } from "./pass.js";

const WEEK = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const NIGHT = { from: "22:00", to: "07:00", days: WEEK, people: [] };

/** @param {{wishes: any, put: (wishes: any) => void}} props */
export function Quiet({ wishes, put }) {
  const id = useId();
  const [state, save] = useSaving();
  const [quiet, setQuiet] = useState(wishes.quietHours);
  /** @param {Record<string, any>} part */
  const keep = async (part) => {
    if ("quietHours" in part) setQuiet(part.quietHours);
    else if (quiet) setQuiet({ ...quiet, ...part });
    const agreed = await save(async () => put({ ...wishes, ...(await call("PUT /notifications/preferences", { body: part })) }));
    if (!agreed) setQuiet(wishes.quietHours);
  };
  /** @param {Record<string, any>} change */
  const change = (change) => keep({ quietHours: { ...quiet, ...change } });
  /** @param {string} day */
  const toggle = (day) => {
    const days = quiet.days.includes(day) ? quiet.days.filter((/** @type {string} */ one) => one !== day) : WEEK.filter((one) => one === day || quiet.days.includes(one));
    if (days.length) change({ days });
  };
  const mine = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return html`<div class="stack">
    ${h(Switch, { label: t("settings.quiet_on"), checked: !!quiet, onChange: (on) => keep(on ? { quietHours: { ...NIGHT, zone: known(wishes.zone) ? wishes.zone : mine } } : { quietHours: null }) })}
    ${quiet && html`<div class="row set-quiet-times">
      <div class="field"><label for=${`${id}-from`}>${t("settings.quiet_from")}</label><input id=${`${id}-from`} type="time" required value=${quiet.from} onChange=${/** @param {any} event */ (event) => event.target.value && change({ from: event.target.value })} /></div>
      <div class="field"><label for=${`${id}-to`}>${t("settings.quiet_to")}</label><input id=${`${id}-to`} type="time" required value=${quiet.to} onChange=${/** @param {any} event */ (event) => event.target.value && change({ to: event.target.value })} /></div>
    </div>
    <div class="set-days" role="group" aria-label=${t("settings.quiet_days")}>
      ${WEEK.map((day, at) => html`<button key=${day} type="button" aria-pressed=${quiet.days.includes(day)} onClick=${() => toggle(day)}><span aria-hidden="true">${weekday(at, "short")}</span><span class="hidden">${weekday(at, "long")}</span></button>`)}
    </div>
    ${h(Pass, { ids: quiet.people, onChange: (people) => change({ people }) })}`}
    <div class="field"><label for=${`${id}-zone`}>${t("settings.zone")}</label>
      <select id=${`${id}-zone`} aria-describedby=${`${id}-zone-hint`} value=${wishes.zone} onChange=${/** @param {any} event */ (event) => keep({ zone: event.target.value })}>
        ${[...new Set([wishes.zone, mine, ...Intl.supportedValuesOf("timeZone")])].map((zone) => html`<option key=${zone} value=${zone} selected=${zone === wishes.zone}>${zone.replaceAll("_", " ")}</option>`)}
      </select>
      <small id=${`${id}-zone-hint`}>${t("settings.zone_hint")}
        ${mine !== wishes.zone && html` <button type="button" class="link" onClick=${() => keep({ zone: mine })}>${t("settings.zone_mine", { zone: mine.replaceAll("_", " ") })}</button>`}</small></div>
    ${h(Saved, { state })}
  </div>`;
}

/** Whether a member said where they live: who did not is given the server's own. @param {string} zone */
function known(zone) {
  return zone !== "UTC";
}

/** The name of a day; 1 January 2024 was a Monday. @param {number} at @param {"short" | "long"} form */
function weekday(at, form) {
  return new Intl.DateTimeFormat(locale(), { weekday: form }).format(new Date(2024, 0, 1 + at));
}
