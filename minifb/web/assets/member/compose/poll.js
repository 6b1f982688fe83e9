// A poll while it is written: what there is to choose, how often, and until when.

import { h, html, useEffect, useRef } from "../../vendor/preact.js";
import { t } from "../../lib/i18n.js";
import { moment } from "../../lib/time.js";
import { Switch } from "../../kit/field.js";
import { Icon } from "../../kit/icon.js";

const OPTIONS_MAX = 10;
const DAYS = [1, 3, 7, 14];

/** A poll that asks nothing yet. @returns {import("./writing.js").Poll} */
export function blank() {
  return { options: ["", ""], multiple: false, closesAt: until(7) };
}

/** @param {number} days */
function until(days) {
  return new Date(Date.now() + days * 86_400_000).toISOString();
}

/** @param {{poll: import("./writing.js").Poll, asked: boolean, onChange: (poll: import("./writing.js").Poll | null) => void}} props  `asked`: people may have voted already */
export function PollEditor({ poll, asked, onChange }) {
  const { options } = poll;
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => { if (!options.some(Boolean)) box.current?.querySelector("input")?.focus(); }, []);
  /** @param {number} at @param {string} text */
  const write = (at, text) => onChange({ ...poll, options: options.map((one, index) => (index === at ? text : one)) });
  const days = DAYS.find((one) => poll.closesAt && Math.abs(Date.parse(until(one)) - Date.parse(poll.closesAt)) < 3_600_000);
  return html`<fieldset ref=${box} class="panel poll-editor">
    <legend class="panel-head"><span>${t("compose.poll")}</span></legend>
    <button type="button" class="icon-button panel-close" aria-label=${t("compose.poll_drop")} title=${t("compose.poll_drop")} onClick=${() => onChange(null)}>${h(Icon, { name: "x" })}</button>
    ${asked && html`<p class="compose-note">${t("compose.poll_asked")}</p>`}
    ${options.map((text, at) => html`<div key=${at} class="poll-choice">
      <input value=${text} maxlength="100" dir="auto" aria-label=${t("compose.option", { at: at + 1 })} placeholder=${t("compose.option", { at: at + 1 })} onInput=${/** @param {any} event */ (event) => write(at, event.target.value)} />
      ${options.length > 2 && html`<button type="button" class="icon-button" aria-label=${t("compose.option_drop", { at: at + 1 })} onClick=${() => onChange({ ...poll, options: options.filter((_, index) => index !== at) })}>${h(Icon, { name: "x", size: 18 })}</button>`}
    </div>`)}
    ${options.length < OPTIONS_MAX && html`<button type="button" class="quiet" onClick=${() => onChange({ ...poll, options: [...options, ""] })}>${h(Icon, { name: "plus", size: 18 })}${t("compose.option_add")}</button>`}
    <label class="compose-pair"><span>${t("compose.poll_until")}</span>
      <select onChange=${/** @param {any} event */ (event) => onChange({ ...poll, closesAt: event.target.value === "kept" ? poll.closesAt : event.target.value ? until(Number(event.target.value)) : null })}>
        ${poll.closesAt && !days && html`<option value="kept" selected>${moment(poll.closesAt)}</option>`}
        ${DAYS.map((one) => html`<option key=${one} value=${one} selected=${one === days}>${t("compose.days", { count: one })}</option>`)}
        <option value="" selected=${!poll.closesAt}>${t("compose.poll_open")}</option>
      </select></label>
    ${h(Switch, { label: t("compose.multiple"), checked: poll.multiple, onChange: (multiple) => onChange({ ...poll, multiple }) })}
  </fieldset>`;
}

/** Whether it can be asked as it is. @param {import("./writing.js").Poll | null} poll */
export function askable(poll) {
  if (!poll) return true;
  const options = poll.options.map((one) => one.trim()).filter(Boolean);
  return options.length >= 2 && new Set(options).size === options.length;
}
