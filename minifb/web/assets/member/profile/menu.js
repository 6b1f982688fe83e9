// What one can do about somebody beside being friends and writing: follow, see first, mute, report, block.

import { h, useEffect, useMemo } from "../../vendor/preact.js";
import { BlockDialog, MuteDialog, mute, unmute } from "../../kit/block.js";
import { copy } from "../../kit/copy.js";
import { Menu } from "../../kit/menu.js";
import { ReportDialog } from "../../kit/report.js";
import { show } from "../../kit/show.js";
import { name, t } from "../../lib/i18n.js";
import { relationWith } from "../friend.js";
import { read } from "./people.js";
import { Ties } from "./ties.js";

/** Copy the address of a page. @param {{username: string}} profile */
export function copyLink({ username }) {
  copy(`${location.origin}/@${username}`);
}

/** @param {{profile: any}} props */
export function PersonMenu({ profile }) {
  const ties = useMemo(() => new Ties(profile.id), [profile.id]);
  useEffect(() => { ties.load(); }, [ties]);
  const follows = ties.follows.value;
  const muted = ties.muted.value;
  const friends = relationWith(profile.id, profile.relation).value === "friends";
  /** @param {boolean} now */
  const heard = (now) => { ties.muted.value = now ? "yes" : "no"; };
  /** @param {any} component @param {object} [more] */
  const open = (component, more = {}) => () => show(() => Promise.resolve(component), { person: profile, ...more });
  return h(Menu, {
    label: t("profile.menu", { name: name(profile) }),
    items: [
      !friends && follows === "no" && { icon: "rss", text: t("profile.follow"), hint: t("profile.follow_hint"), run: () => ties.follow("yes") },
      !friends && follows && follows !== "no" && { icon: "rss", text: t("profile.unfollow"), run: () => ties.follow("no") },
      follows && follows !== "first" && { icon: "star", text: t("profile.first"), hint: t("profile.first_hint"), run: () => ties.follow("first") },
      follows === "first" && { icon: "star-off", text: t("profile.not_first"), run: () => ties.follow(friends ? "no" : "yes") },
      muted === "no" && { icon: "alarm-clock", text: t("profile.snooze"), run: () => mute(profile, 30, heard) },
      muted === "no" && { icon: "volume-x", text: t("profile.mute"), hint: t("profile.mute_hint"), run: open(MuteDialog, { onDone: heard }) },
      muted === "yes" && { icon: "volume-2", text: t("profile.unmute"), run: () => unmute(profile, () => heard(false)) },
      { icon: "link", text: t("profile.copy_link"), run: () => copyLink(profile) },
      { icon: "flag", text: t("profile.report"), run: open(ReportDialog, { target: { kind: "member", id: profile.id, person: profile } }) },
      { icon: "ban", text: t("profile.block"), bad: true, run: open(BlockDialog, { onDone: () => read(profile.username) }) },
    ],
  });
}
