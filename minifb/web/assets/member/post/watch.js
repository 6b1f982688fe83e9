// What happens to a post while somebody reads it: counts, edits and new comments come by themselves.

import { useEffect } from "../../vendor/preact.js";
import { call } from "../../lib/client.js";
import { on } from "../../lib/live.js";
import { posts } from "../feed/store.js";
import { myId } from "../me.js";
import { steadied } from "./steady.js";

/** @typedef {import("./thread.js").Thread} Thread */

const EVERY_MS = 5000;
/** Each so manieth look is also at the comments that are there, for what others think of them. */
const CLOSER = 3;
/** So many open levels are looked at, those opened last. */
const LEVELS = 12;

/**
 * Watch a post as long as it is shown.
 *
 * @param {Thread} thread
 * @param {() => void} onGone  it may no longer be seen
 */
export function useWatch(thread, onGone) {
  useEffect(() => {
    let busy = false;
    let last = "";
    let looks = 0;
    const look = async () => {
      if (busy || document.hidden || !navigator.onLine) return;
      busy = true;
      try {
        last = await renew(thread, last, ++looks % CLOSER === 0);
      } catch (problem) {
        if (/** @type {any} */ (problem).status === 404) onGone();
      } finally {
        busy = false;
      }
    };
    const timer = setInterval(look, EVERY_MS);
    const stops = [
      on("gap", look),
      on("notification.created", ({ notification }) => {
        const { target } = notification;
        if (!target?.url?.startsWith(`/p/${thread.postId}`)) return;
        if (target.kind === "comment") hear(thread, target.id).catch(() => {}).then(look);
        else look();
      }),
    ];
    document.addEventListener("visibilitychange", look);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
      stops.forEach((stop) => stop());
    };
  }, [thread]);
}

/** Fetch the post, and its comments if their number is another. @param {Thread} thread @param {string} last  what it was when it was asked for before @param {boolean} closer  the comments in any case */
async function renew(thread, last, closer) {
  const before = posts.get(thread.postId)?.peek();
  const post = await call("GET /posts/{id}", { path: { id: thread.postId } });
  const now = JSON.stringify(post);
  // What the reader did meanwhile is newer than this answer.
  if (now !== last && posts.get(thread.postId)?.peek() === before) posts.put(post);
  const count = post.counts.comments ?? 0;
  if (thread.counted >= 0 && (closer || count !== thread.counted) && !thread.sending) await news(thread);
  if (!thread.sending) thread.counted = count;
  return now;
}

/** Look at every level that is open. @param {Thread} thread */
async function news(thread) {
  const open = [...thread.levels.values()].filter((level) => level.open.value && level.pages.state.value === "ready").slice(-LEVELS);
  if (!open.includes(thread.top) && thread.top.pages.state.value === "ready") open.push(thread.top);
  const stay = steadied();
  const found = await Promise.allSettled(open.map((level) => level.look()));
  stay();
  mark(thread, found.flatMap((one) => (one.status === "fulfilled" ? one.value : [])));
}

/** A comment that one was told of. @param {Thread} thread @param {string} id */
async function hear(thread, id) {
  const path = { id: thread.postId, comment_id: id };
  const one = await call("GET /posts/{id}/comments/{comment_id}", { path });
  const known = thread.comments.get(id);
  const held = thread.comments.put(one);
  if (known) return;
  const level = thread.levels.get(one.parentId ?? "");
  if (level?.open.value) {
    const stay = steadied();
    level.add(held);
    stay();
    mark(thread, [held]);
  }
  if (one.parentId && thread.comments.get(one.parentId)) {
    thread.comments.put(await call("GET /posts/{id}/comments/{comment_id}", { path: { ...path, comment_id: one.parentId } }));
  }
}

/** @param {Thread} thread @param {import("./thread.js").Held[]} found */
function mark(thread, found) {
  const ids = found.map((one) => one.value).filter((one) => one.author && one.author.id !== myId.value).map((one) => one.id);
  if (ids.length) thread.fresh.value = new Set([...thread.fresh.value, ...ids]);
}
