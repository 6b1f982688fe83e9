// What one can want of a conversation, as a menu.

import { call } from "../../lib/client.js";
import { said, t } from "../../lib/i18n.js";
import { go, refine } from "../../lib/router.js";
import { show } from "../../kit/show.js";
import { toast } from "../../kit/toast.js";
import { myId } from "../me.js";
import { ask } from "./menu.js";
import { lose, take, want } from "./store.js";
import { loseThread } from "./threads.js";
import { other, titleOf } from "./words.js";

/** @param {() => Promise<any>} run  what fails is said, with a way to try again */
export async function attempt(run) {
  try {
    await run();
    return true;
  } catch (caught) {
    const problem = /** @type {any} */ (caught);
    toast(said(problem), { bad: true, ...(problem.passing ? { action: t("common.retry"), run: () => attempt(run) } : {}) });
    return false;
  }
}

/** @param {any} conversation @returns {import("../../kit/menu.js").Item[]} */
export function wishes(conversation) {
  const { id, kind, muted, pinned, archived, can, request } = conversation;
  const person = other(conversation);
  const path = { id };
  const info = () => show(() => import("./info.js").then((it) => it.InfoDialog), { id });
  const forget = async () => {
    if (!(await attempt(() => call("DELETE /messages/conversations/{id}", { path })))) return;
    go("/m");
    lose(id);
    loseThread(id);
  };
  const unread = () => {
    go("/m"); // first: a thread that stands open is read at once, as soon as it is told that it is not
    return attempt(async () => take(await call("PUT /messages/conversations/{id}/unread", { path })));
  };
  return [
    kind === "group" ? { icon: "info", text: t("chat.info"), run: info } : person && { icon: "user", text: t("chat.profile"), href: `/@${person.username}` },
    { icon: "search", text: t("chat.search_here"), run: () => refine({ in: id }) },
    !request && (muted ? { icon: "bell", text: t("chat.unmute"), run: () => attempt(() => want(id, "mute", false)) } : { icon: "bell-off", text: t("chat.mute"), run: () => show(() => import("./mute.js").then((it) => it.MuteTalkDialog), { id, title: titleOf(conversation) }) }),
    !request && { icon: pinned ? "pin-off" : "pin", text: t(pinned ? "chat.unpin" : "chat.pin"), run: () => attempt(() => want(id, "pin", !pinned)) },
    !request && { icon: archived ? "archive-restore" : "archive", text: t(archived ? "chat.unarchive" : "chat.archive"), run: () => attempt(() => want(id, "archive", !archived)) },
    !request && { icon: "mail", text: t("chat.mark_unread"), run: unread },
    can.leave && { icon: "log-out", text: t("chat.leave"), bad: true, run: () => ask({ title: t("chat.leave_title"), text: t("chat.leave_text"), yes: t("chat.leave"), onYes: () => leaveGroup(id) }) },
    person && { icon: "ban", text: t("chat.block"), bad: true, run: () => show(() => import("../../kit/block.js").then((it) => it.BlockDialog), { person, onDone: () => go("/m") }) },
    { icon: "trash-2", text: t("chat.delete"), bad: true, run: () => ask({ title: t("chat.delete_title"), text: t("chat.delete_text"), yes: t("common.delete"), onYes: forget }) },
  ];
}

/** Leave a group. @param {string} id */
export function leaveGroup(id) {
  return attempt(() => call("DELETE /messages/conversations/{id}/participants/{user_id}", { path: { id, user_id: myId.peek() } }));
}
