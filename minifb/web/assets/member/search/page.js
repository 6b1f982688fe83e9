// Search: what is looked for stands in the address, so that a search can be kept, shared and gone back to.

import { h, html, useEffect } from "../../vendor/preact.js";
import { t } from "../../lib/i18n.js";
import { here } from "../../lib/router.js";
import { Combobox } from "../../kit/combobox.js";
import { Tabs } from "../../kit/tabs.js";
import { useTitle } from "../title.js";
import { leave } from "./found.js";
import { TABS, addressOf, asked, some } from "./query.js";
import { Overview, Results } from "./results.js";
import { Start } from "./start.js";

/** The page at /search. */
export function SearchPage() {
  const what = asked(here.value.query);
  const title = what.q ? t("search.title_for", { query: what.q }) : t("common.search");
  useTitle(title);
  useEffect(() => leave, [what.q]);
  const tabs = TABS.map((tab) => /** @type {[string, string, string]} */ ([tab, t(`search.tab_${tab}`), addressOf(what, { tab })]));
  return html`<h1 class="hidden">${title}</h1>
    <div class="search-narrow">${h(Combobox, { asked: what.q })}</div>
    ${some(what) ? html`
      ${h(Tabs, { label: t("search.kinds"), current: what.tab, tabs })}
      <div class="stack search-results">${what.tab === "all" ? h(Overview, { key: "all", asked: what }) : h(Results, { key: what.tab, kind: what.tab, asked: what })}</div>` : h(Start, {})}`;
}
