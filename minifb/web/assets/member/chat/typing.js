// Who types where, for a moment; whoever says nothing for long has stopped.

import { signal } from "../../vendor/preact.js";
import { send } from "../../lib/live.js";
import { myId } from "../me.js";

const ENDS_MS = 15_000;
const AGAIN_MS = 9_000;

/** Who types, by conversation. @type {import("../../vendor/preact.js").Signal<Map<string, any[]>>} */
export const typists = signal(new Map());

/** @type {Map<string, any>} */
const timers = new Map();

/** Somebody types. @param {string} id @param {any} user */
export function typed(id, user) {
  if (user.id === myId.value) return;
  clearTimeout(timers.get(`${id} ${user.id}`));
  timers.set(`${id} ${user.id}`, setTimeout(() => typedNot(id, user.id), ENDS_MS));
  const here = typists.value.get(id) ?? [];
  if (!here.some((one) => one.id === user.id)) typists.value = new Map(typists.value).set(id, [...here, user]);
}

/** Somebody stopped, or said it. @param {string} id @param {string | undefined} userId */
export function typedNot(id, userId) {
  const here = typists.value.get(id);
  if (!here?.some((one) => one.id === userId)) return;
  clearTimeout(timers.get(`${id} ${userId}`));
  const all = new Map(typists.value);
  const others = here.filter((one) => one.id !== userId);
  if (others.length) all.set(id, others);
  else all.delete(id);
  typists.value = all;
}

const mine = { id: "", at: 0 };

/** Tell the others that one types, now and then; or that one stopped. @param {string} conversationId @param {boolean} something */
export function tellTyping(conversationId, something) {
  if (something) {
    if (mine.id === conversationId && Date.now() - mine.at < AGAIN_MS) return;
    Object.assign(mine, { id: conversationId, at: Date.now() });
    send("typing.start", { conversationId });
  } else if (mine.id === conversationId) {
    mine.id = "";
    send("typing.stop", { conversationId });
  }
}

/** What was typed is sent: nobody need be told that it ended. */
export function typingSent() {
  mine.id = "";
}
