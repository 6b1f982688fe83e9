// The post a picture is in, for pictures that are not opened from it.

import { useEffect, useSignal } from "../../vendor/preact.js";
import { call } from "../../lib/client.js";
import { posts } from "../feed/store.js";

/** @typedef {import("../feed/store.js").Held} Held */

/**
 * @param {Held | undefined} given  the post it was opened from
 * @param {string | null | undefined} id  or else the id of the post it is in
 * @returns {{post?: Held, awaited: boolean}} no post where there is none, or none that can be had
 */
export function usePost(given, id) {
  const done = useSignal(/** @type {string | null} */ (null));
  const wanted = given ? null : id;
  useEffect(() => {
    if (!wanted || posts.get(wanted)) return;
    const asked = new AbortController();
    call("GET /posts/{id}", { path: { id: wanted }, signal: asked.signal })
      .then((told) => { posts.put(told); })
      .catch(() => {}) // the picture is there without it
      .finally(() => { if (!asked.signal.aborted) done.value = wanted; });
    return () => asked.abort();
  }, [wanted]);
  const post = given ?? (wanted ? posts.get(wanted) : undefined);
  return { post, awaited: !!wanted && !post && done.value !== wanted };
}
