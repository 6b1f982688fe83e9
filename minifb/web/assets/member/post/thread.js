// The comments on one post as this page holds them: levels, what is being sent, what is new.

import { batch, signal } from "../../vendor/preact.js";
import { call, once } from "../../lib/client.js";
import { Shelf } from "../../lib/store.js";
import { posts } from "../feed/store.js";
import { me } from "../me.js";
import { Level } from "./level.js";

/**
 * A comment; `key` and `state` are of one that was written here: on its way, or refused.
 *
 * @typedef {import("../../lib/schema.js").Comment & {key?: string, state?: "sending" | "failed", problem?: any}} Comment
 */
/** @typedef {import("../../vendor/preact.js").Signal<Comment>} Held */
/** @typedef {"top" | "newest"} Sort */

export class Thread {
  /** @param {string} postId @param {string} [rootId]  one comment whose thread this is; without it all of the post's */
  constructor(postId, rootId) {
    this.postId = postId;
    this.rootId = rootId;
    this.sort = signal(/** @type {Sort} */ (localStorage.getItem("comments") === "newest" ? "newest" : "top"));
    /** @type {Shelf<Comment>} */
    this.comments = new Shelf();
    /** @type {Map<string, Level>} */
    this.levels = new Map();
    /** Ids of comments that came while the page was open. */
    this.fresh = signal(/** @type {Set<string>} */ (new Set()));
    /** What is written and not sent, by what it answers; survives going away and back. @type {Map<string, string>} */
    this.drafts = new Map();
    /** To whose comment a reply is being written. */
    this.replying = signal("");
    this.editing = signal("");
    /** The comment that a thread's page is about, below what it answers. */
    this.chain = signal(/** @type {Held[]} */ ([]));
    this.counted = -1;
    this.sending = 0;
  }

  /** @param {string | null} parentId @param {number} depth */
  level(parentId, depth) {
    const key = parentId ?? "";
    const level = this.levels.get(key) ?? new Level(this, parentId, depth);
    this.levels.set(key, level);
    return level;
  }

  /** The level that this page begins with. */
  get top() {
    return this.rootId ? this.level(this.rootId, 1) : this.level(null, 0);
  }

  /** @param {Sort} sort */
  order(sort) {
    localStorage.setItem("comments", sort);
    this.sort.value = sort;
    return this.top.again();
  }

  /**
   * Write a comment: it is there at once, and stays with a way to try again if the server does not take it.
   *
   * @param {string} text
   * @param {Comment | null} parent
   * @param {number} depth  of the level it stands in
   * @returns {Held}
   */
  write(text, parent, depth) {
    const key = once();
    const held = this.comments.put(/** @type {Comment} */ ({
      id: `new-${key}`, key, state: "sending", postId: this.postId, parentId: parent?.id ?? null, author: me.value, text, spans: [],
      createdAt: new Date().toISOString(), editedAt: null, counts: { replies: 0, reactions: {} }, myReaction: null, can: {}, deleted: false,
    }));
    const level = this.level(parent?.id ?? null, depth);
    level.open.value = true;
    if (parent && !parent.counts.replies && level.pages.state.value === "new") {
      level.pages.state.value = "ready";
      level.pages.ended.value = true;
    }
    level.add(held);
    this.send(held);
    return held;
  }

  /** Send a comment, or send it again; the key sees to it that it is there once. @param {Held} held */
  async send(held) {
    const { key, text, parentId, postId } = held.value;
    held.value = { ...held.value, state: "sending", problem: undefined };
    this.sending += 1;
    try {
      const sent = await call("POST /posts/{id}/comments", { path: { id: postId }, body: { text, parentId: parentId ?? undefined }, once: key });
      batch(() => {
        this.comments.held.set(sent.id, held);
        held.value = { ...sent, key };
        this.level(parentId, 0).settle(held);
        if (parentId) this.recount(parentId, 1);
        this.tally(1);
      });
    } catch (problem) {
      held.value = { ...held.value, state: "failed", problem };
    } finally {
      this.sending -= 1;
    }
  }

  /** Take one out that was never sent, or is deleted. @param {Held} held */
  drop(held) {
    for (const level of this.levels.values()) level.drop(held);
  }

  /** Count one's own comment on the post; it is not news. @param {number} by */
  tally(by) {
    this.counted += by;
    posts.change(this.postId, (post) => ({ ...post, counts: { ...post.counts, comments: Math.max(0, (post.counts.comments ?? 0) + by) } }));
  }

  /** @param {string} id @param {number} by */
  recount(id, by) {
    this.comments.change(id, (one) => ({ ...one, counts: { ...one.counts, replies: Math.max(0, (one.counts.replies ?? 0) + by) } }));
  }
}
