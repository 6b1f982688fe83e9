// Boxes to tick, each of which is kept at once: who is on a list, or on which lists somebody is.

import { h, html } from "../../vendor/preact.js";
import { toast } from "../../kit/toast.js";
import { call } from "../../lib/client.js";
import { each } from "../../lib/each.js";
import { said } from "../../lib/i18n.js";

/**
 * Put a friend on a list or take them off, shown at once.
 *
 * @param {import("../../vendor/preact.js").Signal<Set<string>>} ticked  keys of what is ticked
 * @param {string} key  the one that changes
 * @param {string} listId
 * @param {string} userId
 */
export async function tick(ticked, key, listId, userId) {
  const on = !ticked.value.has(key);
  set(ticked, key, on);
  const path = { id: listId, user_id: userId };
  try {
    if (on) await call("PUT /users/lists/{id}/members/{user_id}", { path });
    else await call("DELETE /users/lists/{id}/members/{user_id}", { path });
  } catch (problem) {
    set(ticked, key, !on);
    toast(said(problem), { bad: true });
  }
}

/** @param {import("../../vendor/preact.js").Signal<Set<string>>} ticked @param {string} key @param {boolean} on */
function set(ticked, key, on) {
  const next = new Set(ticked.value);
  if (on) next.add(key);
  else next.delete(key);
  ticked.value = next;
}

/** Everybody on a list. @param {string} listId @returns {Promise<string[]>} */
export async function membersOf(listId) {
  const ids = [];
  for await (const one of each((cursor) => call("GET /users/lists/{id}/members", { path: { id: listId }, query: { limit: 100, cursor } }))) ids.push(one.id);
  return ids;
}

/** One row with its box; all of it can be pressed. @param {{checked: boolean, onChange: () => void, children?: any}} props */
export function Tick({ checked, onChange, children }) {
  return html`<label class="tick">${children}<input type="checkbox" checked=${checked} onChange=${onChange} /></label>`;
}
