// What a search understands, by examples that can be followed.

import { html } from "../../vendor/preact.js";
import { t } from "../../lib/i18n.js";

/** What can be typed, and the text that says what it finds. */
const EXAMPLES = [
  ["search.tip_phrase_typed", "search.tip_phrase"],
  ["search.tip_without_typed", "search.tip_without"],
  ["search.tip_from_typed", "search.tip_from"],
  ["search.tip_tag_typed", "search.tip_tag"],
  ["search.tip_when_typed", "search.tip_when"],
  ["search.tip_has_typed", "search.tip_has"],
];

/** The table of examples. */
export function Tips() {
  return html`<dl class="tips">${EXAMPLES.map(([typed, text]) => html`<div key=${typed}>
    <dt><a href=${`/search?q=${encodeURIComponent(t(typed))}&tab=posts`}><code dir="ltr">${t(typed)}</code></a></dt><dd>${t(text)}</dd></div>`)}</dl>`;
}
