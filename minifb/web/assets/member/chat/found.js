// What was searched for: conversations by their name at once, then what was said.

import { h, html, useEffect, useMemo } from "../../vendor/preact.js";
import { call } from "../../lib/client.js";
import { calm } from "../../lib/found.js";
import { t } from "../../lib/i18n.js";
import { Pages } from "../../lib/store.js";
import { ago } from "../../lib/time.js";
import { List } from "../../kit/list.js";
import { Empty } from "../../kit/states.js";
import { Picture } from "./picture.js";
import { Row } from "./row.js";
import { conversations, known, learn } from "./store.js";
import { titleOf, whoSaid } from "./words.js";

const NAMED = 5;
/** Words before what was found, so that it stands in the line. */
const BEFORE = 24;

/** @param {{words: string, within: string}} props  `within`: only in this conversation */
export function Found({ words, within }) {
  const pages = useMemo(() => new Pages(async (cursor, aborted) => {
    if (!cursor) await calm();
    const page = await call("GET /messages/search", { query: { q: words, conversationId: within || undefined, cursor, limit: 20 }, signal: aborted });
    const unknown = new Set(page.items.map((/** @type {any} */ one) => one.message.conversationId).filter((/** @type {string} */ id) => !conversations.get(id)));
    await Promise.allSettled([...unknown].map((id) => learn(/** @type {string} */ (id))));
    return page;
  }), [words, within]);
  useEffect(() => () => pages.asked.abort(), [pages]);
  const sought = words.toLocaleLowerCase();
  const named = within || !words ? [] : known.value.filter((id) => {
    const one = conversations.get(id)?.value;
    return one && titleOf(one).toLocaleLowerCase().includes(sought);
  }).slice(0, NAMED);
  if (!words) return html`<p class="quiet-text talks-note">${t("chat.search_begin")}</p>`;
  return html`<div class="talks-list">
    ${named.map((id) => h(Row, { key: id, id, open: false }))}
    <h3 class="talks-part">${t("chat.found")}</h3>
    ${h(List, { key: `${within} ${words}`, pages, row: (one) => h(Hit, { key: one.message.id, found: one }), empty: h(Empty, { icon: "search-x", text: t("chat.found_nothing") }) })}
  </div>`;
}

/** @param {{found: {message: any, highlights: {start: number, end: number}[]}}} props */
function Hit({ found: { message, highlights } }) {
  const conversation = conversations.get(message.conversationId)?.value;
  if (!conversation) return null;
  return html`<a class="talk-row" href=${`/m/${conversation.id}?at=${message.id}`} data-anchor=${message.id}>
    ${h(Picture, { conversation, size: 48 })}
    <span class="talk-row-words">
      <strong dir="auto">${titleOf(conversation)}</strong><time datetime=${message.createdAt}>${ago(message.createdAt)}</time>
      <span dir="auto" class="talk-row-last">${whoSaid(message.sender)}: ${marked(message.text, highlights)}</span>
    </span>
  </a>`;
}

/** The text from a little before the first word that was found. @param {string} text @param {{start: number, end: number}[]} highlights */
function marked(text, highlights) {
  const points = [...text];
  const from = Math.max(0, (highlights[0]?.start ?? 0) - BEFORE);
  const parts = /** @type {any[]} */ ([from ? "…" : ""]);
  let at = from;
  for (const { start, end } of highlights) {
    parts.push(points.slice(at, start).join(""), html`<mark key=${start}>${points.slice(start, end).join("")}</mark>`);
    at = end;
  }
  return [...parts, points.slice(at).join("")];
}
