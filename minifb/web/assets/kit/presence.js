// Which friends are here now: fetched once, then told by the socket.

import { signal } from "../vendor/preact.js";
import { call } from "../lib/client.js";
import { line, on } from "../lib/live.js";

/** Friends who are here, by id, with their cards. */
export const present = signal(/** @type {Map<string, any>} */ (new Map()));

/** When somebody was last here, of those who left while we looked. @type {Map<string, string>} */
const left = new Map();
let started = false;

/** Start to know who is here; asking twice does no harm. */
export function watchPresence() {
  if (started) return;
  started = true;
  on("user.online", ({ user }) => { left.delete(user.id); present.value = new Map(present.value).set(user.id, user); });
  on("user.offline", ({ user, lastSeen }) => {
    if (lastSeen) left.set(user.id, lastSeen);
    const here = new Map(present.value);
    here.delete(user.id);
    present.value = here;
  });
  on("gap", look);
  look();
}

/** Whether a friend is here; reading it in a component draws that again when it changes. @param {string | undefined} id */
export function isHere(id) {
  return line.value !== "lost" && present.value.has(id ?? "");
}

/** When a friend was last here, if we saw them leave. @param {string} id */
export function lastHere(id) {
  return left.get(id);
}

async function look() {
  try {
    const { items } = await call("GET /messages/presence");
    present.value = new Map(items.map((/** @type {any} */ one) => [one.user.id, one.user]));
  } catch {
    // Nobody is shown as here until the socket says so.
  }
}
