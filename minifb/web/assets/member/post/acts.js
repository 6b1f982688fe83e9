// What one does with a comment: react, change, delete. It shows at once and is taken back if the server refuses.

import { call, once } from "../../lib/client.js";
import { optimistic } from "../../kit/optimistic.js";
import { reacted } from "../feed/reactions.js";
import { inTurn } from "../feed/store.js";

/** @typedef {import("./thread.js").Held} Held */
/** @typedef {import("./thread.js").Thread} Thread */

/** @param {Held} held @param {any} type  null takes one's reaction back */
export function react(held, type) {
  const { id, postId } = held.value;
  const request = () => type
    ? call("POST /posts/{id}/reactions", { path: { id: postId }, body: { type, commentId: id } })
    : call("DELETE /posts/{id}/reactions", { path: { id: postId }, query: { commentId: id } });
  return optimistic(held, (one) => reacted(one, type), () => inTurn(`react ${id}`, request, (told) => {
    held.value = { ...held.value, counts: { ...held.value.counts, reactions: told.counts.reactions }, myReaction: told.myReaction };
  }));
}

/** Say something else. @param {Held} held @param {string} text */
export function change(held, text) {
  const { id, postId } = held.value;
  const key = once();
  return optimistic(held, (one) => ({ ...one, text, spans: [], editedAt: new Date().toISOString() }), async () => {
    const told = await call("PUT /posts/{id}/comments/{comment_id}", { path: { id: postId, comment_id: id }, body: { text }, once: key });
    held.value = { ...held.value, ...told };
  });
}

/** Delete one; where others replied, a bare place stays. @param {Thread} thread @param {Held} held */
export async function remove(thread, held) {
  const { id, postId, parentId, counts } = held.value;
  const gone = await optimistic(held, (one) => ({ ...one, deleted: true, author: null, text: "", spans: [], can: {} }), () =>
    call("DELETE /posts/{id}/comments/{comment_id}", { path: { id: postId, comment_id: id } }));
  if (!gone) return;
  if (!counts.replies) {
    thread.drop(held);
    if (parentId) thread.recount(parentId, -1);
  }
  thread.tally(-1);
}
