// Answers to friend requests. The other member hears of a yes, and a no cannot be taken back, so an answer shows at
// once and is sent when the time to take it back is over, or when the page is left.

import { signal } from "../../vendor/preact.js";
import { toast } from "../../kit/toast.js";
import { call } from "../../lib/client.js";
import { said, t } from "../../lib/i18n.js";
import { learn } from "../friend.js";
import { badges, count } from "../me.js";

/** How long an answer can be taken back, in seconds. */
export const UNDO = 6;

/** @typedef {{kind: "accept" | "decline", state: "waiting" | "sending" | "sent"}} Answer */

/** What was answered, by the request's id. @type {import("../../vendor/preact.js").Signal<Record<string, Answer>>} */
export const answers = signal({});

/** What waits to be sent, by the request's id. @type {Map<string, {send: () => void, timer: any}>} */
const waiting = new Map();

/** Answer a request; nothing is sent before the time to take it back is over. @param {any} request @param {Answer["kind"]} kind */
export function answer(request, kind) {
  if (answers.value[request.id]) return;
  note(request.id, { kind, state: "waiting" });
  mark(-1);
  const send = () => {
    clearTimeout(waiting.get(request.id)?.timer);
    waiting.delete(request.id);
    tell(request, kind);
  };
  waiting.set(request.id, { send, timer: setTimeout(send, UNDO * 1000) });
}

/** Take an answer back that was not sent yet. @param {string} id */
export function takeBack(id) {
  const held = waiting.get(id);
  if (!held) return;
  clearTimeout(held.timer);
  waiting.delete(id);
  note(id, undefined);
  mark(1);
}

/** Requests that the server lists wait for an answer: one that was sent was another one, before. @param {any[]} listed */
export function forgetSent(listed) {
  for (const { id } of listed) if (answers.value[id]?.state === "sent") note(id, undefined);
}

/** @param {any} request @param {Answer["kind"]} kind */
async function tell(request, kind) {
  note(request.id, { kind, state: "sending" });
  try {
    if (kind === "accept") await call("PUT /users/friends/{id}/accept", { path: { id: request.id }, keepalive: true });
    else await call("DELETE /users/friends/{id}", { path: { id: request.id }, keepalive: true });
    note(request.id, { kind, state: "sent" });
    learn(request.user.id, kind === "accept" ? "friends" : "none");
  } catch (problem) {
    note(request.id, undefined);
    toast(said(problem), { bad: true, action: t("common.retry"), run: () => answer(request, kind) });
  }
  count();
}

/** @param {string} id @param {Answer | undefined} answered */
function note(id, answered) {
  const { [id]: _, ...rest } = answers.value;
  answers.value = answered ? { ...rest, [id]: answered } : rest;
}

/** Count a request more or less that waits, on the bar. @param {number} by */
function mark(by) {
  badges.value = { ...badges.value, requests: Math.max(0, badges.value.requests + by) };
}

/** Send all that waits, as when the page may not come back. */
function flush() {
  for (const { send } of [...waiting.values()]) send();
}

addEventListener("pagehide", flush);
document.addEventListener("visibilitychange", () => { if (document.hidden) flush(); });
