// A picture by its address: the viewer over an empty page; closing it leads to the post it belongs to.

import { h, html, useEffect, useSignal } from "../../vendor/preact.js";
import { call } from "../../lib/client.js";
import { t } from "../../lib/i18n.js";
import { go, here } from "../../lib/router.js";
import { Failed, Skeleton } from "../../kit/states.js";
import { useTitle } from "../title.js";
import { Missing } from "../missing.js";
import { posts } from "../feed/store.js";
import { Lightbox } from "./lightbox.js";

/** @param {{params: Record<string, string>}} props */
export function PhotoPage({ params: { id } }) {
  const postId = here.value.query.get("post") ?? "";
  return h(Found, { key: postId || id, id, postId });
}

/** @param {{id: string, postId: string}} props */
function Found({ id, postId }) {
  const found = useSignal(/** @type {any[] | null} */ (null));
  const problem = useSignal(/** @type {any} */ (null));
  useTitle(t("photo.viewer"));
  const load = async () => {
    problem.value = null;
    try {
      if (postId) found.value = posts.put(await call("GET /posts/{id}", { path: { id: postId } })).peek().media ?? [];
      else found.value = [await call("GET /media/{id}", { path: { id } })];
    } catch (refused) {
      problem.value = refused;
    }
  };
  useEffect(() => { load(); }, []);
  const at = found.value?.findIndex((one) => one.id === id) ?? -1;
  if (problem.value?.status === 404 || (found.value && at < 0)) return h(Missing, {});
  if (problem.value) return h(Failed, { problem: problem.value, retry: load });
  const from = postId || found.value?.[0]?.postId;
  const onClose = () => go(from ? `/p/${from}` : "/", { replace: true });
  /** @param {{id: string}} medium */
  const onMove = (medium) => history.replaceState(history.state, "", `/photo/${medium.id}${postId ? `?post=${postId}` : ""}`);
  return html`<h1 class="hidden">${t("photo.viewer")}</h1>
    ${found.value ? h(Lightbox, { media: found.value, at, post: postId ? posts.get(postId) : undefined, onClose, onMove }) : h(Skeleton, { rows: 1, kind: "post" })}`;
}
