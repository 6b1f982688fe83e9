// A person's face, or their initials on a colour that is always the same for them.

import { h, html } from "../vendor/preact.js";
import { Placeholder } from "./placeholder.js";

/**
 * @param {{person: {id: string, firstName: string, lastName: string, avatar?: {url: string, placeholder?: string | null} | null}, size?: number, online?: boolean}} props
 *   `size` in pixels; the name stands beside it, so the picture itself says nothing to a screen reader
 */
export function Avatar({ person, size = 40, online = false }) {
  const { avatar } = person;
  return html`<span class="avatar" style=${look(person.id, size)} aria-hidden="true">
    ${avatar?.placeholder ? h(Placeholder, { hash: avatar.placeholder }) : null}
    ${avatar ? html`<img src=${avatar.url} alt="" width=${size} height=${size} loading="lazy" decoding="async" />` : initials(person)}
    ${online && html`<span class="online"></span>`}
  </span>`;
}

/** @param {{firstName: string, lastName: string}} person */
function initials({ firstName, lastName }) {
  return [firstName, lastName].map((part) => [...part][0] ?? "").join("").toUpperCase();
}

/** Its size in pixels, and one of twelve hues by the end of the id, which is random. @param {string} id @param {number} [size] */
export function look(id, size = 0) {
  return { "--hue": (parseInt(id.slice(-4), 16) % 12) * 30, "--px": `${size}px` };
}
