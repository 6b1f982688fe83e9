// What this is: the community, the program and its version, and on whose work it stands.

import { h, html, useState } from "../../vendor/preact.js";
import { t } from "../../lib/i18n.js";
import { base } from "../../kit/icon.js";
import { Failed, Skeleton } from "../../kit/states.js";
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
  const [text, setText] = useState("");
  const [problem, setProblem] = useState(/** @type {any} */ (null));
  const load = () => {
    setProblem(null);
    fetch(LICENSES).then((answer) => (answer.ok ? answer.text() : Promise.reject({ code: "unknown" }))).then(setText, () => setProblem({ code: "offline" }));
  };
  /** @param {any} event */
  const opened = (event) => {
    setOpen(event.target.open);
    if (event.target.open && !text) load();
  };
  return html`<details onToggle=${opened}><summary>${t("settings.licences_show")}</summary>
    ${!open ? null : problem ? h(Failed, { problem, retry: load }) : text ? html`<pre class="set-licences" tabindex="0" aria-label=${t("settings.licences")}>${text}</pre>` : h(Skeleton, { kind: "row", rows: 2 })}
  </details>`;
}
