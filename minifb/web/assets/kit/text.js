// What people wrote: plain text with the links, mentions and tags that the server found in it (offsets are code points).

import { html } from "../vendor/preact.js";

/** @param {{text: string, spans?: {start: number, end: number, kind: string, userId?: string | null, tag?: string | null, url?: string | null}[], className?: string}} props */
export function Text({ text, spans = [], className = "text" }) {
  const points = [...text];
  const parts = [];
  let at = 0;
  for (const span of spans) {
    if (span.start < at) continue;
    parts.push(points.slice(at, span.start).join(""), mark(span, points.slice(span.start, span.end).join("")));
    at = span.end;
  }
  parts.push(points.slice(at).join(""));
  return html`<p class=${className} dir="auto">${parts}</p>`;
}

/** @param {any} span @param {string} text */
function mark(span, text) {
  if (span.kind === "mention") return html`<a class="mention" href=${text.startsWith("@") ? `/${text.toLowerCase()}` : `/@${span.userId}`}>${text}</a>`;
  if (span.kind === "tag") return html`<a href=${`/search?q=${encodeURIComponent(`#${span.tag ?? text.slice(1)}`)}&tab=posts`}>${text}</a>`;
  return html`<a href=${span.url ?? text} target="_blank" rel="noopener noreferrer nofollow">${text}</a>`;
}
