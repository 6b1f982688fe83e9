// Tabs as links, so that each has an address; the arrow keys move between them.

import { html, useEffect, useRef } from "../vendor/preact.js";

/** @param {{label: string, current: string, tabs: [string, string, string][]}} props  each tab: key, text, address */
export function Tabs({ label, current, tabs }) {
  const bar = useRef(/** @type {HTMLElement | null} */ (null));
  // Where not all fit, the one that is open is in sight; only the bar moves, never the page.
  useEffect(() => {
    const open = bar.current?.querySelector("[aria-current]")?.getBoundingClientRect();
    const whole = bar.current?.getBoundingClientRect();
    if (open && whole) bar.current?.scrollBy({ left: open.left + open.width / 2 - whole.left - whole.width / 2 });
  }, [current]);
  return html`<nav ref=${bar} class="tabs" aria-label=${label} onKeyDown=${/** @param {KeyboardEvent} event */ (event) => walk(event)}>
    ${tabs.map(([key, text, href]) => html`<a key=${key} href=${href} aria-current=${key === current ? "page" : undefined}>${text}</a>`)}
  </nav>`;
}

/** Go to the next tab by its arrow key. @param {KeyboardEvent} event @param {string} [which]  what the tabs are @returns {HTMLElement | undefined} where one is now */
export function walk(event, which = "a") {
  const all = /** @type {HTMLElement[]} */ ([.../** @type {HTMLElement} */ (event.currentTarget).querySelectorAll(which)]);
  const at = all.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (by === undefined || at < 0) return undefined;
  const next = all[(at + (document.dir === "rtl" ? -by : by) + all.length) % all.length];
  next.focus();
  return next;
}
