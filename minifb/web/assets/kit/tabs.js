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
  return html`<nav ref=${bar} class="tabs" aria-label=${label} onKeyDown=${walk}>
    ${tabs.map(([key, text, href]) => html`<a key=${key} href=${href} aria-current=${key === current ? "page" : undefined}>${text}</a>`)}
  </nav>`;
}

/** @param {KeyboardEvent} event */
function walk(event) {
  const all = /** @type {HTMLElement[]} */ ([.../** @type {HTMLElement} */ (event.currentTarget).querySelectorAll("a")]);
  const at = all.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (by === undefined || at < 0) return;
  all[(at + (document.dir === "rtl" ? -by : by) + all.length) % all.length].focus();
}
