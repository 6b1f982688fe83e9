// A person in a list: face, name, handle, and what one can do.

import { h, html } from "../vendor/preact.js";
import { name } from "../lib/i18n.js";
import { Avatar } from "./avatar.js";

/** @param {{person: any, note?: any, size?: number, online?: boolean, children?: any, onClick?: () => void}} props  `children` are actions at the end */
export function PersonRow({ person, note, size = 48, online = false, children, onClick }) {
  return html`<div class="person">
    <a class="person-link" href=${`/@${person.username}`} onClick=${onClick}>
      ${h(Avatar, { person, size, online })}
      <span class="person-words"><strong dir="auto">${name(person)}</strong><small dir="auto">${note ?? `@${person.username}`}</small></span>
    </a>
    ${children && html`<div class="person-actions">${children}</div>`}
  </div>`;
}
