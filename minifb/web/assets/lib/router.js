// Addresses and pages: real links, the History API, and a place kept for each entry, so that Back is where one was.

import { signal } from "../vendor/preact.js";

/** Where we are; a page reads it and is drawn anew when it changes. */
export const here = signal({ path: location.pathname, query: new URLSearchParams(location.search), key: keyOf(history.state) });

/** What a page keeps for its entry in the history: its lists, its place. @type {Map<string, Record<string, any>>} */
const kept = new Map();

/** @param {any} state */
function keyOf(state) {
  return state?.key ?? "first";
}

/** Go to an address of ours. @param {string} to @param {{replace?: boolean}} [how] */
export function go(to, { replace = false } = {}) {
  const target = new URL(to, location.href);
  if (target.origin !== location.origin) return location.assign(target);
  leave();
  const key = crypto.randomUUID();
  history[replace ? "replaceState" : "pushState"]({ key }, "", target);
  arrive(key);
  scrollTo(0, 0);
}

/**
 * Keep something for this entry of the history: made once, found again on Back.
 *
 * @template T
 * @param {string} name
 * @param {() => T} make
 * @returns {T}
 */
export function keep(name, make) {
  const mine = kept.get(here.value.key) ?? {};
  kept.set(here.value.key, mine);
  mine[name] ??= make();
  return mine[name];
}

/** Change the query of this entry without a new one, as a filter does. @param {Record<string, string | undefined>} query */
export function refine(query) {
  const target = new URL(location.href);
  for (const [name, value] of Object.entries(query)) {
    if (value) target.searchParams.set(name, value);
    else target.searchParams.delete(name);
  }
  history.replaceState(history.state, "", target);
  here.value = { ...here.value, query: target.searchParams };
}

/** Note the card at the top of the page, not the pixel: cards above may have another height when we come back. */
function leave() {
  const bar = 64;
  const cards = [...document.querySelectorAll("[data-anchor]")];
  const card = cards.find((one) => one.getBoundingClientRect().bottom > bar);
  const mine = kept.get(here.value.key) ?? {};
  kept.set(here.value.key, mine);
  mine.place = card && scrollY > 0 ? { id: /** @type {HTMLElement} */ (card).dataset.anchor, top: card.getBoundingClientRect().top } : null;
}

/** Scroll to where this entry was left; a page calls it when its list is drawn. */
export function settle() {
  const place = kept.get(here.value.key)?.place;
  if (!place) return;
  const card = document.querySelector(`[data-anchor="${CSS.escape(place.id)}"]`);
  if (card) scrollBy(0, card.getBoundingClientRect().top - place.top);
}

/** @param {string} key */
function arrive(key) {
  here.value = { path: location.pathname, query: new URLSearchParams(location.search), key };
  while (kept.size > 30) kept.delete(/** @type {string} */ (kept.keys().next().value));
}

/** Follow links of ours without loading the page anew. */
export function listen() {
  history.scrollRestoration = "manual";
  addEventListener("popstate", (event) => { leave(); arrive(keyOf(event.state)); });
  document.addEventListener("click", (event) => {
    const link = /** @type {HTMLElement} */ (event.target).closest?.("a[href]");
    if (!(link instanceof HTMLAnchorElement) || event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    if (link.target || link.hasAttribute("download") || link.origin !== location.origin || "outside" in link.dataset) return;
    if (link.hash && link.pathname === location.pathname) return;
    event.preventDefault();
    go(link.href);
  });
}

/**
 * Find the first pattern that fits: `/p/:id` gives `{id}`.
 *
 * @template T
 * @param {[string, T][]} routes
 * @param {string} path
 * @returns {{found: T, params: Record<string, string>} | null}
 */
export function match(routes, path) {
  for (const [pattern, found] of routes) {
    const names = /** @type {string[]} */ ([]);
    const shape = pattern.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/:(\w+)/g, (_, one) => (names.push(one), "([^/]+)"));
    const fits = new RegExp(`^${shape}/?$`).exec(path);
    if (fits) return { found, params: Object.fromEntries(names.map((one, at) => [one, decodeURIComponent(fits[at + 1])])) };
  }
  return null;
}
