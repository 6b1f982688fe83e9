// How the app looks on this device; everything shows at once.

import { h, html, useState } from "../../vendor/preact.js";
import { t } from "../../lib/i18n.js";
import { enable, enabled } from "../../lib/keys.js";
import { density, pack, read, set } from "../../lib/look.js";
import { Switch } from "../../kit/field.js";
import { renewShell } from "../worker.js";
import { Choice } from "./choice.js";
import { Section } from "./section.js";

const THEMES = ["system", "light", "dark"];
const SIZES = ["s", "m", "l"];
const DENSITIES = ["roomy", "compact"];

/** @param {string} name @param {string[]} keys @returns {[string, string][]} */
function options(name, keys) {
  return keys.map((key) => [key, t(`settings.${name}.${key}`)]);
}

export function AppearancePart() {
  const [keys, setKeys] = useState(enabled());
  /** @param {Partial<import("../../lib/look.js").Look>} part */
  const change = async (part) => {
    set(part);
    // The page that is kept for the next start has the look written into it.
    renewShell().catch(() => {});
  };
  /** @param {boolean} on */
  const turn = (on) => {
    enable(on);
    setKeys(on);
  };
  return html`<div class="stack">
    ${h(Section, { title: t("settings.look"), text: t("settings.look_text"), children: html`
      ${h(Choice, { label: t("settings.theme"), value: read().theme, options: options("theme", THEMES), example: (chosen) => t(`settings.theme.${chosen}_text`), onSave: (theme) => change({ theme: /** @type {any} */ (theme) }) })}
      ${h(Choice, { label: t("settings.size"), value: read().size, options: options("size", SIZES), example: () => t("settings.size_text"), onSave: (size) => change({ size: /** @type {any} */ (size) }) })}
      ${h(Choice, { label: t("settings.density"), value: density(), options: options("density", DENSITIES), onSave: async (chosen) => pack(/** @type {any} */ (chosen)) })}` })}
    ${h(Section, { title: t("settings.moving"), text: t("settings.moving_text") })}
    ${h(Section, { title: t("settings.keys"), children: h(Switch, { label: t("settings.keys_on"), hint: t("settings.keys_hint"), checked: keys, onChange: turn }) })}
  </div>`;
}
