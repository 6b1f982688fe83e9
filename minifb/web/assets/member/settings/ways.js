// Each kind of notification and the ways it may come: a table of check boxes.

import { h, html, useState } from "../../vendor/preact.js";
import { call } from "../../lib/client.js";
import { t } from "../../lib/i18n.js";
import { Icon } from "../../kit/icon.js";
import { Saved, useSaving } from "../../kit/saved.js";

const WAYS = /** @type {const} */ (["inApp", "email", "push"]);
const ICONS = { inApp: "bell", email: "mail", push: "smartphone" };
/** What is told in the app alone: a stranger cannot ring or write to anybody. */
const IN_APP_ALONE = ["message.request"];

/** @typedef {{inApp: boolean, email: boolean, push: boolean}} Chosen */

/** @param {{kinds: Record<string, Chosen>}} props */
export function Ways({ kinds }) {
  return html`<table class="set-ways">
    <caption class="hidden">${t("settings.ways")}</caption>
    <thead><tr><th scope="col">${t("settings.ways_kind")}</th>
      ${WAYS.map((way) => html`<th key=${way} scope="col">${h(Icon, { name: ICONS[way], size: 16 })}<span>${t(`settings.way.${way}`)}</span></th>`)}</tr></thead>
    <tbody>${Object.entries(kinds).map(([kind, chosen]) => h(Kind, { key: kind, kind, chosen }))}</tbody>
  </table>`;
}

/** @param {{kind: string, chosen: Chosen}} props */
function Kind({ kind, chosen }) {
  const [shown, setShown] = useState(chosen);
  const [state, save] = useSaving();
  /** @param {"inApp" | "email" | "push"} way @param {boolean} on */
  const change = async (way, on) => {
    setShown((before) => ({ ...before, [way]: on }));
    if (!(await save(() => call("PUT /notifications/preferences", { body: { kinds: { [kind]: { [way]: on } } } })))) setShown((before) => ({ ...before, [way]: !on }));
  };
  const name = t(`settings.kind.${kind}`);
  return html`<tr><th scope="row"><span>${name}</span>${h(Saved, { state })}</th>
    ${WAYS.map((way) => html`<td key=${way}>${way !== "inApp" && IN_APP_ALONE.includes(kind)
      ? html`<span aria-hidden="true">–</span><span class="hidden">${t("settings.in_app_alone")}</span>`
      : html`<label><input type="checkbox" checked=${shown[way]} onChange=${/** @param {any} event */ (event) => change(way, event.target.checked)} /><span class="hidden">${t("settings.way_of", { kind: name, way: t(`settings.way.${way}`) })}</span></label>`}</td>`)}
  </tr>`;
}
