// A picture in the sizes and formats that the server made: the browser takes the one that fits.

import { h, html } from "../vendor/preact.js";
import { Placeholder } from "./placeholder.js";

/** @typedef {{name: string, type: string, width: number | null, height: number | null, bytes: number, url: string}} Variant */
/** @typedef {{id: string, kind: "image" | "video" | "audio" | "file", status: "processing" | "ready" | "failed", type: string, bytes: number, width: number | null, height: number | null, duration: number | null, alt: string | null, placeholder: string | null, variants: Variant[], progress?: number | null}} Medium */

/** The still forms of a picture (named by their longest side) or of a film, the smallest first. @param {Medium} medium */
export function stills(medium) {
  const shape = medium.kind === "video" ? /^poster\./ : /^\d+\./;
  return medium.variants.filter((one) => shape.test(one.name)).sort((one, other) => (one.width ?? 0) - (other.width ?? 0));
}

/** The form that moves, if the picture does. @param {Medium} medium */
export function moving(medium) {
  return medium.variants.find((one) => one.name.startsWith("animated."));
}

/** Its shape; film that is still being made is taken for wide. @param {Medium} medium */
export function ratio({ kind, width, height }) {
  return width && height ? width / height : kind === "video" ? 16 / 9 : 4 / 3;
}

/** A picture one can see through shows its ground, not its placeholder. @param {string | null} placeholder */
function opaque(placeholder) {
  return placeholder && !(atob(placeholder).charCodeAt(2) & 128);
}

/**
 * @param {{medium: Medium, sizes: string, alt: string, eager?: boolean, play?: boolean, onError?: () => void}} props
 *   `play` shows the form that moves; `eager` is for what is seen first
 */
export function Picture({ medium, sizes, alt, eager = false, play = false, onError }) {
  const all = stills(medium);
  const jpeg = all.filter((one) => one.type === "image/jpeg");
  const fallback = jpeg.length ? jpeg : all;
  const last = play ? moving(medium) : fallback[fallback.length - 1];
  if (!last) return null;
  const better = play ? [] : ["image/avif", "image/webp"].filter((type) => all.some((one) => one.type === type));
  return html`${opaque(medium.placeholder) && h(Placeholder, { hash: /** @type {string} */ (medium.placeholder) })}
    <picture>
      ${better.map((type) => html`<source key=${type} type=${type} srcset=${srcset(all.filter((one) => one.type === type))} sizes=${sizes} />`)}
      <img srcset=${play ? undefined : srcset(fallback)} sizes=${sizes} src=${last.url} alt=${alt} width=${medium.width ?? last.width} height=${medium.height ?? last.height}
        loading=${eager ? "eager" : "lazy"} fetchpriority=${eager ? "high" : "auto"} decoding="async" draggable=${false} onError=${onError} />
    </picture>`;
}

/** @param {Variant[]} forms */
function srcset(forms) {
  return forms.map((one) => `${one.url} ${one.width}w`).join(", ");
}
