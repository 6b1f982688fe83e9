// A field that is saved when one leaves it or presses Enter.

import { h, html, useEffect, useId, useRef, useState } from "../../vendor/preact.js";
import { Saved, useSaving } from "../../kit/saved.js";

/**
 * @param {{label: string, name: string, value: string, type?: string, hint?: string, rows?: number, max?: number, attributes?: Record<string, any>, onSave: (value: string) => Promise<any>}} props
 *   `max` shows how much room is left near the end; `name`: the field an error of the server names
 */
export function SavedField({ label, name, value, type = "text", hint, rows, max, attributes = {}, onSave }) {
  const id = useId();
  const [text, setText] = useState(value);
  const kept = useRef(value);
  const [state, save] = useSaving();
  useEffect(() => {
    if (kept.current !== value) setText(value);
    kept.current = value;
  }, [value]);
  const keep = async () => {
    if (text === kept.current || state.busy) return;
    if (await save(() => onSave(text))) kept.current = text;
  };
  /** @param {KeyboardEvent} event */
  const enter = (event) => {
    if (event.key !== "Enter" || (rows && !event.ctrlKey)) return;
    event.preventDefault();
    keep();
  };
  const left = max ? max - [...text].length : 0;
  const common = {
    ...attributes, id, name, value: text, dir: "auto", "aria-describedby": `${id}-told`, "aria-invalid": state.problem ? "true" : undefined,
    onInput: /** @param {any} event */ (event) => setText(event.target.value), onBlur: keep, onKeyDown: enter,
  };
  return html`<div class="field">
    <div class="set-label"><label for=${id}>${label}</label>${h(Saved, { state, field: name })}</div>
    ${rows ? html`<textarea ...${common} rows=${rows} maxlength=${max}></textarea>` : html`<input ...${common} type=${type} maxlength=${max} />`}
    <small id=${`${id}-told`}>${hint}${max && left < max / 5 ? html` <span class="count">${left}</span>` : null}</small>
  </div>`;
}
