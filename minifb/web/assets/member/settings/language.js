// The language of the app on this device.

import { h, html, useId } from "../../vendor/preact.js";
import { t } from "../../lib/i18n.js";
import { read, set } from "../../lib/look.js";
import { renewShell } from "../worker.js";
import { Section } from "./section.js";

/** Each in its own words, so that everybody finds theirs. */
const LANGUAGES = [["en", "English"], ["de", "Deutsch"]];

export function LanguagePart() {
  const id = useId();
  /** @param {string} locale */
  const choose = async (locale) => {
    set({ locale });
    await renewShell().catch(() => {});
    location.reload();
  };
  const { locale } = read();
  return h(Section, { title: t("settings.language_of"), text: t("settings.language_text"), children: html`<fieldset class="set-radios">
    <legend class="hidden">${t("settings.language")}</legend>
    ${LANGUAGES.map(([key, name]) => html`<label key=${key} class="set-radio"><input type="radio" name=${id} value=${key} checked=${key === locale} onChange=${() => choose(key)} /><span lang=${key}>${name}</span></label>`)}
  </fieldset>` });
}
