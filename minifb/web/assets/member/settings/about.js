// What this is: the community, the program and its version, and on whose work it stands.

import { h, html, useState } from "../../vendor/preact.js";
import { t } from "../../lib/i18n.js";
import { base } from "../../kit/icon.js";
import { Loaded } from "../../kit/loaded.js";
import { site } from "../me.js";
import { Section } from "./section.js";

const LICENSES = `${base}vendor/LICENSES.md`;

export function AboutPart() {
  const { community, build, version } = /** @type {any} */ (site);
  return html`<div class="stack">
    ${h(Section, { title: community, text: t("settings.about_text"), children: html`<dl class="set-facts">
      <div><dt>${t("settings.version")}</dt><dd>minifb ${version ?? ""}</dd></div>
      <div><dt>${t("settings.build")}</dt><dd><code>${build}</code></dd></div>
      <div><dt>${t("settings.api")}</dt><dd><a href="/docs" data-outside>${t("settings.api_docs")}</a></dd></div>
    </dl>` })}
    ${h(Section, { title: t("settings.licences"), text: t("settings.licences_text"), children: h(Licences, {}) })}
  </div>`;
}

function Licences() {
  const [open, setOpen] = useState(false);
  const load = () => fetch(LICENSES).then((answer) => (answer.ok ? answer.text() : Promise.reject())).catch(() => Promise.reject({ code: "offline" }));
  return html`<details onToggle=${/** @param {any} event */ (event) => setOpen(event.target.open)}><summary>${t("settings.licences_show")}</summary>
    ${open && h(Loaded, { load, rows: 2, draw: (text) => html`<pre class="set-licences" tabindex="0" aria-label=${t("settings.licences")}>${text}</pre>` })}
  </details>`;
}
