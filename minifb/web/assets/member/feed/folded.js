// The text of a post: large when it is short, folded when it is long.

import { h, html, useState } from "../../vendor/preact.js";
import { t } from "../../lib/i18n.js";
import { Text } from "../../kit/text.js";

const LONG = 520;
const LINES = 9;
const SHORT = 60;

/**
 * @param {{text: string, spans: any[], plain?: boolean, full?: boolean}} props
 *   `plain`: there is something beside the text, so that it is never large; `full`: never folded
 */
export function FoldedText({ text, spans, plain = false, full = false }) {
  const [open, setOpen] = useState(full);
  if (!text) return null;
  const end = open ? -1 : fold(text, spans);
  if (end < 0) return h(Text, { text, spans, className: !plain && text.length < SHORT ? "text big" : "text" });
  const points = [...text];
  return html`<div class="folded">
    ${h(Text, { text: `${points.slice(0, end).join("").trimEnd()} …`, spans: spans.filter((span) => span.end <= end) })}
    <button type="button" class="link" aria-expanded="false" onClick=${() => setOpen(true)}>${t("card.whole")}</button>
  </div>`;
}

/** Where to cut, in code points: at the end of a word and never within a span; -1 where there is little to gain. @param {string} text @param {any[]} spans */
function fold(text, spans) {
  const points = [...text];
  let end = 0;
  for (let lines = 0; end < points.length && end < LONG && lines < LINES; end++) if (points[end] === "\n") lines++;
  if (points.length - end < 80 && !points.slice(end).includes("\n")) return -1;
  const word = points.slice(0, end).lastIndexOf(" ");
  if (word > end - 40) end = word;
  const across = spans.find((span) => span.start < end && span.end > end);
  return across ? across.start : end;
}
