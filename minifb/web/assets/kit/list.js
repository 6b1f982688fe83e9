// A list by pages: skeleton, rows, more as the reader nears the end, and what to say when there is nothing.

import { h, html, useEffect, useRef } from "../vendor/preact.js";
import { t } from "../lib/i18n.js";
import { Failed, Skeleton } from "./states.js";
import { divided, Stretch } from "./stretch.js";

/**
 * @param {{pages: import("../lib/store.js").Pages<any>, row: (item: any, at: number) => any, empty: any, kind?: "post" | "row" | "card", end?: any, className?: string}} props
 *   `row` draws one (give it a key); `empty` stands where there is none; `end` below the last
 */
export function List({ pages, row, empty, kind = "row", end = null, className = "list" }) {
  const homes = useRef(/** @type {WeakMap<object, number>} */ (new WeakMap()));
  const tail = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => { pages.start(); }, [pages]);
  useEffect(() => {
    if (!tail.current) return undefined;
    const watch = new IntersectionObserver((seen) => { if (seen.some((one) => one.isIntersecting)) pages.more(); }, { rootMargin: "1200px" });
    watch.observe(tail.current);
    return () => watch.disconnect();
  }, [pages, pages.items.value.length, pages.ended.value]);
  const items = pages.items.value;
  const state = pages.state.value;
  if (!items.length && state === "failed") return h(Failed, { problem: pages.problem.value, retry: () => pages.refresh() });
  if (!items.length && state !== "ready") return h(Skeleton, { kind });
  if (!items.length && pages.ended.value) return empty;
  return html`<div class=${className}>
    ${kind === "post" ? divided(items, homes.current).map(({ number, first, rows }) => h(Stretch, { key: number, first, rows, row, total: items.length })) : items.map(row)}
    ${state === "failed" && h(Failed, { problem: pages.problem.value, retry: () => pages.more() })}
    ${pages.ended.value ? end : html`<div ref=${tail} class="more">
      <button type="button" class="plain" aria-disabled=${state === "loading"} onClick=${() => pages.more()}>${t("common.more")}</button></div>`}
  </div>`;
}
