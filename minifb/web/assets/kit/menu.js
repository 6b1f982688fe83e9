// A button that opens a menu in the top layer, so that no card or bar cuts it off.

import { h, html, useEffect, useId, useRef, useState } from "../vendor/preact.js";
import { Icon } from "./icon.js";

/** @typedef {{icon?: string, text: string, hint?: string, run?: () => void, href?: string, bad?: boolean} | null | false | undefined} Item */

/**
 * @param {{label: string, icon?: string, items: Item[] | (() => Item[]), children?: any, className?: string}} props
 *   `label` is the button's name; `children` are shown in it instead of the icon; false items are left out;
 *   `items` may be asked for when the menu is opened, so that a page of many menus stays light
 */
export function Menu({ label, icon = "ellipsis", items, children, className = "icon-button" }) {
  const list = useRef(/** @type {HTMLElement | null} */ (null));
  const button = useRef(/** @type {HTMLElement | null} */ (null));
  const [open, setOpen] = useState(false);
  const id = useId();
  useEffect(() => {
    const shown = list.current;
    // Its items go when it is closed, and not before: the browser gives the focus back only from where it still is.
    const before = (/** @type {any} */ event) => { if (event.newState === "open") setOpen(true); };
    const toggled = (/** @type {any} */ event) => {
      const shows = event.newState === "open";
      setOpen(shows);
      button.current?.setAttribute("aria-expanded", String(shows));
      if (shows) place(/** @type {any} */ (shown), /** @type {any} */ (button.current));
    };
    shown?.addEventListener("beforetoggle", before);
    shown?.addEventListener("toggle", toggled);
    return () => {
      shown?.removeEventListener("beforetoggle", before);
      shown?.removeEventListener("toggle", toggled);
    };
  }, []);
  const entries = typeof items !== "function" ? items : open ? items() : [];
  return html`<button ref=${button} type="button" class=${className} aria-label=${children ? undefined : label} aria-haspopup="menu"
      aria-expanded="false" popovertarget=${id}>${children ?? h(Icon, { name: icon })}</button>
    <div ref=${list} id=${id} class="menu" role="menu" popover="auto" aria-label=${label} onKeyDown=${walk}>
      ${entries.filter((item) => !!item).map((item) => h(Entry, { item: /** @type {any} */ (item), close: () => list.current?.hidePopover() }))}
    </div>`;
}

/** @param {{item: any, close: () => void}} props */
function Entry({ item, close }) {
  const inside = html`${item.icon && h(Icon, { name: item.icon })}<span>${item.text}${item.hint && html`<small>${item.hint}</small>`}</span>`;
  if (item.href) return html`<a role="menuitem" class=${item.bad ? "bad" : ""} href=${item.href} onClick=${close}>${inside}</a>`;
  return html`<button type="button" role="menuitem" class=${item.bad ? "bad" : ""} onClick=${() => { close(); item.run(); }}>${inside}</button>`;
}

/** Put it below the button, or above where there is no room, and never beyond the page. @param {HTMLElement} list @param {HTMLElement} button */
export function place(list, button) {
  const at = button.getBoundingClientRect();
  const below = innerHeight - at.bottom > list.offsetHeight + 8 || at.top < list.offsetHeight;
  const left = Math.max(8, Math.min(at.right - list.offsetWidth, innerWidth - list.offsetWidth - 8));
  list.style.top = `${Math.max(8, Math.min(below ? at.bottom + 4 : at.top - list.offsetHeight - 4, innerHeight - list.offsetHeight - 8))}px`;
  list.style.left = `${left}px`;
  /** @type {HTMLElement | null} */ (list.querySelector("[role=menuitem]"))?.focus({ preventScroll: true });
}

/** @param {KeyboardEvent} event */
function walk(event) {
  const list = /** @type {HTMLElement} */ (event.currentTarget);
  if (event.key === "Tab") list.hidePopover(); // and on, from its button
  const all = /** @type {HTMLElement[]} */ ([...list.querySelectorAll("[role=menuitem]")]);
  const at = all.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  all[(to + all.length) % all.length]?.focus();
}
