// What the app knows of messages on every page: how much is unread, and what still waits to be sent.

import { effect } from "../../vendor/preact.js";
import { call } from "../../lib/client.js";
import { on } from "../../lib/live.js";
import { start } from "../../lib/outgoing.js";
import { badges, myId } from "../me.js";

const PAUSE_MS = 400;
/** @type {any} */
let timer = 0;
let started = "";

/** Take an absolute number of conversations with something unread. @param {number} messages */
export function showUnread(messages) {
  if (badges.value.messages !== messages) badges.value = { ...badges.value, messages };
}

/** Count anew, once for many frames that come together. */
export function countUnread() {
  clearTimeout(timer);
  timer = setTimeout(async () => {
    const told = await call("GET /messages/unread-count").catch(() => null);
    if (told) showUnread(told.conversations);
  }, PAUSE_MS);
}

/** Keep the number true from here on; once, when the app starts. */
export function watchMessages() {
  on("message.received", countUnread);
  on("message.deleted", countUnread);
  on("conversation.updated", countUnread);
  on("conversation.removed", countUnread);
  on("conversation.read", (data) => showUnread(data.total.conversations));
  effect(() => {
    if (!myId.value || started === myId.value) return;
    started = myId.value;
    start(started);
  });
}
