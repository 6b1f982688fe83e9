// What is not sent yet, as lines at the end of its thread.

import { signal } from "../../vendor/preact.js";
import { outgoing } from "../../lib/outgoing.js";
import { me } from "../me.js";

/** @typedef {import("./thread.js").Line} Line */

/** @type {Map<string, Line>} */
const made = new Map();

/** The lines of a conversation that wait; of those that the server has already, none. @param {string} id @param {Line[]} lines @returns {Line[]} */
export function pendingOf(id, lines) {
  const waiting = outgoing.value.filter((one) => one.conversationId === id);
  if (!waiting.length) {
    made.clear();
    return [];
  }
  const there = new Set(lines.slice(-200).map((line) => line.peek().clientId));
  return waiting.filter((one) => !there.has(one.clientId)).map(drawn);
}

/** @param {import("../../lib/outgoing.js").Outgoing} one @returns {Line} */
function drawn(one) {
  const line = made.get(one.clientId) ?? signal(null);
  made.set(one.clientId, line);
  const { state, problem } = line.peek() ?? {};
  if (state === one.state && problem === one.problem) return line;
  const { id, username, firstName, lastName, avatar } = me.peek();
  line.value = {
    id: one.clientId, clientId: one.clientId, conversationId: one.conversationId, seq: Infinity, kind: "text", sender: { id, username, firstName, lastName, avatar },
    text: one.text, spans: [], media: one.media ?? [], replyTo: one.replyTo ?? null, forwarded: false, reactions: { counts: {}, mine: null }, system: null,
    createdAt: one.createdAt, editedAt: null, deletedAt: null, state: one.state, problem: one.problem,
  };
  return line;
}
