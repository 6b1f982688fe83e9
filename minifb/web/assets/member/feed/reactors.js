// Who reacted, all together and by each reaction.

import { h, html, useMemo, useState } from "../../vendor/preact.js";
import { call } from "../../lib/client.js";
import { number, t } from "../../lib/i18n.js";
import { Pages } from "../../lib/store.js";
import { Dialog } from "../../kit/dialog.js";
import { List } from "../../kit/list.js";
import { PersonRow } from "../../kit/person.js";
import { Empty } from "../../kit/states.js";
import { walk } from "../../kit/tabs.js";
import { Face, ranked } from "./reactions.js";

/** @param {{postId: string, commentId?: string, counts: Record<string, number> | undefined, onClose: () => void}} props */
export function ReactorsDialog({ postId, commentId, counts, onClose }) {
  const [type, setType] = useState("");
  const pages = useMemo(() => new Pages((cursor, signal) => call("GET /posts/{id}/reactions", {
    path: { id: postId }, query: { commentId, type: /** @type {any} */ (type || undefined), cursor, limit: 30 }, signal,
  })), [type]);
  const all = ranked(counts);
  const total = all.reduce((sum, [, count]) => sum + count, 0);
  /** @param {string} key @param {any} face @param {number} count @param {string} label */
  const tab = (key, face, count, label) => html`<button key=${key} type="button" role="tab" aria-selected=${key === type} tabindex=${key === type ? 0 : -1} aria-label=${label} onClick=${() => setType(key)}>${face}<span>${number(count)}</span></button>`;
  const children = html`<div class="reactor-tabs" role="tablist" aria-label=${t("reaction.which")} onKeyDown=${/** @param {KeyboardEvent} event */ (event) => walk(event, "[role=tab]")?.click()}>
      ${tab("", html`<span>${t("reaction.all")}</span>`, total, t("reaction.total", { count: total }))}
      ${all.map(([key, count]) => tab(key, h(Face, { type: key, size: 22 }), count, `${t(`reaction.${key}`)}: ${number(count)}`))}
    </div>
    <div role="tabpanel" tabindex="0" aria-label=${type ? t(`reaction.${type}`) : t("reaction.all")}>
      ${h(List, { key: type, pages, row: (one) => h(PersonRow, { key: one.user.id, person: one.user, children: html`<span title=${t(`reaction.${one.type}`)}>${h(Face, { type: one.type, size: 24 })}<span class="hidden">${t(`reaction.${one.type}`)}</span></span>` }), empty: h(Empty, { text: t("reaction.nobody") }) })}
    </div>`;
  return h(Dialog, { title: t("reaction.who"), onClose, children });
}
