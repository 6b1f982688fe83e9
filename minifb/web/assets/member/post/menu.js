// What can be done with one comment beside reacting and replying.

import { h } from "../../vendor/preact.js";
import { t } from "../../lib/i18n.js";
import { BlockDialog, mute } from "../../kit/block.js";
import { copy } from "../../kit/copy.js";
import { Confirm } from "../../kit/dialog.js";
import { Menu } from "../../kit/menu.js";
import { show } from "../../kit/show.js";
import { me, myId } from "../me.js";
import { remove } from "./acts.js";

/** @typedef {import("./thread.js").Thread} Thread */
/** @typedef {import("./thread.js").Held} Held */

/** @param {{thread: Thread, held: Held}} props */
export function CommentMenu({ thread, held }) {
  const { id, postId, author, can } = held.value;
  const others = !!me.value && author && author.id !== myId.value;
  /** All that they said here goes; it comes back when the page is opened again. */
  const away = () => {
    for (const one of thread.comments.held.values()) if (one.value.author?.id === author?.id) thread.drop(one);
  };
  const items = () => [
    can.edit && { icon: "pencil", text: t("common.edit"), run: () => { thread.editing.value = id; } },
    { icon: "link", text: t("post.copy_link"), run: () => copy(`${location.origin}/p/${postId}?comment=${id}`) },
    can.delete && { icon: "trash-2", text: t("common.delete"), bad: true, run: () => show(async () => Confirm, sure(thread, held)) },
    others && { icon: "flag", text: t("post.report"), run: () => show(() => import("../../kit/report.js").then((it) => it.ReportDialog), { target: { kind: "comment", id, postId, person: author } }) },
    others && { icon: "volume-x", text: t("post.mute"), hint: t("post.mute_hint"), run: () => mute(author, null) },
    others && { icon: "ban", text: t("post.block"), bad: true, run: () => show(async () => BlockDialog, { person: author, onDone: away }) },
  ];
  return h(Menu, { label: t("post.comment_menu"), items, className: "icon-button small-icon" });
}

/** @param {Thread} thread @param {Held} held */
function sure(thread, held) {
  const own = held.value.author?.id === myId.value;
  return { title: t("post.delete_title"), text: t(own ? "post.delete_text" : "post.delete_other_text"), yes: t("common.delete"), onYes: () => remove(thread, held) };
}
