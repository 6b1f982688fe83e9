// The list of what one was told, and what one does with it. Rows are signals, so that one changes alone.

import { batch, signal } from "../../vendor/preact.js";
import { call } from "../../lib/client.js";
import { said, t } from "../../lib/i18n.js";
import { Pages } from "../../lib/store.js";
import { optimistic } from "../../kit/optimistic.js";
import { toast } from "../../kit/toast.js";
import { badges } from "../me.js";

/** @typedef {import("./words.js").Notification} Notification */
/** @typedef {import("../../vendor/preact.js").Signal<Notification>} Held */

/** A list of notifications, and those that came while the reader was further down. */
export class Told {
  /** @param {boolean} unread  only what was not read */
  constructor(unread) {
    this.unread = unread;
    /** @type {import("../../vendor/preact.js").Signal<Notification[]>} */
    this.waiting = signal([]);
    /** What was answered here stays in sight, although the server takes it back. @type {Set<string>} */
    this.answered = new Set();
    /** @type {Pages<Held>} */
    this.pages = new Pages(async (cursor, abort) => {
      const page = await call("GET /notifications", { query: { unread, cursor, limit: 20 }, signal: abort });
      return { next: page.next, items: page.items.map((/** @type {Notification} */ one) => signal(one)) };
    });
  }

  /** Fetch anew; what waited is in it. */
  async refresh() {
    this.waiting.value = [];
    await this.pages.refresh();
  }

  /** One came, or grew: on top, at once or when the reader wants it. @param {Notification} told @param {boolean} now */
  take(told, now) {
    if (!now) {
      this.waiting.value = [told, ...this.waiting.value.filter((one) => one.id !== told.id)];
      return;
    }
    batch(() => {
      this.drop([told.id]);
      this.pages.items.value = [signal(told), ...this.pages.items.value];
    });
  }

  /** Show what waited. */
  show() {
    const waited = this.waiting.value;
    batch(() => {
      this.waiting.value = [];
      for (const told of [...waited].reverse()) this.take(told, true);
    });
  }

  /** Leave these out. @param {string[]} ids */
  drop(ids) {
    this.waiting.value = this.waiting.value.filter((one) => !ids.includes(one.id));
    this.pages.items.value = this.pages.items.value.filter((one) => !ids.includes(one.peek().id));
  }

  /** The server took these back. @param {string[]} ids */
  withdrawn(ids) {
    this.drop(ids.filter((id) => !this.answered.has(id)));
  }

  /** Remove one from the list; it comes back if the server refuses. @param {Held} held */
  async remove(held) {
    const before = this.pages.items.value;
    this.drop([held.peek().id]);
    try {
      await call("DELETE /notifications/{id}", { path: { id: held.peek().id } });
    } catch (problem) {
      this.pages.items.value = before;
      failed(problem, () => this.remove(held));
    }
  }

  /** Everything is read, here or on another device; gives what was not. */
  allRead() {
    const unread = this.pages.items.value.filter((one) => !one.peek().readAt);
    const now = new Date().toISOString();
    batch(() => { for (const one of unread) one.value = { ...one.peek(), readAt: now }; });
    return unread;
  }

  /** Take everything as read. */
  async readAll() {
    const unread = this.allRead();
    try {
      await call("POST /notifications/mark-all-read");
      badges.value = { ...badges.value, notifications: 0 };
    } catch (problem) {
      batch(() => { for (const one of unread) one.value = { ...one.peek(), readAt: null }; });
      failed(problem, () => this.readAll());
    }
  }
}

/** One is read. @param {Held} held */
export function read(held) {
  if (held.peek().readAt) return undefined;
  const now = new Date().toISOString();
  return optimistic(held, (told) => ({ ...told, readAt: now }), () => call("PUT /notifications/{id}/read", { path: { id: held.peek().id } }));
}

/** The list was opened: the number on the bell goes. */
export async function seen() {
  badges.value = { ...badges.value, notifications: 0 };
  await call("POST /notifications/mark-all-seen").catch(() => {});
}

/** Hear no more of a kind, in the list, by mail or push; it can be taken back at once. @param {string} kind */
export async function muteKind(kind) {
  try {
    const before = (await call("GET /notifications/preferences")).kinds[kind];
    await call("PUT /notifications/preferences", { body: { kinds: { [kind]: { inApp: false, email: false, push: false } } } });
    const undo = () => call("PUT /notifications/preferences", { body: { kinds: { [kind]: before } } }).catch(failed);
    toast(t("notify.kind_muted", { kind: t(`notify.kind.${kind}`) }), { action: t("common.undo"), run: undo });
  } catch (problem) {
    failed(problem, () => muteKind(kind));
  }
}

/** Hear no more of a post. @param {string} postId */
export async function mutePost(postId) {
  try {
    await call("POST /notifications/mutes", { body: { postId } });
    const undo = () => call("DELETE /notifications/mutes/{post_id}", { path: { post_id: postId } }).catch(failed);
    toast(t("notify.post_muted"), { action: t("common.undo"), run: undo });
  } catch (problem) {
    failed(problem, () => mutePost(postId));
  }
}

/** @param {any} problem @param {() => void} [again] */
function failed(problem, again) {
  toast(said(problem), { bad: true, ...(again && { action: t("common.retry"), run: again }) });
}
