// Who is signed in here, and what the whole app knows of them.

import { computed, signal } from "../vendor/preact.js";
import { call } from "../lib/client.js";
import { session } from "../lib/http.js";
import { forget } from "../lib/idb.js";
import * as live from "../lib/live.js";

/** The account and profile of whoever is signed in; null when nobody is, undefined while that is not known. */
export const me = signal(/** @type {any} */ (undefined));

/** Whether the session can do nothing until its holder, one of the staff, has set up a second factor. */
export const limited = signal(false);

/** The id of whoever is signed in. */
export const myId = computed(() => me.value?.id ?? "");

/** Numbers on the bar: what is unread. */
export const badges = signal({ notifications: 0, messages: 0, requests: 0 });

/** What the server said about itself in the page. @type {{community: string, signUp: string, build: string, version: string, signedIn: boolean, worker: boolean}} */
export const site = JSON.parse(document.getElementById("site")?.textContent ?? "{}");

/** Find out who is signed in; asks nothing where the browser has no session. */
export async function recognise() {
  session.ended = () => { if (me.value) leave(false); };
  if (!site.signedIn) {
    me.value = null;
    return;
  }
  try {
    const profile = await call("GET /users/profile");
    limited.value = false;
    me.value = profile;
    arrived();
  } catch (problem) {
    const { status, code } = /** @type {any} */ (problem);
    limited.value = code === "second_factor_required";
    if (status !== 401 && !limited.value) throw problem;
    me.value = null;
  }
}

/** Somebody signed in: fetch who they are, open the line. */
export async function enter() {
  site.signedIn = true;
  await recognise();
}

function arrived() {
  live.open();
  count();
}

/** Fetch the numbers on the bar. */
export async function count() {
  const [notifications, messages, requests] = await Promise.allSettled([
    call("GET /notifications/unread-count"),
    call("GET /messages/unread-count"),
    call("GET /users/friends", { query: { status: "requests", limit: 100 } }),
  ]);
  badges.value = {
    notifications: notifications.status === "fulfilled" ? notifications.value.unseen : badges.value.notifications,
    messages: messages.status === "fulfilled" ? messages.value.conversations : badges.value.messages,
    requests: requests.status === "fulfilled" ? requests.value.items.length : badges.value.requests,
  };
}

/** Sign out here: nothing of the member stays on this device. @param {boolean} [tell]  whether the server is told */
export async function leave(tell = true) {
  if (tell) await call("POST /auth/logout", { body: {}, anonymous: true }).catch(() => {});
  live.close();
  await forget().catch(() => {});
  for (const name of await caches.keys().catch(() => [])) if (name.startsWith("member")) await caches.delete(name);
  site.signedIn = false;
  location.assign("/login");
}
