// A dialog in the top layer, a sheet on phones. The browser traps the focus, gives it back, and closes on Esc.

import { h, html, useEffect, useId, useRef } from "../vendor/preact.js";
import { t } from "../lib/i18n.js";
import { toHeading } from "./heading.js";
import { Icon } from "./icon.js";
import { Toasts } from "./toast.js";

/**
 * Open a dialog as long as it is drawn. When it goes it is out of the page before it could close, so that the browser
 * would forget who opened it: the focus is given back here; to the heading, if a single key opened it from nowhere.
 *
 * @param {{current: HTMLDialogElement | null}} dialog
 */
export function useModal(dialog) {
  useEffect(() => {
    const before = /** @type {HTMLElement | null} */ (document.activeElement);
    if (!dialog.current?.open) dialog.current?.showModal();
    return () => {
      if (before === document.body) toHeading();
      else if (before?.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
}

/**
 * @param {{title: string, onClose: () => void, children?: any, footer?: any, wide?: boolean, dirty?: () => boolean}} props
 *   `dirty` says whether closing would lose something: then it is asked first
 */
export function Dialog({ title, onClose, children, footer, wide = false, dirty = () => false }) {
  const dialog = useRef(/** @type {HTMLDialogElement | null} */ (null));
  const id = useId();
  useModal(dialog);
  /** @param {Event} event */
  const close = (event) => {
    event.preventDefault();
    if (!dirty() || confirm(t("common.discard"))) onClose();
  };
  // Also a file chooser in it that is closed says "cancel", and what happens in dialogs inside comes by here.
  /** @param {Event} event */
  const own = (event) => { if (event.target === dialog.current) close(event); };
  return html`<dialog ref=${dialog} class=${wide ? "wide" : ""} aria-labelledby=${id} onCancel=${own} onMouseDown=${own}>
    <header class="dialog-head">
      <h2 id=${id}>${title}</h2>
      <button type="button" class="icon-button" aria-label=${t("common.close")} onClick=${close}>${h(Icon, { name: "x" })}</button>
    </header>
    <div class="dialog-body">${children}</div>
    ${footer && html`<footer class="dialog-foot">${footer}</footer>`}
    ${h(Toasts, {})}
  </dialog>`;
}

/**
 * A question with two answers, the dangerous one named after what it does.
 *
 * @param {{title: string, text: string, yes: string, onYes: () => void, onClose: () => void, bad?: boolean}} props
 */
export function Confirm({ title, text, yes, onYes, onClose, bad = true }) {
  const footer = html`<button type="button" class="plain" onClick=${onClose}>${t("common.cancel")}</button>
    <button type="button" class=${bad ? "danger" : "primary"} onClick=${() => { onClose(); onYes(); }}>${yes}</button>`;
  return h(Dialog, { title, onClose, footer, children: html`<p>${text}</p>` });
}
