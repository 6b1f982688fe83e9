// Opens the composer from anywhere, and tells whoever shows posts what was written in it.

import { signal } from "../../vendor/preact.js";

/**
 * What to write: something new (perhaps with a text, photos, an audience), about a post that is shared, in the place of
 * one's post that is edited, or on from a draft.
 *
 * @typedef {{text?: string, photos?: File[], audience?: {kind: string, ids?: string[]}, share?: any, edit?: any, draft?: any}} Wish
 */

/** What is open: the composer, the list of drafts, or nothing. The host draws it. */
export const asked = signal(/** @type {{what: "post" | "drafts", wish: Wish, key: number} | null} */ (null));

let opened = 0;

/** @type {Set<(post: any, how: "new" | "changed" | "draft") => void>} */
const listeners = new Set();

/** Open the composer. @param {Wish} [wish] */
export function compose(wish = {}) {
  asked.value = { what: "post", wish, key: ++opened };
}

/** Open the list of drafts and scheduled posts. */
export function openDrafts() {
  asked.value = { what: "drafts", wish: {}, key: ++opened };
}

/** Close what is open. */
export function closed() {
  asked.value = null;
}

/**
 * Hear of posts that were published or changed here, and of drafts that were kept.
 *
 * @param {(post: any, how: "new" | "changed" | "draft") => void} listener
 * @returns {() => void} stops it
 */
export function onPosted(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** A post was published or changed. @param {any} post @param {"new" | "changed" | "draft"} how */
export function posted(post, how) {
  for (const listener of [...listeners]) listener(post, how);
}
