// Posts by id, wherever they are shown, and what a member can do to one at once.

import { signal } from "../../vendor/preact.js";
import { call } from "../../lib/client.js";
import { said, t } from "../../lib/i18n.js";
import { Shelf } from "../../lib/store.js";
import { optimistic } from "../../kit/optimistic.js";
import { toast } from "../../kit/toast.js";
import { reacted } from "./reactions.js";

/** @typedef {import("../../lib/schema.js").Routes["GET /posts/{id}"]["answer"] & {why?: any}} Post */
/** @typedef {import("../../vendor/preact.js").Signal<Post>} Held */

/** Every post that was fetched; a list holds its signals. @type {Shelf<Post>} */
export const posts = new Shelf();

/** Posts that went out of sight here, and why: a deleted one everywhere, the others in feeds. @type {import("../../vendor/preact.js").Signal<Map<string, "deleted" | "hidden" | "muted" | "blocked">>} */
export const left = signal(new Map());

/** A post was just written here; who shows lists hears of it from the composer. @param {Post} post */
export function add(post) {
  return posts.put(post);
}

/** A post was deleted: it goes from every list. @param {string} id */
export function remove(id) {
  drop([id], "deleted");
}

/** @param {string[]} ids @param {"deleted" | "hidden" | "muted" | "blocked" | null} why  null brings them back */
export function drop(ids, why) {
  const now = new Map(left.value);
  for (const id of ids) {
    if (why) now.set(id, why);
    else now.delete(id);
  }
  left.value = now;
}

/** All that is held of an author. @param {string} authorId */
export function postsOf(authorId) {
  return [...posts.held.values()].filter((post) => post.peek().author.id === authorId).map((post) => post.peek().id);
}

/** What was asked last of each thing: answers that are older are not shown any more. @type {Map<string, Promise<any>>} */
const asked = new Map();

/**
 * Ask one after another for the same thing, and take the answer only if nothing was asked since.
 *
 * @template T
 * @param {string} key
 * @param {() => Promise<T>} request
 * @param {(answer: T) => void} take
 */
export async function inTurn(key, request, take) {
  const mine = (asked.get(key) ?? Promise.resolve()).catch(() => {}).then(request);
  asked.set(key, mine);
  try {
    const answer = await mine;
    if (asked.get(key) === mine) take(answer);
  } finally {
    if (asked.get(key) === mine) asked.delete(key);
  }
}

/** React to a post, or take the reaction back. @param {Held} held @param {any} type  null for none */
export function react(held, type) {
  const { id } = held.value;
  const request = () => type
    ? call("POST /posts/{id}/reactions", { path: { id }, body: { type } })
    : call("DELETE /posts/{id}/reactions", { path: { id } });
  return optimistic(held, (post) => reacted(post, type), () => inTurn(`react ${id}`, request, (told) => {
    if (told?.counts) held.value = { ...held.value, counts: { ...held.value.counts, ...told.counts }, myReaction: told.myReaction };
  }));
}

/** Keep a post for later, or no longer. @param {Held} held @param {boolean} on */
export async function save(held, on) {
  const { id } = held.value;
  const agreed = await optimistic(held, (post) => ({ ...post, saved: on }), () => inTurn(`save ${id}`,
    () => call(on ? "PUT /posts/{id}/save" : "DELETE /posts/{id}/save", { path: { id } }), () => {}));
  if (agreed && on) toast(t("card.saved"));
  return agreed;
}

/** Vote, in the place of what one chose before. @param {Held} held @param {string[]} optionIds */
export function vote(held, optionIds) {
  const { id } = held.value;
  return optimistic(held, (post) => ({ ...post, poll: voted(post.poll, optionIds) }), () => inTurn(`vote ${id}`,
    () => call("PUT /posts/{id}/vote", { path: { id }, body: { optionIds } }),
    (poll) => { if (poll?.options) held.value = { ...held.value, poll }; }));
}

/** @param {any} poll @param {string[]} optionIds */
function voted(poll, optionIds) {
  const before = new Set(poll.myVotes);
  const now = new Set(optionIds);
  const options = poll.options.map(/** @param {any} one */ (one) => ({ ...one, votes: one.votes + Number(now.has(one.id)) - Number(before.has(one.id)) }));
  return { ...poll, options, myVotes: optionIds, votes: poll.votes + Number(now.size > 0) - Number(before.size > 0) };
}

/** Leave a post out of one's feed, or let it in again. @param {string} id @param {boolean} on */
export async function hide(id, on) {
  drop([id], on ? "hidden" : null);
  try {
    await call(on ? "PUT /posts/{id}/hide" : "DELETE /posts/{id}/hide", { path: { id } });
  } catch (problem) {
    drop([id], on ? null : "hidden");
    toast(said(problem), { bad: true });
  }
}
