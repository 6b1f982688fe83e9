// Posts about which the member is told nothing more.

import { h, html, useState } from "../../vendor/preact.js";
import { call } from "../../lib/client.js";
import { said, t } from "../../lib/i18n.js";
import { keep } from "../../lib/router.js";
import { Pages } from "../../lib/store.js";
import { day } from "../../lib/time.js";
import { List } from "../../kit/list.js";
import { toast } from "../../kit/toast.js";

export function MutedPosts() {
  const pages = keep("muted-posts", () => new Pages((cursor, signal) => call("GET /notifications/mutes", { query: { cursor, limit: 20 }, signal })));
  return h(List, { pages, className: "set-rows", empty: html`<p class="quiet-text">${t("settings.muted_posts_none")}</p>`, row: (one) => h(MutedPost, { key: one.postId, one }) });
}

/** @param {{one: any}} props */
function MutedPost({ one }) {
  const [off, setOff] = useState(false);
  const change = async () => {
    try {
      if (off) await call("POST /notifications/mutes", { body: { postId: one.postId } });
      else await call("DELETE /notifications/mutes/{post_id}", { path: { post_id: one.postId } });
      setOff(!off);
    } catch (problem) {
      toast(said(problem), { bad: true });
    }
  };
  return html`<div class="set-thing">
    <div class="set-thing-words"><a class="set-clip" dir="auto" href=${`/p/${one.postId}`}>${one.text || t("settings.a_post")}</a>
      ${one.until && html`<small>${t("settings.until", { day: day(one.until) })}</small>`}</div>
    <button type="button" class="plain small" onClick=${change}>${t(off ? "common.undo" : "settings.unmute")}</button></div>`;
}
