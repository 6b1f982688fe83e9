// What narrows a search, beside its words: what a post has, who said it, when. All of it stands in the address.

import { h, html, useId, useSignal } from "../../vendor/preact.js";
import { name, number, t } from "../../lib/i18n.js";
import { refine } from "../../lib/router.js";
import { Avatar } from "../../kit/avatar.js";
import { Segmented } from "../../kit/field.js";
import { Icon } from "../../kit/icon.js";
import { me } from "../me.js";

const HAS = ["photo", "video", "audio", "link", "poll"];

/** @param {{asked: import("./query.js").Asked, kind: "posts" | "photos" | "comments", facets: import("../../lib/schema.js").Facets | null}} props */
export function Filters({ asked, kind, facets }) {
  const set = [asked.from, asked.after || asked.before, kind === "posts" && asked.has].filter(Boolean).length;
  const open = useSignal(set > 0);
  const id = useId();
  const clear = () => refine({ from: undefined, after: undefined, before: undefined, has: undefined });
  return html`<div class="filters">
      <button type="button" class="plain small" aria-expanded=${open.value} aria-controls=${id} onClick=${() => { open.value = !open.value; }}>${h(Icon, { name: "sliders-horizontal", size: 16 })}${t("search.filters")}${set > 0 && html`<span class="pill">${number(set)}</span>`}</button>
      ${h(Segmented, { label: t("search.sort"), value: asked.sort ?? "relevance", options: [["relevance", t("search.best")], ["newest", t("search.newest")]], onChange: (value) => refine({ sort: value === "newest" ? value : undefined }) })}
    </div>
    <div id=${id} class="card filter-parts" hidden=${!open.value}>
      ${kind === "posts" && html`<fieldset><legend>${t("search.has")}</legend><div class="row">
        ${HAS.map((one) => h(Chip, { key: one, text: t(`search.has_${one}`), count: facets?.has[one], on: asked.has === one, pick: (on) => refine({ has: on ? one : undefined }) }))}</div></fieldset>`}
      ${h(From, { from: asked.from, facets })}
      ${h(When, { asked, facets })}
      ${set > 0 && html`<button type="button" class="quiet small" onClick=${clear}>${t("search.clear_filters")}</button>`}
    </div>`;
}

/** @param {{from?: string, facets: import("../../lib/schema.js").Facets | null}} props */
function From({ from, facets }) {
  const handle = from?.replace(/^@/, "");
  const people = (facets?.people ?? []).filter(({ user }) => user.id !== me.value.id).slice(0, 6);
  const other = handle && handle !== "me" && !people.some(({ user }) => user.username === handle);
  /** @param {string} who */
  const pick = (who) => (/** @type {boolean} */ on) => refine({ from: on ? who : undefined });
  return html`<fieldset><legend>${t("search.from")}</legend><div class="row">
    ${h(Chip, { text: t("search.from_me"), on: handle === "me", pick: pick("me") })}
    ${other && h(Chip, { text: `@${handle}`, on: true, pick: pick(/** @type {string} */ (handle)) })}
    ${people.map(({ user, count }) => h(Chip, { key: user.id, text: name(user), person: user, count, on: handle === user.username, pick: pick(user.username) }))}
  </div></fieldset>`;
}

/** @param {{asked: import("./query.js").Asked, facets: import("../../lib/schema.js").Facets | null}} props */
function When({ asked: { after, before }, facets }) {
  const years = Object.entries(facets?.years ?? {}).sort(([one], [other]) => Number(other) - Number(one)).slice(0, 6);
  /** @param {string} year @returns {[string, string]} */
  const bounds = (year) => [`${year}-01-01`, `${Number(year) + 1}-01-01`];
  return html`<fieldset><legend>${t("search.when")}</legend>
    <div class="row">${years.map(([year, count]) => {
      const [from, until] = bounds(year);
      return h(Chip, { key: year, text: year, count, on: after === from && before === until, pick: (on) => refine(on ? { after: from, before: until } : { after: undefined, before: undefined }) });
    })}</div>
    <div class="filter-days">
      <label>${t("search.after")}<input type="date" value=${after ?? ""} max=${before} onChange=${/** @param {any} event */ (event) => refine({ after: event.target.value })} /></label>
      <label>${t("search.before")}<input type="date" value=${before ?? ""} min=${after} onChange=${/** @param {any} event */ (event) => refine({ before: event.target.value })} /></label>
    </div></fieldset>`;
}

/** @param {{text: string, on: boolean, pick: (on: boolean) => void, count?: number, person?: any}} props */
function Chip({ text, on, pick, count, person }) {
  return html`<button type="button" class="chip" aria-pressed=${on} onClick=${() => pick(!on)}>
    ${person && h(Avatar, { person, size: 20 })}<bdi>${text}</bdi>${count !== undefined && html`<small class="count">${number(count)}</small>`}</button>`;
}
