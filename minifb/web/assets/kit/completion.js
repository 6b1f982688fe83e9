// What somebody may mean while they type @ or #: people, friends first, and tags that others use.

import { call } from "../lib/client.js";
import { name } from "../lib/i18n.js";

/** @typedef {{key: string, insert: string, text: string, note?: string, person?: any}} Choice */

/** As the server reads a text: a mention or tag begins where no word, address or path is under way. */
const BEGUN = /(?<![\p{L}\p{N}_@#/&.])([@#])([\p{L}\p{N}_]{0,30})$/u;

/**
 * The mention or tag that is under way before the caret.
 *
 * @param {string} text
 * @param {number} caret
 * @returns {{sign: "@" | "#", typed: string, start: number} | null}
 */
export function begun(text, caret) {
  if (/[\p{L}\p{N}_]/u.test(text.slice(caret, caret + 1))) return null;
  const found = BEGUN.exec(text.slice(Math.max(0, caret - 64), caret));
  if (!found) return null;
  return { sign: /** @type {"@" | "#"} */ (found[1]), typed: found[2], start: caret - found[2].length - 1 };
}

/**
 * Who or what is meant by it.
 *
 * @param {"@" | "#"} sign
 * @param {string} typed
 * @param {AbortSignal} signal
 * @returns {Promise<Choice[]>}
 */
export async function choices(sign, typed, signal) {
  if (sign === "@" && !typed) {
    const friends = await call("GET /users/friends", { query: { status: "friends", limit: 6 }, signal });
    return friends.items.map((one) => person(one.user));
  }
  if (!typed) {
    const tags = await call("GET /search/trending", { query: { window: "week", limit: 6 }, signal });
    return tags.items.map((one) => tag(one.tag));
  }
  const found = await call("GET /search/suggestions", { query: { q: sign + typed, limit: 6 }, signal });
  return found.items.filter((one) => one.kind === (sign === "@" ? "person" : "tag")).map((one) => (one.user ? person(one.user) : tag(one.text)));
}

/** @param {any} card @returns {Choice} */
function person(card) {
  return { key: card.id, insert: `@${card.username} `, text: name(card), note: `@${card.username}`, person: card };
}

/** @param {string} text @returns {Choice} */
function tag(text) {
  const bare = text.replace(/^#/, "");
  return { key: bare, insert: `#${bare} `, text: `#${bare}` };
}
