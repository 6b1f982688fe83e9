// Conversations as they are now: fetched by boxes, kept true by frames. Each is a signal of its own.

import { batch, computed, signal } from "../../vendor/preact.js";
import { call } from "../../lib/client.js";
import { Pages, Shelf } from "../../lib/store.js";

/** @typedef {any} Conversation  as GET /messages/conversations/{id} shows it */
/** @typedef {"inbox" | "requests" | "archived" | "ignored"} BoxName */

const PAGE = 30;

/** Conversations by id. @type {Shelf<Conversation>} */
export const conversations = new Shelf();

/** Which of them are known; changes when one comes or goes. */
export const known = signal(/** @type {string[]} */ ([]));

/** Requests that were ignored: the server shows them like the others, but in a list of their own. */
const ignored = signal(/** @type {Set<string>} */ (new Set()));

/** The one whose thread is open. */
export const openId = signal("");

/** Take a conversation as the server told it. @param {Conversation} conversation @param {BoxName} [box]  the list it stood in */
export function take(conversation, box) {
  batch(() => {
    conversations.put(conversation);
    if (!known.value.includes(conversation.id)) known.value = [...known.value, conversation.id];
    if (box === "ignored") ignore(conversation.id);
    else if (box || !conversation.request) unignore(conversation.id);
  });
}

/** Note that a request was ignored. @param {string} id */
export function ignore(id) {
  if (!ignored.value.has(id)) ignored.value = new Set(ignored.value).add(id);
}

/** @param {string} id */
function unignore(id) {
  if (!ignored.value.has(id)) return;
  const others = new Set(ignored.value);
  others.delete(id);
  ignored.value = others;
}

/** A conversation that is not there any more. @param {string} id */
export function lose(id) {
  batch(() => {
    known.value = known.value.filter((one) => one !== id);
    unignore(id);
  });
  conversations.held.delete(id);
}

/** @type {Map<string, Promise<void>>} */
const asked = new Map();

/** Fetch one anew; asked for again meanwhile, it is fetched once. @param {string} id @returns {Promise<void>} */
export function learn(id) {
  const asking = asked.get(id) ?? fetchOne(id).finally(() => asked.delete(id));
  asked.set(id, asking);
  return asking;
}

/** @param {string} id */
async function fetchOne(id) {
  try {
    take(await call("GET /messages/conversations/{id}", { path: { id } }));
  } catch (problem) {
    if (/** @type {any} */ (problem).status !== 404) throw problem;
    lose(id);
    throw problem;
  }
}

/** Where a conversation belongs. @param {Conversation} one @returns {BoxName} */
export function boxOf(one) {
  if (one.request) return ignored.value.has(one.id) ? "ignored" : "requests";
  return one.archived ? "archived" : "inbox";
}

/** @param {Conversation} one @param {Conversation} other */
function order(one, other) {
  return Number(other.pinned) - Number(one.pinned) || other.updatedAt.localeCompare(one.updatedAt) || other.id.localeCompare(one.id);
}

/** Whether it stands in a list: one of two in which nothing was said yet only while it is open. @param {Conversation} one */
function listed(one) {
  return one.kind === "group" || one.lastMessage || one.id === openId.value;
}

/**
 * A list of conversations, as kit/list.js shows lists: what is known stands where it belongs, pages only add to it.
 *
 * @param {BoxName} box
 */
function makeBox(box) {
  const pages = new Pages(async (cursor, aborted) => {
    const page = await call("GET /messages/conversations", { query: { box, cursor, limit: PAGE }, signal: aborted });
    batch(() => page.items.forEach((/** @type {Conversation} */ one) => take(one, box)));
    return page;
  });
  const items = computed(() => {
    const all = known.value.map((id) => conversations.get(id)).filter((one) => !!one).map((one) => /** @type {any} */ (one).value);
    return all.filter((one) => boxOf(one) === box && listed(one)).sort(order).map((one) => one.id);
  });
  return {
    items, state: pages.state, problem: pages.problem, ended: pages.ended,
    start: () => pages.start(), more: () => pages.more(), refresh: () => pages.refresh(),
  };
}

/** The lists, by name. */
export const boxes = { inbox: makeBox("inbox"), requests: makeBox("requests"), archived: makeBox("archived"), ignored: makeBox("ignored") };

/** Whether there is something in it that one has not read. @param {Conversation} one */
export function unread(one) {
  return one.unreadCount > 0 || one.markedUnread;
}

/**
 * Change what one wants of a conversation: shown at once, true when the server agrees.
 *
 * @param {string} id
 * @param {"mute" | "archive" | "pin"} wish
 * @param {boolean} on
 * @param {number} [minutes]  how long it is muted; left out, for good
 */
export async function want(id, wish, on, minutes) {
  const held = conversations.get(id);
  if (!held) return;
  const before = held.value;
  const field = { mute: "muted", archive: "archived", pin: "pinned" }[wish];
  held.value = { ...before, [field]: on };
  try {
    const path = { id };
    if (!on) await call(/** @type {any} */ (`DELETE /messages/conversations/{id}/${wish}`), { path });
    else take(await call(/** @type {any} */ (`PUT /messages/conversations/{id}/${wish}`), { path, body: wish === "mute" ? { minutes } : undefined }));
  } catch (problem) {
    held.value = { ...held.value, [field]: /** @type {any} */ (before)[field] };
    throw problem;
  }
}
