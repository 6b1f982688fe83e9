// What was said in one conversation, as much of it as was fetched: a window that grows at both ends.

import { batch, signal } from "../../vendor/preact.js";
import { call } from "../../lib/client.js";
import { bySeq, renewed } from "./line.js";
import { conversations } from "./store.js";

/** @typedef {import("./line.js").Message} Message */
/** @typedef {import("./line.js").Line} Line */

const PAGE = 50;
/** With more lines than this somebody at the end keeps only the last of them: each new one draws the list. */
const MOST = 300;
const LAST = 100;
const ROUTE = "GET /messages/conversations/{id}/messages";

/** One conversation's lines, the earliest first; each is a signal, so that a reaction redraws one bubble. */
export class Thread {
  /** @param {string} id */
  constructor(id) {
    this.id = id;
    this.lines = signal(/** @type {Line[]} */ ([]));
    this.state = signal(/** @type {"new" | "loading" | "ready" | "failed"} */ ("new"));
    this.problem = signal(/** @type {any} */ (null));
    /** Whether there is more before the first line, and after the last. */
    this.earlier = signal(false);
    this.later = signal(false);
    this.fetching = signal(/** @type {"" | "earlier" | "later"} */ (""));
    /** The number of the first line that was unread when the thread was opened; 0: none. */
    this.unreadFrom = signal(0);
    /** The message that somebody looks for: shown, and marked for a moment. */
    this.sought = signal("");
    /** Up to which revision of the conversation the lines are true. */
    this.revision = 0;
    /** Changes since, so that what is fetched after a gap stays little. */
    this.changes = 0;
    /** Up to which number we know of everything, also of lines that are hidden from us. */
    this.upTo = 0;
    /** Whether the server was ever asked: what was kept on this device may be long past. */
    this.fetched = false;
    this.asking = 0;
    /** What came and cannot be put to the lines yet: there would be a gap between. Drawn below them. */
    this.early = signal(/** @type {Line[]} */ ([]));
  }

  /** The number of the last line; 0: none. */
  get last() {
    return this.lines.peek().at(-1)?.peek().seq ?? 0;
  }

  /** The number of the first line; 0: none. */
  get first() {
    return this.lines.peek()[0]?.peek().seq ?? 0;
  }

  /** @param {string} id */
  find(id) {
    return [...this.lines.peek(), ...this.early.peek()].find((line) => line.peek().id === id);
  }

  /** Fetch what was said last, or what is around a message; what is there stays if it touches that. @param {{around?: string, limit?: number}} [how] */
  async load({ around, limit = PAGE } = {}) {
    this.state.value = this.lines.value.length ? "ready" : "loading";
    const { revision = 0, lastSeq = 0 } = conversations.get(this.id)?.value ?? {};
    this.asking += 1;
    try {
      const page = await call(ROUTE, { path: { id: this.id }, query: { around, limit } });
      const lines = [...page.items].sort(bySeq);
      batch(() => {
        this.#window(lines, { earlier: !!page.next, later: !!page.previous });
        this.fetched = true;
        this.#join(this.asking === 1);
        this.revision = revision;
        this.changes = 0;
        this.upTo = Math.max(this.upTo, lastSeq, this.last);
        this.problem.value = null;
        this.state.value = "ready";
      });
    } catch (problem) {
      this.problem.value = problem;
      if (!this.lines.value.length) this.state.value = "failed";
    } finally {
      this.asking -= 1;
    }
  }

  /** Put what came meanwhile to the lines, where they reach to the end. @param {boolean} last  whether no other answer is awaited */
  #join(last) {
    const known = new Set(this.lines.value.map((line) => line.peek().id));
    const waiting = this.early.value.filter((line) => line.peek().seq > this.last && !known.has(line.peek().id));
    const fits = last && !this.later.value;
    this.early.value = fits ? [] : waiting;
    if (fits) this.lines.value = [...this.lines.value, ...waiting];
    this.#sort();
  }

  /** Show lines that were kept on this device, until the server answers. @param {Message[]} messages */
  show(messages) {
    if (this.lines.value.length) return;
    this.lines.value = messages.map((message) => signal(message));
    this.earlier.value = true;
    this.state.value = "ready";
  }

  /** Put a page in the place of what it covers; the rest stays where nothing is missing between them. @param {Message[]} page @param {{earlier: boolean, later: boolean}} more */
  #window(page, more) {
    const held = this.lines.value;
    const [first, last] = [page[0]?.seq ?? 0, page.at(-1)?.seq ?? 0];
    const touches = !more.later && held.some((line) => line.peek().seq >= first - 1 && line.peek().seq <= last);
    const before = touches ? held.filter((line) => line.peek().seq < first) : [];
    const after = touches ? held.filter((line) => line.peek().seq > last) : [];
    const byId = new Map(held.map((line) => [line.peek().id, line]));
    this.lines.value = [...before, ...page.map((message) => renewed(byId.get(message.id), message)), ...after];
    if (!before.length) this.earlier.value = more.earlier;
    this.later.value = more.later;
  }

  /** Fetch what was said before the first line. */
  async loadEarlier() {
    if (this.fetching.value || !this.earlier.value || !this.first) return;
    await this.#grow("earlier", { before: String(this.first) });
  }

  /** Fetch what was said after the last line. */
  async loadLater() {
    if (this.fetching.value || !this.last) return;
    await this.#grow("later", { after: String(this.last) });
  }

  /** @param {"earlier" | "later"} side @param {{before?: string, after?: string}} query */
  async #grow(side, query) {
    this.fetching.value = side;
    try {
      const page = await call(ROUTE, { path: { id: this.id }, query: { ...query, limit: PAGE } });
      batch(() => {
        for (const message of page.items) this.#put(message);
        this.#sort();
        this[side].value = !!page.next;
        this.#join(!this.asking);
        this.problem.value = null;
      });
    } catch (problem) {
      this.problem.value = problem;
    } finally {
      this.fetching.value = "";
    }
  }

  #sort() {
    this.lines.value = [...this.lines.value].sort((one, other) => bySeq(one.peek(), other.peek()));
  }

  /** @param {Message} message */
  #put(message) {
    const line = this.lines.value.find((one) => one.peek().id === message.id);
    if (line) renewed(line, message);
    else this.lines.value = [...this.lines.value, signal(message)];
  }

  /** Somebody is at the end of a long thread: what was said long before is fetched again when they go back. */
  forget() {
    if (this.lines.value.length <= MOST || this.later.value || this.fetching.value) return;
    this.lines.value = this.lines.value.slice(-LAST);
    this.earlier.value = true;
  }

  /** A new line came. Where nothing was fetched yet, or some were missed, all that belongs before it is fetched. @param {Message} message */
  came(message) {
    this.changes += 1;
    if (this.find(message.id)) return this.changed(message);
    const missed = this.upTo && message.seq > this.upTo + 1;
    this.upTo = Math.max(this.upTo, message.seq);
    if (message.seq < this.first) return;
    if (this.fetched && !this.asking && !this.later.value && !missed && !this.early.value.length) {
      const inOrder = message.seq > this.last;
      this.#put(message);
      if (!inOrder) this.#sort();
    } else {
      this.early.value = [...this.early.value, signal(message)].slice(-PAGE);
      if (!this.asking && !this.later.value) this.load();
    }
  }

  /** A line reads differently now; what is the reader's own in it stays. @param {Message} message */
  changed(message) {
    this.changes += 1;
    const line = this.find(message.id);
    if (line) renewed(line, message);
  }

  /** A line is gone for oneself. @param {string} id */
  hide(id) {
    for (const part of [this.lines, this.early]) part.value = part.value.filter((line) => line.peek().id !== id);
  }
}
