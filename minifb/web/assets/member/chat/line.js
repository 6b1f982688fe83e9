// One line of a conversation: a message, held as a signal, so that a reaction redraws one bubble.

import { signal } from "../../vendor/preact.js";

/** @typedef {any} Message  as GET /messages/{id} shows it */
/** @typedef {import("../../vendor/preact.js").Signal<Message>} Line */

/** The order of lines. @param {{seq: number}} one @param {{seq: number}} other */
export function bySeq(one, other) {
  return one.seq - other.seq;
}

/** A line as it reads now: the one that is held, or a new one. @param {Line | undefined} line @param {Message} message @returns {Line} */
export function renewed(line, message) {
  if (!line) return signal(message);
  line.value = joined(line.peek(), message);
  return line;
}

/** A message with what a frame tells of it: a frame to many leaves out what is the reader's own. @param {Message} held @param {Message} told */
export function joined(held, told) {
  return { ...held, ...told, reactions: { ...told.reactions, mine: "mine" in told.reactions ? told.reactions.mine : held.reactions?.mine ?? null } };
}
