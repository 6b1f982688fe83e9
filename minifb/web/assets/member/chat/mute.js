// For how long a conversation shall be silent.

import { h, html } from "../../vendor/preact.js";
import { t } from "../../lib/i18n.js";
import { Dialog } from "../../kit/dialog.js";
import { Icon } from "../../kit/icon.js";
import { want } from "./store.js";
import { attempt } from "./wishes.js";

/** How long, in minutes; undefined: for good. @type {[string, number | undefined][]} */
const SPANS = [["hour", 60], ["evening", 480], ["week", 10_080], ["good", undefined]];

/** @param {{id: string, title: string, onClose: () => void}} props */
export function MuteTalkDialog({ id, title, onClose }) {
  /** @param {number | undefined} minutes */
  const choose = (minutes) => { onClose(); attempt(() => want(id, "mute", true, minutes)); };
  return h(Dialog, { title: t("chat.mute_title", { title }), onClose, children: html`<p class="quiet-text">${t("chat.mute_text")}</p>
    ${SPANS.map(([key, minutes]) => html`<button key=${key} type="button" class="row-button" onClick=${() => choose(minutes)}>${h(Icon, { name: "bell-off" })}<span>${t(`chat.mute_${key}`)}</span></button>`)}` });
}
