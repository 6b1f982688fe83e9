// Choose people by name, as one types it.

import { h, html, useId, useState } from "../vendor/preact.js";
import { useFound } from "../lib/found.js";
import { name, t } from "../lib/i18n.js";
import { Avatar } from "./avatar.js";
import { Icon } from "./icon.js";

/**
 * @param {{label: string, chosen: any[], onChange: (people: any[]) => void, ask: (words: string, signal: AbortSignal) => Promise<any[]>, most?: number}} props
 *   `ask` finds people for what was typed, and those to begin with
 */
export function PeoplePicker({ label, chosen, onChange, ask, most = Infinity }) {
  const [typed, setTyped] = useState("");
  const [found, setFound] = useState(/** @type {any[]} */ ([]));
  const id = useId();
  const words = typed.trim();
  useFound(words, ask, (people) => setFound(people ?? []));
  const ids = new Set(chosen.map((one) => one.id));
  /** @param {any} person */
  const toggle = (person) => {
    onChange(ids.has(person.id) ? chosen.filter((one) => one.id !== person.id) : [...chosen, person]);
    if (!ids.has(person.id)) setTyped("");
  };
  const others = found.filter((one) => !ids.has(one.id));
  return html`<div class="people">
    ${chosen.length < most && html`<label for=${id}>${label}</label>`}
    ${chosen.length > 0 && html`<ul class="chips">${chosen.map((one) => html`<li key=${one.id}><button type="button" class="person-chip" onClick=${() => toggle(one)}>
      ${h(Avatar, { person: one, size: 24 })}<span dir="auto" aria-hidden="true">${name(one)}</span><span class="hidden">${t("people.drop", { name: name(one) })}</span>${h(Icon, { name: "x", size: 14 })}</button></li>`)}</ul>`}
    ${chosen.length < most && html`<input id=${id} type="search" value=${typed} placeholder=${t("people.search")} maxlength="200" autocomplete="off" dir="auto" onInput=${/** @param {any} event */ (event) => setTyped(event.target.value)}
      onKeyDown=${/** @param {KeyboardEvent} event */ (event) => { if (event.key === "Enter" && others[0]) { event.preventDefault(); toggle(others[0]); } }} />
    <ul class="people-found">${others.map((one) => html`<li key=${one.id}><button type="button" class="people-choice" onClick=${() => toggle(one)}>
      ${h(Avatar, { person: one, size: 32 })}<span><strong dir="auto">${name(one)}</strong><small dir="ltr">@${one.username}</small></span>${h(Icon, { name: "plus", size: 18 })}</button></li>`)}</ul>`}
    <p class=${words && !others.length ? "quiet-text" : "hidden"} role="status">${words && t(others.length ? "people.found" : "people.none", { count: others.length })}</p>
  </div>`;
}
