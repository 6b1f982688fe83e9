// What is looked for, as the address says it: words, a tab, and filters beside the words.

/** @typedef {"all" | "people" | "posts" | "photos" | "comments"} Tab */
/** @typedef {{q: string, tab: Tab, from?: string, after?: string, before?: string, has?: string, sort?: string}} Asked */

const FILTERS = /** @type {const} */ (["from", "after", "before", "has", "sort"]);
export const TABS = /** @type {Tab[]} */ (["all", "people", "posts", "photos", "comments"]);

/** Read an address. @param {URLSearchParams} query @returns {Asked} */
export function asked(query) {
  const tab = query.get("tab");
  /** @type {Asked} */
  const found = { q: query.get("q")?.trim() ?? "", tab: TABS.find((one) => one === tab) ?? "all" };
  for (const name of FILTERS) if (query.get(name)) found[name] = query.get(name) ?? undefined;
  return found;
}

/** The address of what is looked for, changed so. @param {Asked} what @param {Partial<Asked>} [change] */
export function addressOf(what, change = {}) {
  const wanted = { ...what, ...change };
  const written = new URLSearchParams();
  if (wanted.q) written.set("q", wanted.q);
  if (wanted.tab !== "all") written.set("tab", wanted.tab);
  for (const name of FILTERS) if (wanted[name]) written.set(name, String(wanted[name]));
  return `/search?${written}`;
}

/** The filters that the route of a tab takes. @param {Asked} what @param {"posts" | "photos" | "comments"} kind */
export function filters({ from, after, before, has, sort }, kind) {
  return { from: from?.replace(/^@/, ""), after, before, sort: sort === "newest" ? "newest" : undefined, ...(kind === "posts" && { has }), ...(kind === "photos" && { has: "photo" }) };
}

/** Whether anything but words narrows it. @param {Asked} what */
export function narrowed(what) {
  return FILTERS.some((name) => name !== "sort" && what[name]);
}

/** Whether there is anything to look for. @param {Asked} what */
export function some(what) {
  return Boolean(what.q) || narrowed(what);
}
