// A labelled field with its hint and its error, tied together for screen readers, and a form that sends once.

import { h, html, useId, useRef, useState } from "../vendor/preact.js";
import { said, t } from "../lib/i18n.js";
import { Icon } from "./icon.js";

/**
 * @param {{label: string, name: string, type?: string, hint?: string, error?: string, value?: string, required?: boolean, attributes?: Record<string, any>, onInput?: (value: string) => void, rows?: number}} props
 *   `attributes` go to the input as they are: `autocomplete`, `minlength`, `inputmode` …; with `rows` it is a text area
 */
export function Field({ label, name, type = "text", hint, error, value, required = false, attributes = {}, onInput, rows }) {
  const id = useId();
  const [shown, setShown] = useState(false);
  const secret = type === "password";
  // What was typed stays when the form is drawn anew with the value it began with; another value from outside replaces it.
  const typed = useRef({ given: value, now: value });
  if (typed.current.given !== value) typed.current = { given: value, now: value };
  const told = [attributes["aria-describedby"], hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ") || undefined;
  const common = {
    ...attributes, id, name, required, "aria-describedby": told, "aria-invalid": error ? "true" : undefined,
    ...(value === undefined ? {} : { value: typed.current.now }),
    onInput: /** @param {any} event */ (event) => { typed.current.now = event.target.value; onInput?.(event.target.value); },
  };
  return html`<div class="field">
    <label for=${id}>${label}</label>
    <div class="field-box">
      ${rows ? html`<textarea ...${common} rows=${rows} dir="auto"></textarea>` : html`<input ...${common} type=${secret && shown ? "text" : type} dir="auto" />`}
      ${secret && html`<button type="button" class="icon-button" aria-pressed=${shown} aria-label=${t("common.show_password")}
        onClick=${() => setShown(!shown)}>${h(Icon, { name: shown ? "eye-off" : "eye" })}</button>`}
    </div>
    ${hint && html`<small id=${`${id}-hint`}>${hint}</small>`}
    ${error && html`<small id=${`${id}-error`} class="error">${error}</small>`}
  </div>`;
}

/** A choice that is on or off at once. @param {{label: string, hint?: string, checked: boolean, disabled?: boolean, onChange: (on: boolean) => void}} props */
export function Switch({ label, hint, checked, disabled = false, onChange }) {
  const id = useId();
  return html`<div class="switch">
    <label for=${id}><span>${label}</span>${hint && html`<small id=${`${id}-hint`}>${hint}</small>`}</label>
    <input id=${id} type="checkbox" role="switch" checked=${checked} disabled=${disabled} aria-describedby=${hint ? `${id}-hint` : undefined}
      onChange=${/** @param {any} event */ (event) => onChange(event.target.checked)} />
  </div>`;
}

/** One of few, all in sight. @param {{label: string, value: string, options: [string, string][], onChange: (value: string) => void}} props */
export function Segmented({ label, value, options, onChange }) {
  return html`<div class="segmented" role="group" aria-label=${label}>
    ${options.map(([key, text]) => html`<button key=${key} type="button" aria-pressed=${key === value} onClick=${() => onChange(key)}>${text}</button>`)}
  </div>`;
}

/**
 * A form: sends its fields once at a time, shows what is wrong where it is wrong, and puts the focus there.
 *
 * @param {{onSend: (fields: Record<string, string>) => Promise<any>, children: (of: (field: string) => string | undefined, busy: boolean) => any, className?: string}} props
 */
export function Form({ onSend, children, className = "form" }) {
  const [problem, setProblem] = useState(/** @type {any} */ (null));
  const [busy, setBusy] = useState(false);
  const form = useRef(/** @type {HTMLFormElement | null} */ (null));
  /** @param {SubmitEvent} event */
  const send = async (event) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setProblem(null);
    try {
      await onSend(/** @type {any} */ (Object.fromEntries(new FormData(/** @type {HTMLFormElement} */ (form.current)))));
    } catch (error) {
      setProblem(error);
      setTimeout(() => /** @type {HTMLElement | null} */ (form.current?.querySelector("[aria-invalid=true]"))?.focus());
    } finally {
      setBusy(false);
    }
  };
  /** @param {string} field */
  const fault = (field) => {
    const found = problem?.errors?.find((/** @type {any} */ one) => one.field === field || one.field.startsWith(`${field}.`));
    return found && said(found);
  };
  // What is wrong with no field of this form is said above it.
  const whole = problem && (problem.errors?.length ? problem.errors.filter((/** @type {any} */ one) => !form.current?.elements.namedItem(one.field.split(".")[0])) : [problem]);
  return html`<form ref=${form} class=${className} onSubmit=${send} novalidate=${false}>
    ${whole?.length > 0 && html`<p class="form-error" role="alert">${whole.map(said).join(" ")}</p>`}
    ${children(fault, busy)}
  </form>`;
}
