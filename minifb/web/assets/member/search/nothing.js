// Nothing was found: what may help.

import { h, html } from "../../vendor/preact.js";
import { t } from "../../lib/i18n.js";
import { refine } from "../../lib/router.js";
import { Empty } from "../../kit/states.js";
import { Tips } from "./tips.js";
import { addressOf, narrowed } from "./query.js";

/** @param {{asked: import("./query.js").Asked}} props */
export function Nothing({ asked }) {
  const clear = () => refine({ from: undefined, after: undefined, before: undefined, has: undefined });
  const action = narrowed(asked)
    ? html`<button type="button" class="primary" onClick=${clear}>${t("search.clear_filters")}</button>`
    : asked.tab === "all" ? html`<a class="primary" href="/friends">${t("search.find_friends")}</a>` : html`<a class="primary" href=${addressOf(asked, { tab: "all" })}>${t("search.everywhere")}</a>`;
  return html`${h(Empty, { icon: "search-x", text: asked.q ? t(asked.tab === "photos" ? "search.nothing_photos" : "search.nothing", { query: asked.q }) : t("search.nothing_filtered"), children: action })}
    <div class="found-help"><p>${t("search.help")}</p><details><summary class="quiet small">${t("search.tips")}</summary>${h(Tips, {})}</details></div>`;
}
