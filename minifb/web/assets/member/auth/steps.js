// A few steps in a row, each with an address, so that Back goes back; every one of them can be left out.

import { h, html, useEffect, useRef } from "../../vendor/preact.js";
import { t } from "../../lib/i18n.js";
import { go, here } from "../../lib/router.js";
import { Sign } from "./frame.js";

/**
 * @param {{steps: {key: string, title: string, text?: any, body: any, done?: boolean}[], last: string, onEnd: () => void}} props
 *   `done`: whether a step has what it is about; then one goes on instead of leaving it out. `last`: what the last button says
 */
export function Steps({ steps, last, onEnd }) {
  const at = Math.max(0, steps.findIndex((step) => step.key === here.value.query.get("step")));
  const step = steps[at];
  const heading = useRef(/** @type {HTMLElement | null} */ (null));
  const first = useRef(true);
  useEffect(() => {
    if (!first.current) heading.current?.focus({ preventScroll: true });
    first.current = false;
  }, [step.key]);
  const next = () => (at + 1 < steps.length ? go(`${here.value.path}?step=${steps[at + 1].key}`) : onEnd());
  const word = at + 1 === steps.length ? last : t(step.done ? "common.next" : "common.skip");
  return html`<div class="door">
    ${h(Sign, {})}
    <section class="card">
      <ol class="door-steps" aria-label=${t("auth.steps")}>
        ${steps.map((one, place) => html`<li key=${one.key} class=${place < at ? "past" : ""} aria-current=${place === at ? "step" : undefined}><span class="hidden">${one.title}</span></li>`)}
      </ol>
      <small>${t("auth.step", { at: at + 1, of: steps.length })}</small>
      <h1 ref=${heading} tabindex="-1">${step.title}</h1>
      ${step.text && html`<p class="door-text">${step.text}</p>`}
      <div key=${step.key} class="stack">${step.body}</div>
      <div class="door-row">
        ${at > 0 ? html`<a class="quiet" href=${`${here.value.path}?step=${steps[at - 1].key}`}>${t("common.back")}</a>` : html`<span></span>`}
        <button type="button" class=${step.done ? "primary" : "plain"} onClick=${next}>${word}</button>
      </div>
    </section>
  </div>`;
}
