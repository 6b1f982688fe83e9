// A friend request, answered where it is read.

import { html } from "../../vendor/preact.js";
import { name, t } from "../../lib/i18n.js";
import { accept, part, relationWith } from "../friend.js";

/** @param {{held: import("./store.js").Held, list: import("./store.js").Told}} props */
export function Answer({ held, list }) {
  const { id, actors: [person] } = held.value;
  const relation = relationWith(person.id, "asksYou").value;
  /** @param {(person: any) => Promise<boolean>} act */
  const give = (act) => async () => {
    // The server takes an answered request back; who answered it here still sees what they said.
    list.answered.add(id);
    if (await act(person)) held.value = { ...held.value, readAt: held.value.readAt ?? new Date().toISOString() };
    else list.answered.delete(id);
  };
  if (relation !== "asksYou") {
    return html`<p class="notice-answer" role="status">${t(relation === "friends" ? "notify.accepted" : "notify.declined", { name: person.firstName })}</p>`;
  }
  const whom = html`<span class="hidden">: ${name(person)}</span>`;
  return html`<div class="notice-answer">
    <button type="button" class="primary small" onClick=${give(accept)}>${t("notify.accept")}${whom}</button>
    <button type="button" class="plain small" onClick=${give(part)}>${t("notify.decline")}${whom}</button>
  </div>`;
}
