// For whom a post is, in words: "Friends except Ben", "Ana, Cleo and 2 more", the name of a list.

import { signal } from "../../vendor/preact.js";
import { call } from "../../lib/client.js";
import { list, t } from "../../lib/i18n.js";
import { audienceWord } from "../../kit/audience.js";

/** @typedef {{kind: string, ids?: string[]}} Audience */

/** What is known of the people and lists that audiences name, by id. */
const people = signal(/** @type {Record<string, any>} */ ({}));
/** One's lists of friends; null until they are fetched. */
export const lists = signal(/** @type {any[] | null} */ (null));

/** Fetch one's lists, once a composer. */
export async function fetchLists() {
  const page = await call("GET /users/lists", { query: { limit: 100 } }).catch(() => null);
  lists.value = page?.items ?? lists.value ?? [];
}

/** Know these people. @param {any[]} cards */
export function know(cards) {
  people.value = { ...people.value, ...Object.fromEntries(cards.map((one) => [one.id, one])) };
}

/** Those of an audience's people who are known. @param {Audience} audience */
export function named({ ids = [] }) {
  return ids.map((id) => people.value[id]).filter((one) => one);
}

/** Find out who is named. @param {Audience} audience */
export async function resolve(audience) {
  if (audience.kind === "list" && !lists.value) await fetchLists();
  if (audience.kind !== "specific" && audience.kind !== "friendsExcept") return;
  if (named(audience).length === audience.ids?.length) return;
  const reach = await call("POST /posts/audience", { query: { limit: 100 }, body: { audience: /** @type {any} */ (audience) } }).catch(() => null);
  if (reach) know([...reach.items, ...reach.except]);
}

/** @param {Audience} audience */
export function words(audience) {
  if (audience.kind === "list") return lists.value?.find((one) => one.id === audience.ids?.[0])?.name ?? audienceWord("list");
  if (audience.kind === "friendsExcept") return t("compose.except", { names: names(audience) });
  if (audience.kind === "specific") return names(audience);
  return audienceWord(audience.kind);
}

/** @param {Audience} audience */
function names(audience) {
  const count = audience.ids?.length ?? 0;
  const first = named(audience).slice(0, count > 3 ? 2 : 3).map((one) => one.firstName);
  if (!first.length) return t("compose.people", { count });
  return first.length < count ? t("compose.and_more", { names: first.join(", "), count: count - first.length }) : list(first);
}
