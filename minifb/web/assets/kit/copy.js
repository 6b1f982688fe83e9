// Putting a text on the clipboard, and saying how that went.

import { html } from "../vendor/preact.js";
import { t } from "../lib/i18n.js";
import { Dialog } from "./dialog.js";
import { show } from "./show.js";
import { toast } from "./toast.js";

/** Copy a text. Where the browser has no clipboard, as on plain http, or refuses it, the text is shown to be taken by hand. @param {string} text */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    toast(t("common.copied"));
  } catch {
    const title = t("common.copy_by_hand");
    show(async () => Dialog, { title, children: html`<textarea readonly autofocus dir="auto" aria-label=${title} onFocus=${/** @param {any} event */ (event) => event.target.select()}>${text}</textarea>` });
  }
}
