// The people who get through in quiet hours: chosen among one's friends.

import { h, html, useEffect, useState } from "../../vendor/preact.js";
import { call } from "../../lib/client.js";
import { name, t } from "../../lib/i18n.js";
import { Avatar } from "../../kit/avatar.js";
import { Icon } from "../../kit/icon.js";

const MOST = 20;

/** @param {{ids: string[], onChange: (ids: string[]) => void}} props */
export function Pass({ ids, onChange }) {
  const [people, setPeople] = useState(/** @type {any[]} */ ([]));
  const [word, setWord] = useState("");
  const [found, setFound] = useState(/** @type {any[]} */ ([]));
  useEffect(() => {
    const unknown = ids.filter((id) => !people.some((one) => one.id === id));
    Promise.allSettled(unknown.map((id) => call("GET /users/{id}", { path: { id } })))
      .then((answers) => setPeople([...people, ...answers.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []))]));
  }, [ids]);
  useEffect(() => {
    const stop = new AbortController();
    const timer = setTimeout(async () => {
      const answer = word.trim() ? await call("GET /users/search", { query: { q: word.trim(), limit: 6 }, signal: stop.signal }).catch(() => null) : null;
      if (!stop.signal.aborted) setFound(answer?.items.filter((/** @type {any} */ one) => one.relation === "friends" && !ids.includes(one.id)) ?? []);
    }, 150);
    return () => { clearTimeout(timer); stop.abort(); };
  }, [word, ids]);
  /** @param {any} person */
  const add = (person) => {
    setPeople([...people, person]);
    setWord("");
    onChange([...ids, person.id]);
  };
  return html`<div class="stack">
    <h3>${t("settings.pass")}</h3>
    ${ids.length > 0 && html`<ul class="set-chips">${people.filter((one) => ids.includes(one.id)).map((one) => html`<li key=${one.id} class="pill">${h(Avatar, { person: one, size: 24 })}<span dir="auto">${name(one)}</span>
      <button type="button" class="set-chip-x" aria-label=${t("settings.pass_remove", { name: name(one) })} onClick=${() => onChange(ids.filter((id) => id !== one.id))}>${h(Icon, { name: "x", size: 16 })}</button></li>`)}</ul>`}
    ${ids.length < MOST && html`<input type="search" aria-label=${t("settings.pass_find")} placeholder=${t("settings.pass_find")} dir="auto" value=${word} onInput=${/** @param {any} event */ (event) => setWord(event.target.value)} />`}
    <p class="hidden" role="status">${word && t("settings.pass_found", { count: found.length })}</p>
    ${found.length > 0 && html`<ul class="set-rows">${found.map((one) => html`<li key=${one.id}><button type="button" class="set-thing" onClick=${() => add(one)}>${h(Avatar, { person: one, size: 36 })}<span class="set-thing-words"><strong dir="auto">${name(one)}</strong><small>@${one.username}</small></span>${h(Icon, { name: "plus" })}</button></li>`)}</ul>`}
  </div>`;
}
