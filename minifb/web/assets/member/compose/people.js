// Choose people by name: friends at once, others as one types.

import { h, html, useEffect, useId, useState } from "../../vendor/preact.js";
import { name, t } from "../../lib/i18n.js";
import { Avatar } from "../../kit/avatar.js";
import { choices } from "../../kit/completion.js";
import { Icon } from "../../kit/icon.js";
import { myId } from "../me.js";

/** @param {{label: string, chosen: any[], onChange: (people: any[]) => void}} props */
export function PeoplePicker({ label, chosen, onChange }) {
  const [typed, setTyped] = useState("");
  const [found, setFound] = useState(/** @type {any[]} */ ([]));
  const id = useId();
  useEffect(() => {
    const stop = new AbortController();
    const timer = setTimeout(() => {
      choices("@", typed.trim().replace(/^@/, ""), stop.signal).then((all) => setFound(all.map((one) => one.person)), () => {});
    }, typed ? 150 : 0);
    return () => { clearTimeout(timer); stop.abort(); };
  }, [typed]);
  const ids = new Set(chosen.map((one) => one.id));
  /** @param {any} person */
  const toggle = (person) => {
    onChange(ids.has(person.id) ? chosen.filter((one) => one.id !== person.id) : [...chosen, person]);
    if (!ids.has(person.id)) setTyped("");
  };
  const others = found.filter((one) => one && !ids.has(one.id) && one.id !== myId.value);
  return html`<div class="people">
    <label for=${id}>${label}</label>
    ${chosen.length > 0 && html`<ul class="chips">${chosen.map((one) => html`<li key=${one.id}><button type="button" class="person-chip" onClick=${() => toggle(one)}>
      ${h(Avatar, { person: one, size: 24 })}<span dir="auto" aria-hidden="true">${name(one)}</span><span class="hidden">${t("compose.person_drop", { name: name(one) })}</span>${h(Icon, { name: "x", size: 14 })}</button></li>`)}</ul>`}
    <input id=${id} type="search" value=${typed} placeholder=${t("compose.person_search")} autocomplete="off" dir="auto" onInput=${/** @param {any} event */ (event) => setTyped(event.target.value)}
      onKeyDown=${/** @param {KeyboardEvent} event */ (event) => { if (event.key === "Enter" && others[0]) { event.preventDefault(); toggle(others[0]); } }} />
    <ul class="people-found">${others.map((one) => html`<li key=${one.id}><button type="button" class="people-choice" onClick=${() => toggle(one)}>
      ${h(Avatar, { person: one, size: 32 })}<span><strong dir="auto">${name(one)}</strong><small dir="ltr">@${one.username}</small></span>${h(Icon, { name: "plus", size: 18 })}</button></li>`)}</ul>
    ${typed.trim() && !others.length && html`<p class="compose-note" role="status">${t("compose.person_none")}</p>`}
  </div>`;
}
