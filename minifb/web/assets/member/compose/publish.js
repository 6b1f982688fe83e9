// From what was written to a post, a changed post, or a draft that is kept or scheduled.

import { call, once } from "../../lib/client.js";
import { Problem } from "../../lib/http.js";
import { settled } from "../../lib/upload.js";
import { add, posts } from "../feed/store.js";
import { myId } from "../me.js";
import { posted } from "./open.js";
import { remember } from "./usual.js";

/** The key of the last try and what it was for: the same words again are the same post. */
const tried = { key: "", said: "" };

/** @param {any} said */
function keyFor(said) {
  const print = JSON.stringify(said);
  if (tried.said !== print) Object.assign(tried, { said: print, key: once() });
  return tried.key;
}

/** Wait for photos; a failed one stops it. @param {import("./writing.js").Writing} writing */
async function photos(writing) {
  await settled(writing.photos.value);
  if (writing.photos.value.some((one) => one.state.value.status === "failed")) throw new Problem({ status: 0, code: "photos_failed" });
}

/**
 * Publish it, change the post that is edited, or schedule it.
 *
 * @param {import("./writing.js").Writing} writing
 * @returns {Promise<"new" | "changed" | "scheduled">}
 * @throws {Problem}
 */
export async function publish(writing) {
  await photos(writing);
  remember(myId.value, writing.audience.value);
  if (writing.edit) {
    await change(writing);
    return "changed";
  }
  if (writing.publishAt.value) {
    await keepDraft(writing, writing.publishAt.value);
    return "scheduled";
  }
  const said = writing.said();
  const post = writing.draft.value ? await publishDraft(writing, said) : await call("POST /posts", { body: said, once: keyFor(said) });
  await writing.forget();
  if (post?.id) {
    add(post);
    posted(post, "new");
  }
  tried.said = "";
  return "new";
}

/** @param {import("./writing.js").Writing} writing @param {any} said */
async function publishDraft(writing, said) {
  const path = { draft_id: writing.draft.value.id };
  await call("PUT /posts/drafts/{draft_id}", { path, body: { ...said, publishAt: null }, once: once() });
  return call("POST /posts/drafts/{draft_id}/publish", { path, once: keyFor([path, said]) });
}

/** Send what changed of a post and nothing else. @param {import("./writing.js").Writing} writing */
async function change(writing) {
  const { edit } = writing;
  const { sharedPostId: _, ...said } = writing.said();
  const before = { text: edit.text, audience: edit.audience, commentsFrom: edit.commentsFrom, mediaIds: (edit.media ?? []).map(/** @param {any} one */ (one) => one.id), poll: plain(edit.poll) };
  const body = Object.fromEntries(Object.entries(said).filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(/** @type {any} */ (before)[key])));
  const post = Object.keys(body).length ? await call("PUT /posts/{id}", { path: { id: edit.id }, body, once: keyFor([edit.id, body]) }) : edit;
  await writing.forget();
  posts.put(post);
  posted(post, "changed");
}

/** @param {any} poll */
function plain(poll) {
  return poll && { options: poll.options.map(/** @param {any} one */ (one) => one.text), multiple: poll.multiple, closesAt: poll.closesAt ?? null };
}

/**
 * Keep it on the server, for all devices; with a time it is published by itself.
 *
 * @param {import("./writing.js").Writing} writing
 * @param {string | null} publishAt
 */
export async function keepDraft(writing, publishAt) {
  await photos(writing);
  const body = { ...writing.said(), publishAt };
  const id = writing.draft.value?.id;
  const key = keyFor([id, body]);
  const draft = id ? await call("PUT /posts/drafts/{draft_id}", { path: { draft_id: id }, body, once: key }) : await call("POST /posts/drafts", { body, once: key });
  await writing.forget();
  posted(draft, "draft");
}
