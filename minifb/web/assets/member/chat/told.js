// What is known of a message: who reacted, who has read it, what it said before.

import { h, html, useMemo } from "../../vendor/preact.js";
import { call } from "../../lib/client.js";
import { t } from "../../lib/i18n.js";
import { Pages } from "../../lib/store.js";
import { moment } from "../../lib/time.js";
import { Dialog } from "../../kit/dialog.js";
import { List } from "../../kit/list.js";
import { Loaded } from "../../kit/loaded.js";
import { PersonRow } from "../../kit/person.js";
import { Text } from "../../kit/text.js";
import { Face } from "../feed/reactions.js";

/** @param {{id: string, onClose: () => void}} props */
export function ReactorsDialog({ id, onClose }) {
  const pages = useMemo(() => new Pages((cursor, signal) => call("GET /messages/{id}/reactions", { path: { id }, query: { cursor, limit: 50 }, signal })), [id]);
  return h(Dialog, { title: t("chat.who_reacted"), onClose, children: h(List, {
    pages, empty: html`<p class="quiet-text">${t("chat.nobody")}</p>`, row: (one) => h(PersonRow, { key: one.user.id, person: one.user, onClick: onClose, children: h(Face, { type: one.type, size: 24 }) }),
  }) });
}

/** @param {{id: string, onClose: () => void}} props */
export function SeenDialog({ id, onClose }) {
  return h(Dialog, { title: t("chat.who_read"), onClose, children: h(Loaded, {
    load: () => call("GET /messages/{id}/seen", { path: { id } }),
    draw: (told) => html`${!told.users.length && html`<p class="quiet-text">${told.count ? t("chat.read_by", { count: told.count }) : t("chat.read_nobody")}</p>`}
      ${told.users.map((/** @type {any} */ person) => h(PersonRow, { key: person.id, person, onClick: onClose }))}`,
  }) });
}

/** @param {{message: any, onClose: () => void}} props */
export function EditionsDialog({ message, onClose }) {
  const pages = useMemo(() => new Pages((cursor, signal) => call("GET /messages/{id}/edits", { path: { id: message.id }, query: { cursor, limit: 20 }, signal })), [message.id]);
  return h(Dialog, { title: t("chat.editions"), onClose, children: h(List, {
    pages, className: "list editions", empty: html`<p class="quiet-text">${t("chat.nobody")}</p>`,
    row: (one) => html`<article key=${one.writtenAt}><small><time datetime=${one.writtenAt}>${moment(one.writtenAt)}</time></small>${h(Text, { text: one.text, spans: one.spans })}</article>`,
  }) });
}
