// Profiles by handle: what was read last shows at once, and is read anew behind it.

import { signal } from "../../vendor/preact.js";
import { call } from "../../lib/client.js";
import { learn } from "../friend.js";
import { me } from "../me.js";

/** @typedef {{profile: any, problem: any}} Seen */

/** What was read, by handle and eyes. @type {Map<string, import("../../vendor/preact.js").Signal<Seen>>} */
const held = new Map();

/** How a profile is named in the API: links of mentions carry ids. @param {string} handle */
export function nameOf(handle) {
  return /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(handle) ? handle : `@${handle.toLowerCase()}`;
}

/** What is held of somebody. @param {string} handle @param {string} [eyes]  through whose eyes one sees oneself */
export function seen(handle, eyes = "") {
  const key = `${handle} ${eyes}`;
  const one = held.get(key) ?? signal({ profile: null, problem: null });
  held.set(key, one);
  return one;
}

/** Read a profile anew; what is held stays until the answer is there. @param {string} handle @param {string} [eyes] */
export async function read(handle, eyes = "") {
  const one = seen(handle, eyes);
  try {
    const profile = await call("GET /users/{id}", { path: { id: nameOf(handle) }, query: { viewAs: eyes || undefined } });
    if (!eyes) learn(profile.id, profile.relation);
    one.value = { profile, problem: null };
  } catch (problem) {
    const gone = /** @type {any} */ (problem).status === 404;
    one.value = { profile: gone ? null : one.value.profile, problem };
  }
}

/** Take one's own profile as the server told it after a change. @param {any} profile */
export function took(profile) {
  me.value = { ...me.value, ...profile };
  seen(profile.username).value = { profile, problem: null };
}

/** Ask until one's own picture is made fit to be shown: soon at first, then more seldom. @param {"avatar" | "cover"} place */
export async function drawn(place) {
  for (let wait = 500; wait <= 64_000 && me.peek(); wait *= 2) {
    await new Promise((resolve) => setTimeout(resolve, wait));
    const profile = await call("GET /users/profile").catch(() => null);
    if (profile?.[place]) return took(profile);
  }
}
