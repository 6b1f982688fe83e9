// Finding the first friends: by name, among people one may know, or by bringing somebody along.

import { h, html, useEffect, useMemo, useState } from "../../vendor/preact.js";
import { Icon } from "../../kit/icon.js";
import { PersonRow } from "../../kit/person.js";
import { call } from "../../lib/client.js";
import { useFound } from "../../lib/found.js";
import { t } from "../../lib/i18n.js";
import { Pages } from "../../lib/store.js";
import { FriendButton } from "../friend.js";
import { invite } from "../friends/invite.js";
import { reason } from "../friends/suggestions.js";

const SHOWN = 6;

/** @param {{onAsked: () => void}} props */
export function FindFriends({ onAsked }) {
  const [query, setQuery] = useState("");
  const pages = useMemo(() => new Pages((cursor, signal) => call("GET /users/suggestions", { query: { cursor, limit: SHOWN }, signal })), []);
  const [found, setFound] = useState(/** @type {any[] | null} */ (null));
  useEffect(() => { pages.start(); }, [pages]);
  const searching = query.trim() !== "";
  useFound(query.trim(), async (q, signal) => (q ? (await call("GET /users/search", { query: { q, limit: SHOWN }, signal })).items : null), (people) => setFound(people));
  const rows = searching ? (found ?? []) : pages.items.value.slice(0, SHOWN).map((one) => ({ ...one.user, note: reason(one.reason) }));
  const nobody = searching ? found?.length === 0 : pages.ended.value && !rows.length;
  return html`
    <input type="search" aria-label=${t("auth.search_people")} placeholder=${t("auth.search_people")} value=${query} maxlength="200" dir="auto"
      onInput=${/** @param {any} event */ (event) => setQuery(event.target.value)} />
    <div class="first-friends">
      ${rows.filter((person) => person.relation !== "self").map((person) => h(PersonRow, {
        key: person.id, person, note: person.note,
        children: h(FriendButton, { person, relation: person.relation, small: true, onChange: onAsked }),
      }))}
      <p role="status">${nobody && t(searching ? "auth.nobody_found" : "auth.nobody_yet")}</p>
    </div>
    <div><button type="button" class="plain" onClick=${invite}>${h(Icon, { name: "mail-plus", size: 18 })}${t("auth.bring")}</button></div>`;
}
