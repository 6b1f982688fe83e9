// Finding the first friends: by name, among people one may know, or by bringing somebody along.

import { h, html, useEffect, useMemo, useState } from "../../vendor/preact.js";
import { FriendButton } from "../../kit/friend.js";
import { Icon } from "../../kit/icon.js";
import { PersonRow } from "../../kit/person.js";
import { call } from "../../lib/client.js";
import { t } from "../../lib/i18n.js";
import { Pages } from "../../lib/store.js";
import { invite } from "../friends/invite.js";
import { reason } from "../friends/suggestions.js";

const WAIT_MS = 200;
const SHOWN = 6;

/** @param {{onAsked: () => void}} props */
export function FindFriends({ onAsked }) {
  const [query, setQuery] = useState("");
  const pages = useMemo(() => new Pages((cursor, signal) => call("GET /users/suggestions", { query: { cursor, limit: SHOWN }, signal })), []);
  const [found, setFound] = useState(/** @type {any[] | null} */ (null));
  useEffect(() => { pages.start(); }, [pages]);
  useEffect(() => {
    setFound(null);
    if (!query.trim()) return undefined;
    const asked = new AbortController();
    const timer = setTimeout(() => {
      call("GET /users/search", { query: { q: query.trim(), limit: SHOWN }, signal: asked.signal }).then((page) => setFound(page.items), () => {});
    }, WAIT_MS);
    return () => { clearTimeout(timer); asked.abort(); };
  }, [query]);
  const searching = query.trim() !== "";
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
