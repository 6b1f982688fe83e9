// What a picture looks like from far away, until it is here.

import { html, useEffect, useRef } from "../vendor/preact.js";
import { paint } from "../lib/thumbhash.js";

/** @param {{hash: string}} props */
export function Placeholder({ hash }) {
  const canvas = useRef(/** @type {HTMLCanvasElement | null} */ (null));
  useEffect(() => { if (canvas.current) paint(canvas.current, hash); }, [hash]);
  return html`<canvas ref=${canvas} class="placeholder" aria-hidden="true"></canvas>`;
}
