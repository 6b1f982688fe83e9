// A sound with the browser's own controls.

import { h, html, useState } from "../vendor/preact.js";
import { t } from "../lib/i18n.js";
import { length } from "../lib/time.js";
import { Icon } from "./icon.js";
import { alone } from "./video.js";

/** @param {{medium: import("./picture.js").Medium}} props */
export function Audio({ medium }) {
  const [failed, setFailed] = useState(0);
  const said = medium.alt ?? t("media.sound");
  const form = medium.variants.find((one) => one.type.startsWith("audio/"));
  return html`<figure class="sound">
    <figcaption>${h(Icon, { name: "volume-2" })}<span dir="auto">${said}</span>${medium.duration !== null && html`<small class="count">${length(medium.duration)}</small>`}</figcaption>
    ${failed % 2
      ? html`<p role="alert">${t("media.sound_failed")} <button type="button" class="quiet small" onClick=${() => setFailed(failed + 1)}>${t("common.retry")}</button></p>`
      : html`<audio key=${failed} controls preload="metadata" src=${form?.url} aria-label=${said} onPlay=${alone} onError=${() => setFailed(failed + 1)}></audio>`}
  </figure>`;
}
