// How the member's feed is ordered, on all their devices.

import { h, html, useId, useState } from "../../vendor/preact.js";
import { call } from "../../lib/client.js";
import { t } from "../../lib/i18n.js";
import { Loaded } from "../../kit/loaded.js";
import { Saved, useSaving } from "../../kit/saved.js";
import { Choice } from "./choice.js";
import { Section } from "./section.js";

export function FeedPart() {
  return h(Section, { title: t("settings.order"), text: t("settings.order_text"), children: h(Loaded, { load: () => call("GET /posts/feed/preferences"), rows: 2, draw: (wishes, put) => html`
    ${h(Choice, { label: t("settings.mode"), value: wishes.mode, options: [["ranked", t("settings.mode.ranked")], ["latest", t("settings.mode.latest")]], example: (chosen) => t(`settings.mode.${chosen}_text`),
      onSave: async (mode) => put(await call("PUT /posts/feed/preferences", { body: { mode: /** @type {any} */ (mode) } })) })}
    ${wishes.mode === "ranked" && h(Balance, { value: wishes.balance })}` }) });
}

/** @param {{value: number}} props */
function Balance({ value }) {
  const id = useId();
  const [shown, setShown] = useState(value);
  const [state, save] = useSaving();
  const keep = () => save(() => call("PUT /posts/feed/preferences", { body: { balance: shown } }));
  const word = shown < 34 ? "fresh" : shown > 66 ? "close" : "even";
  return html`<div class="field"><div class="set-label"><label for=${id}>${t("settings.balance")}</label>${h(Saved, { state })}</div>
    <input id=${id} type="range" min="0" max="100" step="10" value=${shown} aria-valuetext=${t(`settings.balance_${word}`)} aria-describedby=${`${id}-told`}
      onInput=${/** @param {any} event */ (event) => setShown(Number(event.target.value))} onChange=${keep} />
    <div class="set-ends" aria-hidden="true"><small>${t("settings.balance_left")}</small><small>${t("settings.balance_right")}</small></div>
    <small id=${`${id}-told`}>${t(`settings.balance_${word}`)}</small></div>`;
}
