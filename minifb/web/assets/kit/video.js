// A film with the browser's own controls. It plays when asked to, never by itself, and one at a time.

import { h, html, useState } from "../vendor/preact.js";
import { t } from "../lib/i18n.js";
import { Icon } from "./icon.js";
import { ratio, stills } from "./picture.js";

/** @param {{medium: import("./picture.js").Medium, label?: string}} props */
export function Video({ medium, label }) {
  const [failed, setFailed] = useState(0);
  const films = medium.variants.filter((one) => one.type === "video/mp4").sort((one, other) => (other.height ?? 0) - (one.height ?? 0));
  const poster = stills(medium).find((one) => one.type === "image/jpeg") ?? stills(medium)[0];
  const small = films[films.length - 1];
  if (failed % 2) {
    return html`<div class="media-state" role="alert">${h(Icon, { name: "circle-alert", size: 28 })}<span>${t("media.film_failed")}</span>
      <button type="button" class="plain" onClick=${() => setFailed(failed + 1)}>${t("common.retry")}</button></div>`;
  }
  return html`<video key=${failed} class="film" controls playsinline preload="metadata" poster=${poster?.url} width=${medium.width} height=${medium.height}
    style=${{ aspectRatio: ratio(medium) }} aria-label=${label ?? medium.alt ?? t("media.film")} onPlay=${alone}>
    ${films.length > 1 && html`<source src=${small.url} type="video/mp4" media="(width < 44rem)" />`}
    <source src=${films[0]?.url} type="video/mp4" onError=${() => setFailed(failed + 1)} />
  </video>`;
}

/** What else plays falls silent. @param {Event} event */
export function alone(event) {
  for (const other of document.querySelectorAll("video, audio")) {
    if (other !== event.currentTarget) /** @type {HTMLMediaElement} */ (other).pause();
  }
}
