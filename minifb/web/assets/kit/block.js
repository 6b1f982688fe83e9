// Not to hear from somebody any more: for a while, for good, or not to meet them at all.

import { h, html, useState } from "../vendor/preact.js";
import { call } from "../lib/client.js";
import { name, said, t } from "../lib/i18n.js";
import { Dialog } from "./dialog.js";
import { toast } from "./toast.js";

/** @typedef {{id: string, username: string, firstName: string, lastName: string}} Person */

/**
 * Mute somebody, with a way back.
 *
 * @param {Person} person
 * @param {number | null} days  null is until one says otherwise
 * @param {(muted: boolean) => void} [onDone]  told when it is so, and when it was taken back
 */
export async function mute(person, days, onDone) {
  try {
    await call("POST /users/mutes", { body: { userId: person.id, days } });
  } catch (problem) {
    toast(said(problem), { bad: true });
    return;
  }
  onDone?.(true);
  const text = days ? t("block.snoozed", { name: name(person), count: days }) : t("block.muted", { name: name(person) });
  toast(text, { action: t("common.undo"), run: () => unmute(person, () => onDone?.(false)) });
}

/** Hear from somebody again. @param {Person} person @param {() => void} [onDone] */
export async function unmute(person, onDone) {
  try {
    await call("DELETE /users/mutes/{user_id}", { path: { user_id: person.id } });
    onDone?.();
  } catch (problem) {
    toast(said(problem), { bad: true });
  }
}

/** What muting does, and for how long. @param {{person: Person, onClose: () => void, onDone?: (muted: boolean) => void}} props */
export function MuteDialog({ person, onClose, onDone }) {
  /** @param {number | null} days */
  const choose = (days) => { onClose(); mute(person, days, onDone); };
  const footer = html`<button type="button" class="plain" onClick=${() => choose(30)}>${t("block.snooze_yes")}</button>
    <button type="button" class="primary" onClick=${() => choose(null)}>${t("block.mute_yes")}</button>`;
  return h(Dialog, { title: t("block.mute_title", { name: name(person) }), onClose, footer, children: html`<p>${t("block.mute_text", { name: name(person) })}</p>` });
}

/** What blocking does, before it is done. @param {{person: Person, onClose: () => void, onDone?: () => void}} props */
export function BlockDialog({ person, onClose, onDone }) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState(/** @type {any} */ (null));
  const block = async () => {
    setBusy(true);
    try {
      await call("POST /users/blocks", { body: { userId: person.id } });
      onClose();
      onDone?.();
      toast(t("block.blocked", { name: name(person) }));
    } catch (refused) {
      setProblem(refused);
      setBusy(false);
    }
  };
  const footer = html`<button type="button" class="plain" onClick=${onClose}>${t("common.cancel")}</button>
    <button type="button" class="danger" disabled=${busy} onClick=${block}>${t("block.yes")}</button>`;
  const children = html`<p>${t("block.text", { name: name(person) })}</p>
    <ul class="bullets">${["meet", "friends", "back"].map((line) => html`<li key=${line}>${t(`block.${line}`, { name: name(person) })}</li>`)}</ul>
    ${problem && html`<p class="form-error" role="alert">${said(problem)}</p>`}`;
  return h(Dialog, { title: t("block.title", { name: name(person) }), onClose, footer, children });
}
