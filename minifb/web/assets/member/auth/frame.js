// What the pages at the door share: the community's name above one card, and what is said when something is done.

import { h, html, useEffect, useRef } from "../../vendor/preact.js";
import { base, Icon } from "../../kit/icon.js";
import { site } from "../me.js";

/** A page with one card. @param {{title: string, text?: any, children?: any, after?: any}} props  `after` stands below the card */
export function Door({ title, text, children, after }) {
  return html`<div class="door">
    ${h(Sign, {})}
    <section class="card">
      <h1>${title}</h1>
      ${text && html`<p class="door-text">${text}</p>`}
      ${children}
    </section>
    ${after && html`<div class="door-after">${after}</div>`}
  </div>`;
}

/** The community's sign. */
export function Sign() {
  return html`<p class="door-sign"><img src=${`${base}icons/favicon.svg`} alt="" width="40" height="40" /><span dir="auto">${site.community}</span></p>`;
}

/**
 * How something ended. The focus goes to its heading, since what had it before is gone.
 *
 * @param {{icon: string, title: string, text?: any, bad?: boolean, children?: any, after?: any}} props  `children` are what can be done next
 */
export function Outcome({ icon, title, text, bad = false, children, after }) {
  const heading = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => { heading.current?.focus({ preventScroll: true }); }, [title]);
  return html`<div class="door">
    ${h(Sign, {})}
    <section class=${`card door-outcome ${bad ? "bad" : ""}`}>
      ${h(Icon, { name: icon, size: 40 })}
      <h1 ref=${heading} tabindex="-1">${title}</h1>
      ${text && html`<p>${text}</p>`}
      ${children && html`<div class="door-next">${children}</div>`}
    </section>
    ${after && html`<div class="door-after">${after}</div>`}
  </div>`;
}

/** The button that sends a form. @param {{busy: boolean, text: string, icon?: string}} props */
export function Submit({ busy, text, icon }) {
  return html`<button class="primary door-submit" aria-disabled=${busy}>${icon && h(Icon, { name: icon })}${text}</button>`;
}

/** Put the cursor into the first field, but not where that opens a keyboard over half of the page. */
export function useFirstField() {
  const page = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => {
    if (matchMedia("(hover: hover)").matches) /** @type {HTMLElement | null} */ (page.current?.querySelector("input:not([type=hidden])"))?.focus();
  }, []);
  return page;
}
