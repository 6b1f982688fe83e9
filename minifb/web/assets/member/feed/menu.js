// What else one can do with a post: with any, with somebody's, with one's own.

import { h } from "../../vendor/preact.js";
import { learn, t } from "../../lib/i18n.js";
import { copy } from "../../kit/copy.js";
import { Menu } from "../../kit/menu.js";
import { show } from "../../kit/show.js";
import { toast } from "../../kit/toast.js";
import { compose } from "../compose/open.js";
import { me, myId } from "../me.js";
import { drop, hide, postsOf, save } from "./store.js";

/** @param {{post: import("./store.js").Held, feed?: boolean}} props */
export function PostMenu({ post, feed = false }) {
  const items = () => [...common(post, feed), ...(post.value.author.id === myId.value ? own(post) : me.value ? others(post, feed) : [])];
  return h(Menu, { label: t("card.menu"), items });
}

/** The rarer acts come when one is wanted. @param {string} act @param {any[]} given */
function act(act, ...given) {
  Promise.all([import("./acts.js"), learn()]).then(([it]) => /** @type {any} */ (it)[act](...given), () => toast(t("problem.offline"), { bad: true }));
}

/** @param {import("./store.js").Held} post @param {boolean} feed @returns {import("../../kit/menu.js").Item[]} */
function common(post, feed) {
  const { id, saved } = post.value;
  return [
    me.value && { icon: saved ? "bookmark-check" : "bookmark", text: t(saved ? "card.unsave" : "card.save"), run: () => save(post, !saved) },
    { icon: "link", text: t("card.copy"), run: () => copy(`${location.origin}/p/${id}`) },
    feed && { icon: "circle-help", text: t("card.why"), run: () => show(() => import("./why.js").then((it) => it.WhyDialog), { post }) },
    me.value && { icon: "bell-off", text: t("card.quiet"), hint: t("card.quiet_hint"), run: () => act("quiet", id) },
  ];
}

/** @param {import("./store.js").Held} post @returns {import("../../kit/menu.js").Item[]} */
function own(post) {
  const { id, can, pinned } = post.value;
  return [
    can.edit && { icon: "pencil", text: t("common.edit"), run: () => compose({ edit: post.peek() }) },
    { icon: "users", text: t("card.audience"), hint: t("card.audience_hint"), run: () => show(() => import("./reach.js").then((it) => it.ReachDialog), { post }) },
    { icon: pinned ? "pin-off" : "pin", text: t(pinned ? "card.unpin" : "card.pin"), run: () => act("pin", post, !pinned) },
    can.delete && { icon: "trash-2", text: t("common.delete"), bad: true, run: () => show(() => import("./acts.js").then((it) => it.DeleteDialog), { id }) },
  ];
}

/** @param {import("./store.js").Held} post @param {boolean} feed @returns {import("../../kit/menu.js").Item[]} */
function others(post, feed) {
  const { id, author } = post.value;
  const vars = { name: author.firstName };
  /** @param {boolean} off */
  const onMuted = (off) => drop(postsOf(author.id), off ? "muted" : null);
  const onBlocked = () => drop(postsOf(author.id), "blocked");
  return [
    feed && { icon: "eye-off", text: t("card.hide"), hint: t("card.hide_hint"), run: () => hide(id, true) },
    { icon: "star", text: t("card.first", vars), run: () => act("seeFirst", author) },
    { icon: "thumbs-down", text: t("card.less", vars), hint: t("card.less_hint"), run: () => act("seeLess", author) },
    { icon: "clock", text: t("card.snooze", vars), run: () => act("mute", author, 30, onMuted) },
    { icon: "volume-x", text: t("card.mute", vars), run: () => show(() => import("../../kit/block.js").then((it) => it.MuteDialog), { person: author, onDone: onMuted }) },
    { icon: "ban", text: t("card.block", vars), run: () => show(() => import("../../kit/block.js").then((it) => it.BlockDialog), { person: author, onDone: onBlocked }) },
    { icon: "flag", text: t("card.report"), bad: true, run: () => show(() => import("../../kit/report.js").then((it) => it.ReportDialog), { target: { kind: "post", id, person: author }, onMuted, onBlocked }) },
  ];
}
