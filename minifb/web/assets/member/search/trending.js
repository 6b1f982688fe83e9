// What many people talk about these days.

import { h, html, useEffect, useSignal } from "../../vendor/preact.js";
import { call } from "../../lib/client.js";
import { t } from "../../lib/i18n.js";
import { Icon } from "../../kit/icon.js";

const ARROWS = { rising: "trending-up", falling: "trending-down", steady: "minus" };

/** Nothing is shown where nothing trends. */
export function Trending() {
  const tags = useSignal(/** @type {import("../../lib/schema.js").TrendingTag[]} */ ([]));
  useEffect(() => { call("GET /search/trending", { query: { window: "week", limit: 8 } }).then(({ items }) => { tags.value = items; }, () => {}); }, []);
  if (!tags.value.length) return null;
  return html`<section class="card" aria-labelledby="trending"><h2 id="trending">${t("search.trending")}</h2>
    <ul class="trending">${tags.value.map(({ tag, people, trend }) => html`<li key=${tag}><a href=${`/search?q=${encodeURIComponent(`#${tag}`)}&tab=posts`}>
      <span class="suggestion-icon">${h(Icon, { name: ARROWS[trend], size: 18 })}<span class="hidden">${t(`search.${trend}`)}</span></span>
      <span class="person-words"><strong><bdi>#${tag}</bdi></strong><small>${t("search.talk", { count: people })}</small></span></a></li>`)}</ul>
  </section>`;
}
