// A part of a settings page: a heading, a sentence, and its controls.

import { html, useId } from "../../vendor/preact.js";

/** @param {{title: string, text?: any, children?: any}} props */
export function Section({ title, text, children }) {
  const id = useId();
  return html`<section class="card set-section" aria-labelledby=${id}>
    <h2 id=${id}>${title}</h2>
    ${text && html`<p class="quiet-text">${text}</p>`}
    ${children}
  </section>`;
}
