// One post with everything that was said about it.

import { h, html, useEffect, useMemo, useRef, useSignal } from "../../vendor/preact.js";
import { call } from "../../lib/client.js";
import { name, t } from "../../lib/i18n.js";
import { bind } from "../../lib/keys.js";
import { here, keep, settle } from "../../lib/router.js";
import { Empty, Failed, Skeleton } from "../../kit/states.js";
import { useTitle } from "../title.js";
import { compose } from "../compose/open.js";
import { PostCard } from "../feed/card.js";
import { usePostKeys } from "../feed/keys.js";
import { left, posts } from "../feed/store.js";
import { me } from "../me.js";
import { Comments, useRetry } from "./comments.js";
import { Thread } from "./thread.js";
import { useWatch } from "./watch.js";

/** @param {{params: Record<string, string>}} props */
export function PostPage({ params: { id } }) {
  const root = here.value.query.get("comment") ?? undefined;
  return h(One, { key: `${id} ${root}`, id, root });
}

/** @param {{id: string, root: string | undefined}} props */
function One({ id, root }) {
  const thread = useMemo(() => keep(`thread ${id} ${root}`, () => new Thread(id, root)), []);
  const problem = useSignal(/** @type {any} */ (null));
  const loaded = useSignal(!!posts.get(id));
  const load = async () => {
    problem.value = null;
    try {
      const post = await call("GET /posts/{id}", { path: { id } });
      // Who comes back has the list of before: the watch sees by the number that there is more.
      if (thread.counted < 0) thread.counted = post.counts.comments ?? 0;
      posts.put(post);
      loaded.value = true;
    } catch (refused) {
      problem.value = refused;
    }
  };
  useEffect(() => { load(); }, []);
  useWatch(thread, () => { problem.value = { status: 404 }; });
  useRetry(thread);
  const held = posts.get(id);
  const gone = problem.value?.status === 404 || left.value.get(id) === "deleted" || left.value.get(id) === "blocked";
  if (gone) return h(NotAvailable, {});
  if (loaded.value && held) return h(Body, { thread, held });
  if (problem.value) return html`<div class="post-page">${h(Failed, { problem: problem.value, retry: load })}</div>`;
  return html`<div class="post-page"><h1 class="hidden">${t("post.page")}</h1>${h(Skeleton, { rows: 1, kind: "post" })}${h(Skeleton, { kind: "row" })}</div>`;
}

/** @param {{thread: Thread, held: import("../feed/store.js").Held}} props */
function Body({ thread, held }) {
  const post = held.value;
  const field = useRef(/** @type {HTMLTextAreaElement | null} */ (null));
  const title = t("post.title", { name: name(post.author) });
  const ready = thread.top.pages.state.value === "ready";
  useTitle(title);
  useEffect(() => { if (ready) settle(); }, [ready]);
  useEffect(() => { if (location.hash === "#comments") field.current?.focus(); }, []);
  const write = () => field.current?.focus();
  usePostKeys();
  useEffect(() => bind({
    "r": () => {
      const id = focused();
      if (id && thread.comments.get(id)?.peek().can.comment) thread.replying.value = id;
      else write();
    },
    "e": () => {
      const id = focused();
      if (id && thread.comments.get(id)?.peek().can.edit) thread.editing.value = id;
      else if (!id && held.peek().can.edit) compose({ edit: held.peek() });
    },
  }), []);
  return html`<div class="post-page">
    <h1 class="hidden">${title}</h1>
    ${h(PostCard, { post: held, full: true, at: 0, onComment: write })}
    <div class="card comments-card">${h(Comments, { thread, post, field })}</div>
  </div>`;
}

/** Which comment has the focus. */
function focused() {
  const card = /** @type {HTMLElement | null | undefined} */ (document.activeElement?.closest("[data-comment]"));
  return card?.dataset.comment;
}

/** Removed, or not for this reader: nobody learns which. */
export function NotAvailable() {
  useTitle(t("post.gone_title"));
  return html`<div class="post-page"><header class="page-head"><h1>${t("post.gone_title")}</h1></header>
    ${h(Empty, { icon: "lock", text: t("post.gone"), children: html`<a class="primary" href=${me.value ? "/" : "/login"}>${t(me.value ? "post.home" : "post.sign_in_short")}</a>` })}</div>`;
}
