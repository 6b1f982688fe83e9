// State that outlives a component: things by id, and lists by page.

import { signal } from "../vendor/preact.js";

/**
 * Things by id, each a signal of its own, so that a change redraws what shows that thing and nothing else.
 *
 * @template {{id: string}} T
 */
export class Shelf {
  constructor() {
    /** @type {Map<string, import("../vendor/preact.js").Signal<T>>} */
    this.held = new Map();
  }

  /** Take a thing as the server told it. @param {T} thing */
  put(thing) {
    const held = this.held.get(thing.id);
    if (held) held.value = { ...held.value, ...thing };
    else this.held.set(thing.id, signal(thing));
    return /** @type {import("../vendor/preact.js").Signal<T>} */ (this.held.get(thing.id));
  }

  /** @param {string} id */
  get(id) {
    return this.held.get(id);
  }

  /** Change what is held, if it is held. @param {string} id @param {Partial<T> | ((thing: T) => T)} change */
  change(id, change) {
    const held = this.held.get(id);
    if (held) held.value = typeof change === "function" ? change(held.value) : { ...held.value, ...change };
  }
}

/**
 * A list that is fetched page by page.
 *
 * @template T
 */
export class Pages {
  /** @param {(cursor: string | undefined, signal: AbortSignal) => Promise<{items: T[], next?: string | null}>} load */
  constructor(load) {
    this.load = load;
    /** @type {import("../vendor/preact.js").Signal<T[]>} */
    this.items = signal(/** @type {T[]} */ ([]));
    this.state = signal(/** @type {"new" | "loading" | "ready" | "failed"} */ ("new"));
    /** @type {import("../vendor/preact.js").Signal<import("./http.js").Problem | null>} */
    this.problem = signal(null);
    this.ended = signal(false);
    /** @type {string | undefined} */
    this.next = undefined;
    this.asked = new AbortController();
  }

  /** Fetch the first page anew; what is there stays until the answer is. */
  async refresh() {
    this.asked.abort();
    this.asked = new AbortController();
    this.state.value = "loading";
    await this.#fetch(undefined, (items) => items);
  }

  /** Fetch the next page, if there is one and none is on its way. */
  async more() {
    if (this.state.value === "loading" || this.ended.value) return;
    if (this.state.value === "new") return this.refresh();
    this.state.value = "loading";
    await this.#fetch(this.next, (items) => [...this.items.value, ...items]);
  }

  /** Fetch the first page unless something is there. */
  async start() {
    if (this.state.value === "new") await this.refresh();
  }

  /** @param {string | undefined} cursor @param {(items: T[]) => T[]} join */
  async #fetch(cursor, join) {
    const { signal: mine } = this.asked;
    try {
      const page = await this.load(cursor, mine);
      if (mine.aborted) return;
      this.items.value = join(page.items);
      this.next = page.next ?? undefined;
      this.ended.value = !page.next;
      this.problem.value = null;
      this.state.value = "ready";
    } catch (problem) {
      if (mine.aborted) return;
      this.problem.value = /** @type {any} */ (problem);
      this.state.value = "failed";
    }
  }
}
