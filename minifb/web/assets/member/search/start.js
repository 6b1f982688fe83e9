// Before anything is typed: what one looked for lately, what is talked about, and what a search understands.

import { h, html, useEffect, useSignal } from "../../vendor/preact.js";
import { call } from "../../lib/client.js";
import { said, t } from "../../lib/i18n.js";
import { toast } from "../../kit/toast.js";
import { Icon } from "../../kit/icon.js";
import { Tips } from "./tips.js";
import { Trending } from "./trending.js";

/** What stands on the page without a query. */
export function Start() {
  return html`<div class="stack">${h(Recent, {})}${h(Trending, {})}<section class="card"><h2>${t("search.tips")}</h2>${h(Tips, {})}</section></div>`;
}

function Recent() {
  const recent = useSignal(/** @type {import("../../lib/schema.js").RecentSearch[]} */ ([]));
  useEffect(() => { call("GET /search/recent", { query: { limit: 10 } }).then(({ items }) => { recent.value = items; }, () => {}); }, []);
  /** @param {(one: any) => boolean} gone @param {() => Promise<any>} request */
  const forget = async (gone, request) => {
    const before = recent.value;
    recent.value = before.filter((one) => !gone(one));
    await request().catch((problem) => {
      recent.value = before;
      toast(said(problem), { bad: true });
    });
  };
  if (!recent.value.length) return null;
  return html`<section class="card">
    <header class="found-part"><h2>${t("search.recent")}</h2>
      <button type="button" class="quiet small" onClick=${() => forget(() => true, () => call("DELETE /search/recent"))}>${t("search.forget_all")}</button></header>
    <ul class="recent">${recent.value.map((one) => html`<li key=${one.id}>
      <a href=${`/search?q=${encodeURIComponent(one.query)}`}>${h(Icon, { name: "clock", size: 18 })}<bdi>${one.query}</bdi></a>
      <button type="button" class="icon-button" aria-label=${t("search.forget", { query: one.query })} onClick=${() => forget(({ id }) => id === one.id, () => call("DELETE /search/recent/{id}", { path: { id: one.id } }))}>${h(Icon, { name: "x", size: 18 })}</button>
    </li>`)}</ul>
  </section>`;
}
