// What a photo shows, in words for who cannot see it.

import { h, html, useState } from "../../vendor/preact.js";
import { said, t } from "../../lib/i18n.js";
import { Dialog } from "../../kit/dialog.js";
import { Field } from "../../kit/field.js";
import { Preview } from "./preview.js";

/** @param {{photo: import("../../lib/upload.js").Upload, onClose: () => void}} props */
export function AltDialog({ photo, onClose }) {
  const [alt, setAlt] = useState(photo.alt.value);
  const [problem, setProblem] = useState(/** @type {any} */ (null));
  /** @param {Event} event */
  const save = async (event) => {
    event.preventDefault();
    try {
      await photo.describe(alt.trim());
      onClose();
    } catch (error) {
      setProblem(error);
    }
  };
  return h(Dialog, { title: t("compose.alt_title"), onClose, dirty: () => alt.trim() !== photo.alt.value, children: html`<form class="form alt" onSubmit=${save}>
    <div class="alt-picture">${h(Preview, { photo, alt: "" })}</div>
    ${h(Field, { label: t("compose.alt_label"), name: "alt", hint: t("compose.alt_hint"), value: alt, rows: 3, onInput: setAlt, error: problem ? said(problem) : undefined, attributes: { maxlength: 1000, autofocus: true } })}
    <button class="primary">${t("common.done")}</button>
  </form>` });
}
