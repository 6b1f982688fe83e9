// For whom something is: its icon and its word, the same everywhere.

import { t } from "../lib/i18n.js";

/** @typedef {"public" | "friends" | "friendsExcept" | "specific" | "list" | "onlyMe"} AudienceKind */

/** @type {Record<string, string>} */
const ICONS = { public: "globe", friends: "users", friendsExcept: "user-x", specific: "user-check", list: "list", onlyMe: "lock" };

/** @param {string | undefined} kind  friends, where none is said */
export function audienceIcon(kind) {
  return ICONS[kind ?? "friends"] ?? "users";
}

/** @param {string | undefined} kind */
export function audienceWord(kind) {
  return t(`audience.${kind ?? "friends"}`);
}
