// The search box: suggestions while one types, people first; arrows, Enter, Esc. On phones it opens over the whole page.

import { h, html, useEffect, useId, useRef, useSignal } from "../vendor/preact.js";
import { call } from "../lib/client.js";
import { useFound } from "../lib/found.js";
import { name, t } from "../lib/i18n.js";
import { bind } from "../lib/keys.js";
import { go, here } from "../lib/router.js";
import { Avatar } from "./avatar.js";
import { Icon } from "./icon.js";

/** @typedef {import("../lib/schema.js").Completion} Completion */

/** In the bar at the top: the box itself, or on phones a button that opens it. */
export function SearchBox() {
  const sheet = useRef(/** @type {HTMLDialogElement | null} */ (null));
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  const { path, query } = here.value;
  const asked = path === "/search" ? query.get("q") ?? "" : "";
  const open = () => {
    sheet.current?.showModal();
    sheet.current?.querySelector("input")?.select();
  };
  useEffect(() => bind({ "/": () => {
    const field = box.current?.querySelector("input");
    if (field?.checkVisibility()) field.select();
    else open();
  } }), []);
  useEffect(() => sheet.current?.close(), [here.value]);
  return html`<div ref=${box} class="search-wide">${h(Combobox, { asked })}</div>
    <button type="button" class="icon-button search-open" aria-label=${t("common.search")} onClick=${open}>${h(Icon, { name: "search", size: 24 })}</button>
    <dialog ref=${sheet} class="search-sheet" aria-label=${t("common.search")}>
      <button type="button" class="icon-button" aria-label=${t("common.close")} onClick=${() => sheet.current?.close()}>${h(Icon, { name: "arrow-left" })}</button>
      ${h(Combobox, { asked })}
    </dialog>`;
}

/** The field and its list (ARIA combobox with a listbox). @param {{asked: string}} props  what is looked for now */
export function Combobox({ asked }) {
  const id = useId();
  const text = useSignal(asked);
  const found = useSignal(/** @type {Completion[]} */ ([]));
  const open = useSignal(false);
  const active = useSignal(-1);
  const field = useRef(/** @type {HTMLInputElement | null} */ (null));
  useEffect(() => { text.value = asked; }, [asked]);
  useFound(open.value ? text.value.trim() : null, suggested, (items) => {
    found.value = items ?? [];
    active.value = -1;
  });
  const items = open.value ? found.value : [];
  /** @param {string} to */
  const leave = (to) => {
    open.value = false;
    field.current?.blur();
    go(to);
  };
  /** @param {Event} event */
  const submit = (event) => {
    event.preventDefault();
    const picked = items[active.value];
    const words = text.value.trim();
    if (picked) leave(addressOf(picked));
    else if (words) leave(`/search?q=${encodeURIComponent(words)}`);
  };
  /** @param {KeyboardEvent} event */
  const key = (event) => {
    const count = items.length;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      open.value = true;
      // One place beyond the ends is the field itself.
      if (count) active.value = ((active.value + 1 + (event.key === "ArrowDown" ? 1 : count)) % (count + 1)) - 1;
    } else if (event.key === "Escape" && (open.value && count || text.value)) {
      event.preventDefault();
      if (!(open.value && count)) text.value = "";
      open.value = false;
      active.value = -1;
    }
  };
  useEffect(() => { document.getElementById(`${id}-${active.value}`)?.scrollIntoView({ block: "nearest" }); }, [active.value]);
  const shown = items[active.value];
  return html`<form class="searchbox" role="search" onSubmit=${submit}>
    ${h(Icon, { name: "search", size: 18 })}
    <input ref=${field} type="search" name="q" role="combobox" aria-label=${t("search.label")} placeholder=${t("search.placeholder")} maxlength="200"
      autocomplete="off" autocapitalize="off" spellcheck=${false} enterkeyhint="search" dir="auto" aria-autocomplete="list" aria-controls=${`${id}-list`}
      aria-expanded=${items.length > 0} aria-activedescendant=${shown ? `${id}-${active.value}` : undefined} value=${text.value}
      onInput=${/** @param {any} event */ (event) => { text.value = event.target.value; open.value = true; }}
      onFocus=${() => { open.value = true; }} onClick=${() => { open.value = true; }} onBlur=${() => { open.value = false; }} onKeyDown=${key} />
    <ul id=${`${id}-list`} class="suggestions" role="listbox" aria-label=${t("search.suggestions")} hidden=${!items.length} onMouseDown=${/** @param {Event} event */ (event) => event.preventDefault()}>
      ${items.map((one, at) => html`<li key=${`${one.kind} ${one.id ?? one.text}`} id=${`${id}-${at}`} role="option" aria-selected=${at === active.value} class="suggestion"
        onClick=${() => leave(addressOf(one))}>${h(Suggestion, { one })}</li>`)}
    </ul>
    <span class="hidden" role="status">${open.value && text.value && items.length > 0 && t("search.suggested", { count: items.length })}</span>
  </form>`;
}

/** @param {string} q @param {AbortSignal} signal */
async function suggested(q, signal) {
  return (await call("GET /search/suggestions", { query: { q, limit: 8 }, signal })).items;
}

/** @param {{one: Completion}} props */
function Suggestion({ one }) {
  const { user } = one;
  if (user) return html`${h(Avatar, { person: user, size: 36 })}<span class="person-words"><strong><bdi>${name(user)}</bdi></strong><small><bdi>@${user.username}</bdi></small></span>`;
  return html`<span class="suggestion-icon">${h(Icon, { name: one.kind === "tag" ? "hash" : "clock", size: 18 })}</span><bdi>${one.text}</bdi>`;
}

/** @param {Completion} one */
function addressOf(one) {
  if (one.user) return `/@${one.user.username}`;
  if (one.kind === "tag") return `/search?q=${encodeURIComponent(`#${one.text.replace(/^#/, "")}`)}&tab=posts`;
  return `/search?q=${encodeURIComponent(one.text)}`;
}
