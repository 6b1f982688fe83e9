// A profile that is not there for the reader: the same words, whatever the cause, unless it is a block of their own.

import { h, html, useEffect, useSignal } from "../../vendor/preact.js";
import { Empty } from "../../kit/states.js";
import { toast } from "../../kit/toast.js";
import { call } from "../../lib/client.js";
import { each } from "../../lib/each.js";
import { name, said, t } from "../../lib/i18n.js";
import { read } from "./people.js";

/** @param {{handle: string}} props */
export function Closed({ handle }) {
  const blocked = useSignal(/** @type {any} */ (null));
  useEffect(() => { find(handle).then((one) => { blocked.value = one; }, () => {}); }, [handle]);
  const lift = async () => {
    try {
      await call("DELETE /users/blocks/{user_id}", { path: { user_id: blocked.value.id } });
      await read(handle);
    } catch (problem) {
      toast(said(problem), { bad: true });
    }
  };
  if (blocked.value) {
    return html`<h1>${name(blocked.value)}</h1>
      ${h(Empty, { icon: "ban", text: t("profile.blocked", { name: name(blocked.value) }), children: html`<button type="button" class="plain" onClick=${lift}>${t("profile.unblock")}</button>` })}`;
  }
  return html`<h1>${t("profile.closed_title")}</h1>
    ${h(Empty, { icon: "user-x", text: t("profile.closed"), children: html`<a class="plain" href="/friends/suggestions">${t("profile.find")}</a>` })}`;
}

/** Look whether the reader blocked them. @param {string} handle */
async function find(handle) {
  for await (const one of each((cursor) => call("GET /users/blocks", { query: { limit: 100, cursor } }))) if (one.username === handle) return one;
  return null;
}
