// Choosing people: one's friends at once, everybody else by searching.

import { h, html, useEffect, useMemo, useSignal } from "../../vendor/preact.js";
import { call } from "../../lib/client.js";
import { calm } from "../../lib/found.js";
import { name, t } from "../../lib/i18n.js";
import { Pages } from "../../lib/store.js";
import { Avatar } from "../../kit/avatar.js";
import { Icon } from "../../kit/icon.js";
import { List } from "../../kit/list.js";

/** @param {{chosen: import("../../vendor/preact.js").Signal<any[]>, without?: string[]}} props  `without`: who cannot be chosen, by id */
export function People({ chosen, without = [] }) {
  const words = useSignal("");
  const sought = words.value.trim();
  const pages = useMemo(() => new Pages((cursor, aborted) => found(sought, cursor, aborted)), [sought]);
  useEffect(() => () => pages.asked.abort(), [pages]);
  /** @param {any} person */
  const toggle = (person) => {
    const there = chosen.value.some((one) => one.id === person.id);
    chosen.value = there ? chosen.value.filter((one) => one.id !== person.id) : [...chosen.value, person];
  };
  return html`<div class="pick">
    <input type="search" dir="auto" autofocus value=${words.value} maxlength="100" aria-label=${t("chat.people_search")} placeholder=${t("chat.people_search")} onInput=${/** @param {any} event */ (event) => { words.value = event.target.value; }} />
    ${chosen.value.length > 0 && html`<ul class="pick-chosen" aria-label=${t("chat.people_chosen")}>${chosen.value.map((one) => html`<li key=${one.id}><button type="button" class="pill" aria-label=${t("chat.people_drop", { name: name(one) })} onClick=${() => toggle(one)}><span dir="auto">${name(one)}</span>${h(Icon, { name: "x", size: 16 })}</button></li>`)}</ul>`}
    <div class="pick-list">${h(List, {
      key: sought, pages, empty: html`<p class="quiet-text">${t(sought ? "chat.people_none" : "chat.people_no_friends")}</p>`,
      row: (person) => !without.includes(person.id) && html`<label key=${person.id} class="pick-row">${h(Avatar, { person, size: 40 })}<span><strong dir="auto">${name(person)}</strong><small dir="auto">@${person.username}</small></span>
        <input type="checkbox" checked=${chosen.value.some((one) => one.id === person.id)} onChange=${() => toggle(person)} /></label>`,
    })}</div>
  </div>`;
}

/** @param {string} q @param {string | undefined} cursor @param {AbortSignal} aborted */
async function found(q, cursor, aborted) {
  if (!q) {
    const page = await call("GET /users/friends", { query: { status: "friends", cursor, limit: 50 }, signal: aborted });
    return { items: page.items.map((/** @type {any} */ one) => one.user), next: page.next };
  }
  if (!cursor) await calm();
  const page = await call("GET /users/search", { query: { q, cursor, limit: 20 }, signal: aborted });
  return { items: page.items.filter((/** @type {any} */ one) => one.relation !== "self"), next: page.next };
}
