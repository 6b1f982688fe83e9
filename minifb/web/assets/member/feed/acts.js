// The rarer things one does with a post or its author, each with a word of what happened and a way back.

import { h } from "../../vendor/preact.js";
import { call } from "../../lib/client.js";
import { name, said, t } from "../../lib/i18n.js";
import { here, go } from "../../lib/router.js";
import { optimistic } from "../../kit/optimistic.js";
import { mute as muteMember } from "../../kit/block.js";
import { Confirm } from "../../kit/dialog.js";
import { toast } from "../../kit/toast.js";
import { remove } from "./store.js";

/** Do it, say it, and offer the way back. @param {() => Promise<any>} run @param {string} text @param {() => Promise<any>} [back] */
async function done(run, text, back) {
  try {
    await run();
    toast(text, back && { action: t("common.undo"), run: () => { back().catch((problem) => toast(said(problem), { bad: true })); } });
  } catch (problem) {
    toast(said(problem), { bad: true });
  }
}

/** Hear no more of a post. @param {string} postId */
export async function quiet(postId) {
  await done(() => call("POST /notifications/mutes", { body: { postId } }), t("card.quieted"),
    () => call("DELETE /notifications/mutes/{post_id}", { path: { post_id: postId } }));
}

/** See somebody's posts before all others. @param {any} author */
export async function seeFirst(author) {
  /** @param {boolean} first */
  const follow = (first) => call("POST /users/follows", { body: { userId: author.id, first } });
  await done(() => follow(true), t("card.first_done", { name: name(author) }), () => follow(false));
}

/** @param {any} author @param {"less" | "normal"} level */
function see(author, level) {
  return call("PUT /posts/feed/authors/{user_id}", { path: { user_id: author.id }, body: { level } });
}

/** See less of somebody for a month. @param {any} author */
export async function seeLess(author) {
  await done(() => see(author, "less"), t("card.less_done", { name: name(author) }), () => see(author, "normal"));
}

/** See as much of somebody as before. @param {any} author */
export async function seeUsual(author) {
  await done(() => see(author, "normal"), t("card.usual_done", { name: name(author) }), () => see(author, "less"));
}

/** @param {any} author @param {number | null} days @param {(muted: boolean) => void} onDone */
export function mute(author, days, onDone) {
  return muteMember(author, days, onDone);
}

/** Keep one's own post on top of one's profile, or no longer. @param {import("./store.js").Held} post @param {boolean} on */
export async function pin(post, on) {
  const { id } = post.value;
  const agreed = await optimistic(post, (now) => ({ ...now, pinned: on }), () => call(on ? "PUT /posts/{id}/pin" : "DELETE /posts/{id}/pin", { path: { id } }));
  if (agreed) toast(t(on ? "card.pin_done" : "card.unpin_done"));
}

/** @param {{id: string, onClose: () => void}} props */
export function DeleteDialog({ id, onClose }) {
  const onYes = async () => {
    try {
      await call("DELETE /posts/{id}", { path: { id } });
      remove(id);
      toast(t("card.deleted"));
      if (here.value.path === `/p/${id}`) go("/", { replace: true });
    } catch (problem) {
      toast(said(problem), { bad: true });
    }
  };
  return h(Confirm, { title: t("card.delete_title"), text: t("card.delete_text"), yes: t("common.delete"), onYes, onClose });
}
