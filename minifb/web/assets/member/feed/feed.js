// The feed as it is held for a place in the history: its order, its pages, what is new, and what is kept for offline.

import { signal } from "../../vendor/preact.js";
import { call } from "../../lib/client.js";
import { said } from "../../lib/i18n.js";
import { get, put } from "../../lib/idb.js";
import { Pages } from "../../lib/store.js";
import { toast } from "../../kit/toast.js";
import { myId } from "../me.js";
import { posts } from "./store.js";

/** @typedef {import("./store.js").Held} Held */

const SIZE = 10;
const KEPT = 40;

/** One's feed. */
export class Feed {
  constructor() {
    /** How it is ordered; the server's own choice until that is known. @type {import("../../vendor/preact.js").Signal<"" | "ranked" | "latest">} */
    this.mode = signal("");
    /** Posts that arrived since. */
    this.fresh = signal(0);
    /** When it was kept, while what is shown is what was kept. */
    this.kept = signal("");
    /** The order asked for here; the server is asked for its own until somebody chose. @type {"ranked" | "latest" | undefined} */
    this.chosen = undefined;
    this.counted = Date.now();
    /** @type {Pages<Held>} */
    this.pages = new Pages((cursor, stop) => this.#load(cursor, stop));
  }

  /** @param {string | undefined} cursor @param {AbortSignal} stop */
  async #load(cursor, stop) {
    try {
      const mode = cursor ? undefined : this.chosen;
      const page = await call("GET /posts/feed", { query: { mode, cursor, limit: SIZE }, signal: stop });
      const there = new Set(cursor ? this.pages.items.peek().map((post) => post.peek().id) : []);
      const items = page.items.filter((post) => !there.has(post.id));
      this.kept.value = "";
      if (!cursor) this.#arrived(page.items[0]);
      keepPosts(cursor ? this.pages.items.peek().map((post) => post.peek()) : [], items);
      return { items: items.map((post) => posts.put(post)), next: page.next };
    } catch (problem) {
      const kept = /** @type {any} */ (problem).code === "offline" && !cursor && (await get("cache", `feed:${myId.peek()}`).catch(() => null));
      if (!kept) throw problem;
      this.kept.value = kept.at;
      return { items: kept.items.map(/** @param {any} post */ (post) => posts.put(post)), next: null };
    }
  }

  /** @param {any} first  the post on top, if there is any: where posts are ranked, each says why it is there */
  #arrived(first) {
    this.fresh.value = 0;
    this.counted = Date.now();
    if (first) this.mode.value ||= first.why ? "ranked" : "latest";
    else if (!this.mode.value) this.#learn();
  }

  /** Learn how it is ordered while there is nothing that would tell. */
  async #learn() {
    const { mode } = await call("GET /posts/feed/preferences").catch(() => ({ mode: "" }));
    this.mode.value ||= /** @type {any} */ (mode);
  }

  /** Order it differently, on all one's devices. @param {"ranked" | "latest"} mode */
  async order(mode) {
    if (mode === this.mode.value) return;
    this.mode.value = this.chosen = mode;
    this.pages.items.value = [];
    const asked = call("PUT /posts/feed/preferences", { body: { mode } }).catch((problem) => toast(said(problem), { bad: true }));
    await Promise.all([this.pages.refresh(), asked]);
  }

  /** Count what is new, unless that was done just now. @param {number} [pause]  in milliseconds */
  async count(pause = 0) {
    if (document.hidden || this.kept.value || Date.now() - this.counted < pause) return;
    this.counted = Date.now();
    // The server counts from when it ranked the feed; of the latest first, we know ourselves from when.
    const since = this.mode.value === "latest" ? this.pages.items.value.map((post) => post.value.createdAt).sort().at(-1) : undefined;
    const told = await call("GET /posts/feed/new-count", { query: { since } }).catch(() => null);
    if (told) this.fresh.value = told.count;
  }

  /** Put a post on top that was just written here. @param {any} post */
  add(post) {
    const others = this.pages.items.value.filter((one) => one.value.id !== post.id);
    this.pages.items.value = [posts.put(post), ...others];
    if (this.pages.state.value === "failed") this.pages.refresh();
  }
}

/** Keep the top of the feed on this device. @param {any[]} before @param {any[]} items */
function keepPosts(before, items) {
  if (before.length >= KEPT) return;
  const kept = { at: new Date().toISOString(), items: [...before, ...items].slice(0, KEPT) };
  put("cache", `feed:${myId.peek()}`, kept).catch(() => {});
}
