// The settings: a list of pages, and the one that is open beside it; on phones one after the other.

import { h, html, useEffect, useState } from "../../vendor/preact.js";
import { t } from "../../lib/i18n.js";
import { Icon } from "../../kit/icon.js";
import { Skeleton } from "../../kit/states.js";
import { useTitle } from "../title.js";
import { Missing } from "../missing.js";
import { leave } from "../me.js";
import { FactorDue, learnMine, mine, runs } from "./mine.js";
import { GROUPS } from "./places.js";

const WIDE = matchMedia("(width >= 56rem)");

/** @param {{params: Record<string, string>}} props */
export function SettingsPage({ params }) {
  const wide = useWide();
  const asked = params.tab ?? (wide ? "account" : "");
  const place = GROUPS.flat().find((one) => one.key === asked);
  useEffect(() => { learnMine(); }, []);
  if (place?.runs && !mine.value) return h(Skeleton, {});
  if (asked && (!place || (place.runs && !runs()))) return h(Missing, {});
  return html`<div class="settings">
    ${(wide || !place) && h(Places, { current: asked, heading: !place })}
    ${place && html`<div class="settings-page">${h(Opened, { key: asked, place, wide })}</div>`}
  </div>`;
}

/** Whether the list has room beside a page. */
function useWide() {
  const [wide, setWide] = useState(WIDE.matches);
  useEffect(() => {
    const look = () => setWide(WIDE.matches);
    WIDE.addEventListener("change", look);
    return () => WIDE.removeEventListener("change", look);
  }, []);
  return wide;
}

/** @param {{current: string, heading: boolean}} props  `heading`: the list is the page */
function Places({ current, heading }) {
  return html`<nav class="settings-list" aria-label=${t("shell.settings")}>
    ${heading ? h(Heading, { text: t("shell.settings") }) : html`<p class="settings-title">${t("shell.settings")}</p>`}
    ${heading && h(FactorDue, {})}
    ${GROUPS.map((group, at) => html`<ul key=${at} class="card">
      ${group.filter((place) => !place.runs || runs()).map(({ key, icon }) => html`<li key=${key}><a class="place" href=${`/settings/${key}`} aria-current=${key === current ? "page" : undefined}>
        ${h(Icon, { name: icon })}<span>${t(`settings.${key}`)}</span>${h(Icon, { name: "chevron-right", size: 16 })}</a></li>`)}
    </ul>`)}
    <button type="button" class="plain" onClick=${() => leave()}>${h(Icon, { name: "log-out" })}${t("shell.sign_out")}</button>
  </nav>`;
}

/** @param {{text: string}} props */
function Heading({ text }) {
  useTitle(text);
  return html`<h1>${text}</h1>`;
}

/** @param {{place: import("./places.js").Place, wide: boolean}} props */
function Opened({ place, wide }) {
  return html`<header class="settings-head">
      ${!wide && html`<a class="icon-button" href="/settings" aria-label=${t("common.back")}>${h(Icon, { name: "arrow-left" })}</a>`}
      ${h(Heading, { text: t(`settings.${place.key}`) })}
    </header>
    ${h(FactorDue, {})}
    ${h(place.part, {})}`;
}
