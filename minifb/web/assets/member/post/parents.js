// One comment with its thread, and above it what it answers.

import { h, html, useEffect, useSignal } from "../../vendor/preact.js";
import { call } from "../../lib/client.js";
import { t } from "../../lib/i18n.js";
import { Empty, Failed, Skeleton } from "../../kit/states.js";
import { Comment } from "./comment.js";

/** @typedef {import("./thread.js").Thread} Thread */
/** @typedef {import("./thread.js").Held} Held */

/** So many comments above are shown. */
const ABOVE = 2;

/** @param {{thread: Thread, authorId: string}} props */
export function Parents({ thread, authorId }) {
  const id = /** @type {string} */ (thread.rootId);
  const problem = useSignal(/** @type {any} */ (null));
  const chain = thread.chain.value;
  const load = async () => {
    problem.value = null;
    try {
      thread.chain.value = await climb(thread, id);
      await thread.top.show();
    } catch (refused) {
      problem.value = refused;
    }
  };
  useEffect(() => { if (!chain.length) load(); }, [id]);
  if (problem.value?.status === 404) {
    return h(Empty, { icon: "message-circle", text: t("post.comment_missing"), children: html`<a class="button plain" href=${`/p/${thread.postId}`}>${t("post.all_comments")}</a>` });
  }
  if (problem.value) return h(Failed, { problem: problem.value, retry: load });
  if (!chain.length) return h(Skeleton, { kind: "row" });
  const above = chain[0].value.parentId;
  return html`<div class="comment-list">
    ${above && html`<p><a class="act small more-replies" href=${`/p/${thread.postId}?comment=${above}`}>${t("post.above")}</a></p>`}
    ${h(Chain, { thread, chain, authorId, at: 0 })}
  </div>`;
}

/** Each comes below the one it answers; the last has its replies. @param {{thread: Thread, chain: Held[], authorId: string, at: number}} props */
function Chain({ thread, chain, authorId, at }) {
  const last = at === chain.length - 1;
  return html`${h(Comment, { key: chain[at].value.id, thread, held: chain[at], authorId, depth: 0, alone: !last })}
    ${!last && html`<div class="replies chain">${h(Chain, { thread, chain, authorId, at: at + 1 })}</div>`}`;
}

/** A comment and what it answers, the farthest first. @param {Thread} thread @param {string} id @returns {Promise<Held[]>} */
async function climb(thread, id) {
  const chain = /** @type {Held[]} */ ([]);
  for (let next = /** @type {string | null} */ (id); next && chain.length <= ABOVE;) {
    const one = await call("GET /posts/{id}/comments/{comment_id}", { path: { id: thread.postId, comment_id: next } }).catch((problem) => {
      if (!chain.length) throw problem;
      return null;
    });
    if (!one) break;
    chain.unshift(thread.comments.put(one));
    next = one.parentId;
  }
  return chain;
}
