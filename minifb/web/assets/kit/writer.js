// A text area that grows with what is written, and completes people after @ and tags after #.

import { h, html, useEffect, useId, useLayoutEffect, useRef, useState } from "../vendor/preact.js";
import { t } from "../lib/i18n.js";
import { Avatar } from "./avatar.js";
import { caretAt } from "./caret.js";
import { begun, choices } from "./completion.js";

/** @typedef {import("./completion.js").Choice} Choice */

/**
 * @param {{
 *   value: string, onInput: (text: string) => void, label: string, onSubmit?: () => void, sendOn?: "ctrl" | "enter",
 *   placeholder?: string, rows?: number, maxLength?: number, autofocus?: boolean, className?: string, id?: string,
 *   describedBy?: string, invalid?: boolean, field?: {current: any}, onFiles?: (files: File[]) => void,
 *   onKeyDown?: (event: KeyboardEvent) => void, onFocus?: () => void, onBlur?: () => void,
 * }} props
 *   `sendOn`: Ctrl+Enter always sends, "enter" also the plain key (Shift+Enter is then a new line);
 *   `field` is given the element; `onFiles` hears of pasted pictures; `onKeyDown` may prevent what we would do
 */
export function Writer(props) {
  const { value, onInput, label, onSubmit, sendOn = "ctrl", placeholder, rows = 1, maxLength, autofocus = false, className = "" } = props;
  const own = useRef(/** @type {HTMLTextAreaElement | null} */ (null));
  const list = useRef(/** @type {HTMLElement | null} */ (null));
  const listId = useId();
  const [open, setOpen] = useState(/** @type {{start: number, choices: Choice[]} | null} */ (null));
  const [at, setAt] = useState(0);
  const asking = useRef({ timer: /** @type {any} */ (0), stop: /** @type {AbortController | null} */ (null) });
  const close = () => { clearTimeout(asking.current.timer); asking.current.stop?.abort(); setOpen(null); };

  useLayoutEffect(() => { if (own.current) grow(own.current); }, [value]);
  // Before any effect: whoever is drawn twice before the first paint runs its own effects without waiting for ours.
  useLayoutEffect(() => { if (props.field) props.field.current = own.current; }, []);
  useEffect(() => {
    if (autofocus) own.current?.focus();
    let width = 0;
    const watch = new ResizeObserver(([{ contentRect }]) => {
      if (contentRect.width !== width && own.current) grow(own.current);
      ({ width } = contentRect);
    });
    if (own.current) watch.observe(own.current);
    return () => { watch.disconnect(); close(); };
  }, []);
  useLayoutEffect(() => {
    if (open && list.current && own.current) show(list.current, own.current, open.start);
    else if (list.current?.matches(":popover-open")) list.current.hidePopover();
  }, [open]);

  const look = () => {
    clearTimeout(asking.current.timer);
    asking.current.stop?.abort();
    const field = own.current;
    const found = field && field.selectionStart === field.selectionEnd ? begun(field.value, field.selectionStart) : null;
    if (!found) return setOpen(null);
    const stop = new AbortController();
    asking.current.stop = stop;
    asking.current.timer = setTimeout(async () => {
      const meant = await choices(found.sign, found.typed, stop.signal).catch(() => []);
      if (stop.signal.aborted) return;
      setAt(0);
      setOpen(meant.length && document.activeElement === field ? { start: found.start, choices: meant } : null);
    }, 120);
  };

  /** @param {Choice} choice */
  const choose = (choice) => {
    const field = own.current;
    if (!field || !open) return;
    field.setRangeText(choice.insert, open.start, field.selectionStart, "end");
    if (field.value[field.selectionStart] === " ") field.setRangeText("", field.selectionStart, field.selectionStart + 1, "end");
    close();
    onInput(field.value);
    field.focus();
  };

  /** @param {KeyboardEvent} event */
  const key = (event) => {
    if (event.isComposing) return;
    if (open) {
      const count = open.choices.length;
      const step = { ArrowDown: 1, ArrowUp: count - 1 }[event.key];
      if (step !== undefined) setAt((at + step) % count);
      else if (event.key === "Enter" || event.key === "Tab") choose(open.choices[at]);
      else if (event.key === "Escape") close();
      if (step !== undefined || ["Enter", "Tab", "Escape"].includes(event.key)) {
        event.preventDefault();
        event.stopPropagation();
        return;
      }
    }
    props.onKeyDown?.(event);
    if (event.defaultPrevented || event.key !== "Enter" || event.shiftKey) return;
    if (event.ctrlKey || event.metaKey || (sendOn === "enter" && !event.altKey)) {
      event.preventDefault();
      onSubmit?.();
    }
  };

  /** @param {ClipboardEvent} event */
  const paste = (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (!files.length || !props.onFiles) return;
    event.preventDefault();
    props.onFiles(files);
  };

  return html`<div class=${`writer ${className}`}>
    <textarea ref=${own} id=${props.id} value=${value} rows=${rows} maxlength=${maxLength} placeholder=${placeholder} dir="auto" autofocus=${autofocus}
      aria-label=${label} aria-describedby=${props.describedBy} aria-invalid=${props.invalid ? "true" : undefined}
      aria-autocomplete="list" aria-controls=${open ? listId : undefined} aria-activedescendant=${open ? `${listId}-${at}` : undefined}
      onInput=${/** @param {any} event */ (event) => { onInput(event.target.value); look(); }}
      onKeyDown=${key} onPaste=${paste} onClick=${look} onFocus=${props.onFocus} onBlur=${() => { close(); props.onBlur?.(); }}></textarea>
    <div ref=${list} id=${listId} class="completion" popover="manual" role="listbox" aria-label=${t("writer.suggestions")}>
      ${open?.choices.map((one, index) => html`<div key=${one.key} id=${`${listId}-${index}`} class="completion-choice" role="option" aria-selected=${index === at}
        onPointerDown=${/** @param {Event} event */ (event) => event.preventDefault()} onClick=${() => choose(one)}>
        ${one.person && h(Avatar, { person: one.person, size: 32 })}<span><strong dir="auto">${one.text}</strong>${one.note && html`<small dir="ltr">${one.note}</small>`}</span>
      </div>`)}
    </div>
    <span class="hidden" role="status">${open ? t("writer.found", { count: open.choices.length }) : ""}</span>
  </div>`;
}

/** Put a text where the caret is, as an emoji picker does. @param {HTMLTextAreaElement} field @param {string} text */
export function insert(field, text) {
  field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/** As high as what is in it; how high at most is for the style sheet. @param {HTMLTextAreaElement} field */
function grow(field) {
  field.style.blockSize = "auto";
  const border = field.offsetHeight - field.clientHeight;
  if (field.offsetHeight) field.style.blockSize = `${field.scrollHeight + border}px`;
}

/** Put the choices below the letter they began with, or above where there is no room. @param {HTMLElement} list @param {HTMLTextAreaElement} field @param {number} start */
function show(list, field, start) {
  list.showPopover();
  const caret = caretAt(field, start);
  const end = window.visualViewport?.height ?? innerHeight;
  const below = end - caret.bottom > list.offsetHeight + 8 || caret.top < list.offsetHeight;
  list.style.top = `${below ? caret.bottom + 4 : caret.top - list.offsetHeight - 4}px`;
  list.style.left = `${Math.max(8, Math.min(caret.left - 12, innerWidth - list.offsetWidth - 8))}px`;
}
