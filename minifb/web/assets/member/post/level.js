// One level of a thread: what stands under the post, or under one comment. Pages of it, and what came since.

import { computed, signal } from "../../vendor/preact.js";
import { call } from "../../lib/client.js";
import { Pages } from "../../lib/store.js";

/** @typedef {import("./thread.js").Thread} Thread */
/** @typedef {import("./thread.js").Held} Held */

/** So many replies under one comment are shown without being asked for, if so many comments at most have any. */
const FEW = { replies: 5, parents: 4 };

export class Level {
  /** @param {Thread} thread @param {string | null} parentId  null: under the post itself @param {number} depth */
  constructor(thread, parentId, depth) {
    this.thread = thread;
    this.parentId = parentId;
    this.depth = depth;
    this.open = signal(depth === 0);
    /** @type {Pages<Held>} */
    this.pages = new Pages((cursor, stop) => this.#load(cursor, stop));
    /** What was written since the pages were fetched, here or elsewhere, the oldest first. */
    this.added = signal(/** @type {Held[]} */ ([]));
    /** What the pages hold beside that. */
    this.rows = computed(() => this.pages.items.value.filter((one) => !this.added.value.includes(one)));
    this.count = computed(() => this.rows.value.length + this.added.value.length);
  }

  /** Show it, fetched if it was not. */
  show() {
    this.open.value = true;
    return this.pages.start();
  }

  /** Fetch it anew in another order. */
  again() {
    this.pages.items.value = [];
    this.pages.ended.value = false;
    this.added.value = this.added.value.filter((one) => one.value.state);
    return this.pages.refresh();
  }

  /** @param {Held} one */
  add(one) {
    if (this.added.value.includes(one) || this.pages.items.value.includes(one)) return;
    this.added.value = [...this.added.value, one];
  }

  /** One that was written here got its id; a page may have brought it in the meantime. @param {Held} one */
  settle(one) {
    this.pages.items.value = this.pages.items.value.filter((other) => other === one || other.value.id !== one.value.id);
    this.added.value = this.added.value.filter((other) => other === one || other.value.id !== one.value.id);
  }

  /** @param {Held} one */
  drop(one) {
    this.added.value = this.added.value.filter((other) => other !== one);
    this.pages.items.value = this.pages.items.value.filter((other) => other !== one);
  }

  /**
   * Take what the server has newest here: new ones are added, those that are gone go.
   *
   * @returns {Promise<Held[]>} the new ones, the oldest first
   */
  async look() {
    const query = { parentId: this.parentId ?? undefined, sort: /** @type {const} */ ("newest"), limit: 20 };
    const before = new Map([...this.thread.comments.held].map(([id, held]) => [id, held.peek()]));
    const page = await call("GET /posts/{id}/comments", { path: { id: this.thread.postId }, query });
    const known = new Set([...this.pages.items.value, ...this.added.value].map((one) => one.value.id));
    const fresh = page.items.filter((one) => !known.has(one.id)).reverse();
    const told = new Set(page.items.map((one) => one.id));
    const since = page.next ? Date.parse(page.items[page.items.length - 1].createdAt) : 0;
    for (const one of [...this.pages.items.value, ...this.added.value]) {
      if (!one.value.state && !told.has(one.value.id) && Date.parse(one.value.createdAt) > since) this.drop(one);
    }
    for (const one of page.items) if (known.has(one.id)) this.#renew(one, before.get(one.id));
    const reach = this.#reach();
    const mine = fresh.filter((one) => this.pages.ended.value || Date.parse(one.createdAt) > reach);
    const held = mine.map((one) => this.thread.comments.put(one));
    for (const one of held) this.add(one);
    return held;
  }

  /** Take what one became, unless the reader did something with it meanwhile. @param {any} one @param {any} before */
  #renew(one, before) {
    const now = this.thread.comments.get(one.id)?.peek();
    if (now === before && JSON.stringify({ ...now, ...one }) !== JSON.stringify(now)) this.thread.comments.put(one);
  }

  /** Until when what is here is known: later pages bring what is older by themselves. */
  #reach() {
    return Math.max(0, ...[...this.pages.items.value, ...this.added.value].map((one) => Date.parse(one.value.createdAt)));
  }

  /** @param {string | undefined} cursor @param {AbortSignal} stop */
  async #load(cursor, stop) {
    const sort = this.parentId ? /** @type {const} */ ("oldest") : this.thread.sort.peek();
    const query = { parentId: this.parentId ?? undefined, sort, limit: 20, cursor };
    const page = await call("GET /posts/{id}/comments", { path: { id: this.thread.postId }, query, signal: stop });
    const held = page.items.map((one) => this.thread.comments.put(one));
    if (this.depth < 2) await this.#unfold(page.items);
    return { items: held, next: page.next };
  }

  /** Where few replied, their replies come along, so that nothing moves later. @param {{id: string, counts: {replies?: number}}[]} comments */
  async #unfold(comments) {
    const parents = comments.filter((one) => one.counts.replies);
    if (parents.length > FEW.parents) return;
    const few = parents.filter((one) => (one.counts.replies ?? 0) <= FEW.replies);
    await Promise.all(few.map((one) => this.thread.level(one.id, this.depth + 1).show()));
  }
}
