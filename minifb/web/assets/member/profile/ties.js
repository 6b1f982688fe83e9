// Whether I follow somebody, see them first, or have muted them: asked when the menu is first opened.

import { signal } from "../../vendor/preact.js";
import { toast } from "../../kit/toast.js";
import { call } from "../../lib/client.js";
import { each } from "../../lib/each.js";
import { said } from "../../lib/i18n.js";
import { optimistic } from "../../kit/optimistic.js";

/** What ties me to somebody beside friendship; null while it is not known. */
export class Ties {
  /** @param {string} id  the member's */
  constructor(id) {
    this.id = id;
    this.follows = signal(/** @type {null | "no" | "yes" | "first"} */ (null));
    this.muted = signal(/** @type {null | "no" | "yes"} */ (null));
  }

  /** Ask, unless it is known. */
  async load() {
    if (this.follows.value && this.muted.value) return;
    try {
      const [follow, mute] = await Promise.all([find("GET /users/follows", this.id), find("GET /users/mutes", this.id)]);
      this.follows.value = follow ? (follow.first ? "first" : "yes") : "no";
      this.muted.value = mute ? "yes" : "no";
    } catch (problem) {
      toast(said(problem), { bad: true });
    }
  }

  /** Follow, or see first, or neither. @param {"no" | "yes" | "first"} how */
  follow(how) {
    const request = () => how === "no"
      ? call("DELETE /users/follows/{user_id}", { path: { user_id: this.id } })
      : call("POST /users/follows", { body: { userId: this.id, first: how === "first" } });
    return optimistic(this.follows, () => how, request);
  }
}

/** Look through a list of mine for somebody. @param {"GET /users/follows" | "GET /users/mutes"} route @param {string} id */
async function find(route, id) {
  for await (const one of each((cursor) => /** @type {Promise<any>} */ (call(route, { query: { limit: 100, cursor } })))) if (one.id === id) return one;
  return null;
}
