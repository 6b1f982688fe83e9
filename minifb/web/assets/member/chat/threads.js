// The threads that are held, a few at once: the others are fetched again when they are opened.

import { Thread } from "./thread.js";

const HELD = 8;

/** @type {Map<string, Thread>} */
const threads = new Map();

/** The thread of a conversation, the one used last kept longest. @param {string} id */
export function threadOf(id) {
  const thread = threads.get(id) ?? new Thread(id);
  threads.delete(id);
  threads.set(id, thread);
  while (threads.size > HELD) threads.delete(/** @type {string} */ (threads.keys().next().value));
  return thread;
}

/** A thread if it is held. @param {string} id */
export function heldThread(id) {
  return threads.get(id);
}

/** All that are held and were fetched. */
export function heldThreads() {
  return [...threads.values()].filter((thread) => thread.state.value === "ready");
}

/** @param {string} id */
export function loseThread(id) {
  threads.delete(id);
}
