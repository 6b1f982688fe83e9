// Posts the member put aside: saved for later, or hidden from the feed.

import { h, html, useEffect } from "../../vendor/preact.js";
import { call } from "../../lib/client.js";
import { said, t } from "../../lib/i18n.js";
import { keep, settle } from "../../lib/router.js";
import { Pages } from "../../lib/store.js";
import { List } from "../../kit/list.js";
import { Empty } from "../../kit/states.js";
import { toast } from "../../kit/toast.js";
import { PostCard } from "../feed/card.js";
import { drop, posts } from "../feed/store.js";

/** @typedef {import("../feed/store.js").Held} Held */

/** @param {"saved" | "hidden"} shelf @returns {Pages<Held>} */
function pagesOf(shelf) {
  return keep(shelf, () => new Pages(async (cursor, signal) => {
    const page = await (shelf === "saved" ? call("GET /posts/saved", { query: { cursor, limit: 20 }, signal }) : call("GET /posts/hidden", { query: { cursor, limit: 20 }, signal }));
    return { ...page, items: page.items.map((post) => posts.put(post)) };
  }));
}

/** @param {Pages<any>} pages */
function usePlace(pages) {
  const some = pages.items.value.length > 0;
  useEffect(() => { if (some) settle(); }, [some]);
}

export function SavedPart() {
  const pages = pagesOf("saved");
  usePlace(pages);
  const empty = h(Empty, { icon: "bookmark", text: t("settings.saved_none"), children: html`<a class="primary" href="/">${t("settings.to_feed")}</a>` });
  return html`<p class="quiet-text set-lead">${t("settings.saved_text")}</p>
    ${h(List, { pages, empty, kind: "post", className: "list cards", row: (post, at) => h(PostCard, { key: post.peek().id, post, at }) })}`;
}

export function HiddenPart() {
  const pages = pagesOf("hidden");
  usePlace(pages);
  const empty = h(Empty, { icon: "eye", text: t("settings.hidden_none"), children: html`<a class="primary" href="/">${t("settings.to_feed")}</a>` });
  return html`<p class="quiet-text set-lead">${t("settings.hidden_text")}</p>
    ${h(List, { pages, empty, kind: "post", className: "list cards", row: (post, at) => h(HiddenPost, { key: post.peek().id, post, at, gone: () => { pages.items.value = pages.items.value.filter((one) => one !== post); } }) })}`;
}

/** @param {{post: Held, at: number, gone: () => void}} props */
function HiddenPost({ post, at, gone }) {
  const { id } = post.value;
  const show = async () => {
    try {
      await call("DELETE /posts/{id}/hide", { path: { id } });
      drop([id], null);
      gone();
      toast(t("settings.hidden_back"));
    } catch (problem) {
      toast(said(problem), { bad: true });
    }
  };
  return html`<div>${h(PostCard, { post, at })}<div class="set-under"><button type="button" class="plain small" onClick=${show}>${t("settings.hidden_show")}</button></div></div>`;
}
