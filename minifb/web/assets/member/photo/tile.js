// A picture or film in a grid: a link to where it is large, opened over the page by a plain click.

import { h, html } from "../../vendor/preact.js";
import { Icon } from "../../kit/icon.js";
import { Picture } from "../../kit/picture.js";
import { length } from "../../lib/time.js";

/** @param {{medium: any, alt: string, href?: string, open: () => void}} props */
export function Tile({ medium, alt, href = `/photo/${medium.id}`, open }) {
  return html`<a class="photo-tile" href=${href} data-anchor=${medium.id} onClick=${/** @param {MouseEvent} event */ (event) => { if (!event.ctrlKey && !event.metaKey && !event.shiftKey) { event.preventDefault(); open(); } }}>
    ${h(Picture, { medium, sizes: "(width < 44rem) 33vw, 13rem", alt })}
    ${medium.kind === "video" && html`<span class="photo-film">${h(Icon, { name: "play", size: 14 })}${medium.duration ? length(medium.duration) : ""}</span>`}
  </a>`;
}
