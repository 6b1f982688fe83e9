// Send what a message says to other conversations.

import { h, html, useEffect, useSignal } from "../../vendor/preact.js";
import { call, once } from "../../lib/client.js";
import { t } from "../../lib/i18n.js";
import { Dialog } from "../../kit/dialog.js";
import { toast } from "../../kit/toast.js";
import { Picture } from "./picture.js";
import { boxes, conversations } from "./store.js";
import { attempt } from "./wishes.js";
import { inShort, titleOf } from "./words.js";

const MOST = 5;

/** @param {{message: any, onClose: () => void}} props */
export function ForwardDialog({ message, onClose }) {
  const chosen = useSignal(/** @type {string[]} */ ([]));
  const words = useSignal("");
  const busy = useSignal(false);
  useEffect(() => { boxes.inbox.start(); }, []);
  const sought = words.value.trim().toLocaleLowerCase();
  const all = boxes.inbox.items.value.map((id) => /** @type {any} */ (conversations.get(id)).value);
  const fits = all.filter((one) => one.can.send && titleOf(one).toLocaleLowerCase().includes(sought));
  /** @param {string} id */
  const toggle = (id) => { chosen.value = chosen.value.includes(id) ? chosen.value.filter((one) => one !== id) : [...chosen.value, id]; };
  const send = async () => {
    if (busy.value || !chosen.value.length) return;
    busy.value = true;
    const key = once();
    const done = await attempt(() => call("POST /messages/{id}/forward", { path: { id: message.id }, body: { conversationIds: chosen.value }, once: key }));
    busy.value = false;
    if (!done) return;
    onClose();
    toast(t("chat.forward_done", { count: chosen.value.length }));
  };
  const footer = html`<button type="button" class="primary" aria-disabled=${busy.value || !chosen.value.length} onClick=${send}>${t("chat.forward")}</button>`;
  return h(Dialog, { title: t("chat.forward_title"), onClose, footer, children: html`
    <blockquote class="forward-quote" dir="auto">${inShort(message)}</blockquote>
    <input type="search" dir="auto" value=${words.value} aria-label=${t("chat.forward_search")} placeholder=${t("chat.forward_search")} onInput=${/** @param {any} event */ (event) => { words.value = event.target.value; }} />
    <div class="pick-list">${fits.map((one) => html`<label key=${one.id} class="pick-row">${h(Picture, { conversation: one, size: 40 })}<span><strong dir="auto">${titleOf(one)}</strong></span>
      <input type="checkbox" checked=${chosen.value.includes(one.id)} disabled=${!chosen.value.includes(one.id) && chosen.value.length >= MOST} onChange=${() => toggle(one.id)} /></label>`)}
      ${!fits.length && html`<p class="quiet-text">${t("chat.found_nothing")}</p>`}</div>` });
}
