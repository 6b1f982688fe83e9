// Something that is shown this once: to be copied or put into a file before it is gone.

import { h, html } from "../vendor/preact.js";
import { t } from "../lib/i18n.js";
import { copy } from "./copy.js";
import { Icon } from "./icon.js";

/** @param {{label: string, value: string, file?: string}} props  `file`: the name of a file it can be kept in; lines stay lines */
export function Secret({ label, value, file }) {
  return html`<div class="secret">
    <code tabindex="0" role="group" aria-label=${label}>${value}</code>
    <div class="row">
      <button type="button" class="plain" onClick=${() => copy(value)}>${h(Icon, { name: "copy" })}${t("common.copy")}</button>
      ${file && html`<button type="button" class="plain" onClick=${() => download(file, value)}>${h(Icon, { name: "download" })}${t("secret.download")}</button>`}
    </div>
  </div>`;
}

/** @param {string} name @param {string} text */
function download(name, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([`${text}\n`], { type: "text/plain" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
