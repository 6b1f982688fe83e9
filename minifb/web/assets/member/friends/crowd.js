// All friends of the member, to be searched and sorted: fetched page by page, and whole as soon as that is asked for.

import { Pages } from "../../lib/store.js";
import { call } from "../../lib/client.js";
import { locale, name } from "../../lib/i18n.js";

/** Pages of one's own friends, the newest first. */
export function friends() {
  return new Pages((cursor, signal) => call("GET /users/friends", { query: { cursor, limit: 100 }, signal }));
}

/** Fetch what is left, for who looks for somebody among all. @param {Pages<any>} pages */
export async function whole(pages) {
  await pages.start();
  while (!pages.ended.value && pages.state.value === "ready") await pages.more();
}

/** Those whose names have every word of the query at the beginning of one of theirs. @param {any[]} found @param {string} query */
export function matching(found, query) {
  const words = fold(query).split(/\s+/).filter(Boolean);
  return found.filter(({ user }) => {
    const theirs = fold(`${user.firstName} ${user.lastName} ${user.username}`).split(/\s+/);
    return words.every((word) => theirs.some((one) => one.startsWith(word.replace(/^@/, ""))));
  });
}

/** By name, as the reader's language orders them. @param {any[]} found */
export function named(found) {
  const order = new Intl.Collator(locale(), { sensitivity: "base" });
  return [...found].sort((one, other) => order.compare(name(one.user), name(other.user)));
}

/** Without capitals and accents. @param {string} text */
function fold(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
