// One search: its pages, what they divide into, and which of what was found is followed.

import { signal } from "../../vendor/preact.js";
import { call, once } from "../../lib/client.js";
import { Pages } from "../../lib/store.js";

/** @typedef {import("../../lib/schema.js").FoundPost} FoundPost */
/** @typedef {import("../../lib/schema.js").FoundComment} FoundComment */
/** @typedef {import("../../lib/schema.js").FoundUser} FoundUser */
/** @typedef {"GET /search/posts" | "GET /search/comments" | "GET /search/users"} Route */

/** Searches whose results are in sight. @type {Set<Found>} */
const open = new Set();

/** A search of one kind. */
export class Found {
  /** @param {Route} route @param {any} query @param {number} [limit] */
  constructor(route, query, limit = 20) {
    this.queryId = "";
    this.followed = false;
    /** How the results divide; told with the first page. */
    this.facets = signal(/** @type {any} */ (null));
    /** Whether the index is being made, so that something may be missing. */
    this.degraded = signal(false);
    this.pages = new Pages(async (cursor, abort) => {
      const page = await call(route, { query: { ...query, cursor, limit }, signal: abort });
      if (!cursor) {
        this.queryId = page.queryId;
        open.add(this);
        this.facets.value = /** @type {any} */ (page).facets ?? null;
        this.degraded.value = page.degraded ?? false;
      }
      return /** @type {{items: any[], next?: string | null}} */ (page);
    });
  }

  /** A result was followed. @param {string} resultId @param {number} at  its place, from 0 */
  follow(resultId, at) {
    this.followed = true;
    this.tell({ event: "click", resultId, position: at + 1 });
  }

  /** @param {{event: "click" | "abandon", resultId?: string, position?: number}} what */
  tell(what) {
    if (this.queryId) call("POST /search/analytics", { body: { queryId: this.queryId, ...what }, once: once() }).catch(() => {});
  }
}

/** What was looked for is left; where nothing of it was followed, that says something about the results. */
export function leave() {
  const all = [...open];
  open.clear();
  if (all.some((one) => one.followed)) return;
  all.find((one) => one.pages.items.peek().length)?.tell({ event: "abandon" });
}
