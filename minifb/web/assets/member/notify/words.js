// What a notification says, in the member's language, and the picture that stands for its kind.

import { html } from "../../vendor/preact.js";
import { name, t } from "../../lib/i18n.js";

/** @typedef {import("../../lib/schema.js").Routes["GET /notifications"]["answer"]["items"][number]} Notification */

/** Kinds that are told in other words by what they are about. */
const BY_TARGET = new Set(["mention", "reaction"]);

/** Where the name stands in a text, until it is put there; nobody can type it. */
const HERE = "\u0000";

/** The sentence, with who did it standing out. @param {Notification} told */
export function sentence(told) {
  if (!told.actors.length) return t(keyOf(told));
  const [before, after] = t(keyOf(told), { who: HERE, count: told.actorCount }).split(HERE);
  return html`${before}<strong><bdi>${who(told)}</bdi></strong>${after}`;
}

/** The same as one line of plain text. @param {Notification} told */
export function plain(told) {
  const said = t(keyOf(told), { who: who(told), count: told.actorCount });
  return told.said ? `${said}: ${told.said}` : said;
}

/** @param {Notification} told */
function keyOf({ kind, target, manner }) {
  const variant = BY_TARGET.has(kind) ? `.${target.kind}` : manner ? `.${manner}` : "";
  return `notify.did.${kind}${variant}${kind === "moderation" ? `.${target.kind}` : ""}`;
}

/** Who did it: one, two, or one and how many others. @param {Notification} told */
function who({ actors, actorCount }) {
  if (!actors.length) return "";
  const [first, second] = actors;
  if (actorCount <= 1) return name(first);
  if (actorCount === 2 && second) return t("notify.two", { first: name(first), second: name(second) });
  return t("notify.others", { first: name(first), count: actorCount - 1 });
}

/** The icon of a kind. @type {Record<string, string>} */
export const ICONS = {
  "friend.request": "user-plus",
  "friend.accepted": "user-check",
  "post": "square-pen",
  "comment": "message-square",
  "reply": "reply",
  "mention": "at-sign",
  "reaction": "heart",
  "share": "repeat-2",
  "message": "message-circle",
  "message.request": "message-circle-question-mark",
  "message.reaction": "smile",
  "group.added": "users",
  "birthday": "cake",
  "welcome": "sparkles",
  "moderation": "shield",
};
