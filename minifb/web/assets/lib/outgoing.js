// Messages that are not sent yet: kept on this device until the server has them, and sent again once it can be reached.
// Each has a `clientId`, by which the server knows it: sent twice it is the same message.

import { signal } from "../vendor/preact.js";
import { call } from "./client.js";
import { all, put, remove } from "./idb.js";
import { on } from "./live.js";

/**
 * One that waits. `sending`: on its way; `waiting`: the server could not be reached; `failed`: it said no.
 *
 * @typedef {{kind: "message", owner: string, clientId: string, conversationId: string, text: string, mediaIds: string[], replyToId: string | null, createdAt: string, state: "sending" | "waiting" | "failed", problem?: any, media?: any[], replyTo?: any}} Outgoing
 */

/** What is not sent yet, in the order in which it was written. */
export const outgoing = signal(/** @type {Outgoing[]} */ ([]));

/** Whom to tell of a message that the server took; the chat sets it. */
export const taken = { tell: /** @param {any} message */ (message) => void message };

const PATIENCE_MS = 20_000;
const busy = /** @type {Set<string>} */ (new Set());
let tries = 0;
/** @type {any} */
let timer = 0;

/** Take up what was left unsent by an earlier page. @param {string} owner  the member's id */
export async function start(owner) {
  addEventListener("online", resume);
  on("gap", resume);
  const kept = /** @type {Outgoing[]} */ (await all("outgoing").catch(() => []));
  const theirs = kept.filter((one) => one.kind === "message" && one.owner === owner && !find(one.clientId));
  theirs.sort((one, other) => one.createdAt.localeCompare(other.createdAt));
  outgoing.value = [...theirs, ...outgoing.value];
  resume();
}

/** Send a message, now or as soon as it can be. @param {Omit<Outgoing, "kind" | "state">} message */
export function post(message) {
  const one = /** @type {Outgoing} */ ({ ...message, kind: "message", state: navigator.onLine ? "sending" : "waiting" });
  outgoing.value = [...outgoing.value, one];
  keep(one);
  pump(one.conversationId);
}

/** Try one again that failed. @param {string} clientId */
export function again(clientId) {
  const one = find(clientId);
  if (!one) return;
  change(clientId, { state: "sending", problem: undefined });
  pump(one.conversationId);
}

/** Forget one: the server has it, or its writer gave it up. @param {string} clientId */
export function drop(clientId) {
  if (!find(clientId)) return;
  outgoing.value = outgoing.value.filter((one) => one.clientId !== clientId);
  remove("outgoing", clientId).catch(() => {});
}

/** Try everything again that could not be sent. */
export function resume() {
  clearTimeout(timer);
  if (!navigator.onLine) return;
  outgoing.value = outgoing.value.map((one) => (one.state === "waiting" ? { ...one, state: "sending" } : one));
  for (const id of new Set(outgoing.value.map((one) => one.conversationId))) pump(id);
}

/** @param {string} clientId */
function find(clientId) {
  return outgoing.value.find((one) => one.clientId === clientId);
}

/** @param {string} clientId @param {Partial<Outgoing>} to */
function change(clientId, to) {
  outgoing.value = outgoing.value.map((one) => (one.clientId === clientId ? { ...one, ...to } : one));
  const one = find(clientId);
  if (one) keep(one);
}

/** @param {Outgoing} one */
function keep(one) {
  const { problem, ...kept } = one;
  put("outgoing", one.clientId, { ...kept, problem: problem && { code: problem.code, message: problem.message } }).catch(() => {});
}

/** Send what a conversation has, one after the other, so that the order stays. @param {string} conversationId */
async function pump(conversationId) {
  if (busy.has(conversationId)) return;
  busy.add(conversationId);
  try {
    for (;;) {
      const one = outgoing.value.find((each) => each.conversationId === conversationId && each.state === "sending");
      if (!one || !(await deliver(one))) return;
    }
  } finally {
    busy.delete(conversationId);
  }
}

/** Send one; false: the server cannot take any now. @param {Outgoing} one */
async function deliver({ clientId, conversationId: id, text, mediaIds, replyToId }) {
  try {
    const body = { clientId, text, mediaIds, replyToId };
    const message = await call("POST /messages/conversations/{id}/messages", { path: { id }, body, signal: AbortSignal.timeout(PATIENCE_MS) });
    tries = 0;
    taken.tell(message);
    drop(clientId);
    return true;
  } catch (caught) {
    const problem = /** @type {any} */ (caught);
    if (problem.passing || problem.status === 401 || !problem.status) {
      for (const other of outgoing.value) if (other.conversationId === id && other.state === "sending") change(other.clientId, { state: "waiting" });
      later(problem.retryAfter ?? 0);
      return false;
    }
    change(clientId, { state: "failed", problem });
    return true;
  }
}

/** Try again by ourselves, later each time, also when nothing says that the line is back. @param {number} seconds */
function later(seconds) {
  clearTimeout(timer);
  timer = setTimeout(resume, Math.max(seconds * 1000, Math.min(2000 * 2 ** tries, 60_000)));
  tries += 1;
}
