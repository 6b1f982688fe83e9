// The people who get through in quiet hours: chosen among one's friends.

import { h, html, useEffect, useState } from "../../vendor/preact.js";
import { call } from "../../lib/client.js";
import { t } from "../../lib/i18n.js";
import { PeoplePicker } from "../../kit/people.js";

const MOST = 20;

/** @param {{ids: string[], onChange: (ids: string[]) => void}} props */
export function Pass({ ids, onChange }) {
  const [people, setPeople] = useState(/** @type {any[]} */ ([]));
  useEffect(() => {
    const unknown = ids.filter((id) => !people.some((one) => one.id === id));
    Promise.allSettled(unknown.map((id) => call("GET /users/{id}", { path: { id } })))
      .then((answers) => setPeople([...people, ...answers.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []))]));
  }, [ids]);
  const chosen = people.filter((one) => ids.includes(one.id));
  /** Who could not be asked about stays on the list. @param {any[]} now */
  const change = (now) => {
    setPeople([...people, ...now.filter((one) => !people.some((other) => other.id === one.id))]);
    onChange([...ids.filter((id) => !chosen.some((one) => one.id === id)), ...now.map((one) => one.id)]);
  };
  return html`<div class="stack">
    <h3>${t("settings.pass")}</h3>
    ${h(PeoplePicker, { label: t("settings.pass_find"), chosen, onChange: change, ask: friends, most: MOST })}
  </div>`;
}

/** @param {string} words @param {AbortSignal} signal */
async function friends(words, signal) {
  const { items } = words ? await call("GET /users/search", { query: { q: words, limit: 6 }, signal }) : { items: [] };
  return items.filter((one) => one.relation === "friends");
}
