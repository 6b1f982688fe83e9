// One of few, all in sight, with an example of what it means; saved at once.

import { h, html, useEffect, useId, useState } from "../../vendor/preact.js";
import { Saved, useSaving } from "../../kit/saved.js";
import { Switch } from "../../kit/field.js";

/**
 * @param {{label: string, value: string, options: [string, string][], example?: (value: string) => string, onSave: (value: string) => Promise<any>}} props
 */
export function Choice({ label, value, options, example, onSave }) {
  const id = useId();
  const [shown, setShown] = useState(value);
  const [state, save] = useSaving();
  useEffect(() => setShown(value), [value]);
  /** @param {string} next */
  const choose = async (next) => {
    if (next === shown) return;
    setShown(next);
    if (!(await save(() => onSave(next)))) setShown(value);
  };
  return html`<fieldset class="set-choice" aria-describedby=${example && `${id}-example`}>
    <legend>${label}</legend>
    <div class="set-choice-row">
      <div class="set-choices">
        ${options.map(([key, text]) => html`<label key=${key}><input type="radio" name=${id} value=${key} checked=${key === shown} onChange=${() => choose(key)} /><span>${text}</span></label>`)}
      </div>
      ${h(Saved, { state })}
    </div>
    ${example && html`<small id=${`${id}-example`}>${example(shown)}</small>`}
  </fieldset>`;
}

/** On or off, saved at once. @param {{label: string, hint?: string, checked: boolean, onSave: (on: boolean) => Promise<any>}} props */
export function SavedSwitch({ label, hint, checked, onSave }) {
  const [shown, setShown] = useState(checked);
  const [state, save] = useSaving();
  useEffect(() => setShown(checked), [checked]);
  /** @param {boolean} on */
  const change = async (on) => {
    setShown(on);
    if (!(await save(() => onSave(on)))) setShown(!on);
  };
  return html`<div class="saved-switch">${h(Switch, { label, hint, checked: shown, onChange: change })}${h(Saved, { state })}</div>`;
}
