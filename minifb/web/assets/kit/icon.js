// One icon of the sprite. The files are vendor/lucide/<name>.svg; whoever needs a new one puts it there.

import { html } from "../vendor/preact.js";

/** The address everything of this build is under: `/s/<build>/`. */
export const base = new URL("..", import.meta.url).pathname;

/** @param {{name: string, size?: number}} props */
export function Icon({ name, size = 20 }) {
  return html`<svg class="icon" width=${size} height=${size} aria-hidden="true"><use href=${`${base}icons.svg#${name}`} /></svg>`;
}
