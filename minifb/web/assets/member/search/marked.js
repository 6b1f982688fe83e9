// A piece of a text with what was looked for standing out (offsets are code points).

import { html } from "../../vendor/preact.js";

/** @typedef {{field: string, text: string, spans: {start: number, end: number}[]}} Highlight */

/** @param {{text: string, highlights?: Highlight[], field?: string}} props  without a highlight of the field the text as it is */
export function Marked({ text, highlights = [], field = "text" }) {
  const found = highlights.find((one) => one.field === field);
  if (!found) return html`${text}`;
  const points = [...found.text];
  const parts = [];
  let at = 0;
  for (const { start, end } of found.spans) {
    parts.push(points.slice(at, start).join(""), html`<mark>${points.slice(start, end).join("")}</mark>`);
    at = end;
  }
  // A piece from within a longer text says so.
  const [before, after] = [text.startsWith(found.text) ? "" : "… ", text.endsWith(found.text) ? "" : " …"];
  return html`${before}${parts}${points.slice(at).join("")}${after}`;
}
