// How far others have read, and telling them how far we have.

import { call } from "../../lib/client.js";
import { send } from "../../lib/live.js";
import { conversations, unread } from "./store.js";
import { others } from "./words.js";

/** @typedef {"" | "sending" | "waiting" | "failed" | "sent" | "delivered" | "read"} Mark */

/**
 * Which of one's own lines carry a mark: the last that was read, and the last of all.
 *
 * @param {import("./thread.js").Line[]} lines
 * @param {any} conversation
 * @param {string} me
 * @returns {Map<string, Mark>}  by the message's id
 */
export function marksOf(lines, conversation, me) {
  const all = others(conversation);
  const read = Math.max(0, ...all.map((one) => one.lastReadSeq ?? 0));
  const delivered = Math.max(read, ...all.map((one) => one.deliveredSeq ?? 0));
  const marks = /** @type {Map<string, Mark>} */ (new Map());
  let lastOne = true;
  for (let at = lines.length - 1; at >= 0; at -= 1) {
    const { id, seq, sender, kind, deletedAt } = lines[at].peek();
    if (sender?.id !== me || kind === "system" || deletedAt) continue;
    if (seq <= read) {
      marks.set(id, "read");
      break;
    }
    if (lastOne) marks.set(id, seq <= delivered ? "delivered" : "sent");
    lastOne = false;
  }
  return marks;
}

/** Who has read a line, as far as that is told. @param {any} conversation @param {number} seq @returns {any[]} */
export function readersOf(conversation, seq) {
  return others(conversation).filter((one) => (one.lastReadSeq ?? 0) >= seq);
}

/** Tell that one has read a thread to its end, once. @param {import("./thread.js").Thread} thread */
export function readAll(thread) {
  const held = conversations.get(thread.id);
  if (!held || held.value.request || !unread(held.value) || thread.later.value || !thread.fetched) return;
  const { id, lastSeq } = held.value;
  const seq = Math.max(lastSeq, thread.last);
  if (!send("receipt.read", { conversationId: id, seq })) {
    const last = thread.lines.value.at(-1)?.value;
    if (!last) return;
    call("PUT /messages/{id}/read", { path: { id: last.id } }).catch(() => {});
  }
  held.value = { ...held.value, unreadCount: 0, markedUnread: false };
}
