// A button that opens the emoji picker; picker and emoji are fetched when it is first opened.

import { h, html, useEffect, useId, useRef, useState } from "../vendor/preact.js";
import { learn, t } from "../lib/i18n.js";
import { Icon } from "./icon.js";
import { place } from "./menu.js";

/** @param {{onPick: (emoji: string) => void, label?: string, className?: string}} props */
export function EmojiButton({ onPick, label = t("emoji.add"), className = "icon-button" }) {
  const [Picker, setPicker] = useState(/** @type {any} */ (null));
  const [open, setOpen] = useState(false);
  const button = useRef(/** @type {HTMLButtonElement | null} */ (null));
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  const id = useId();
  useEffect(() => {
    const shown = /** @type {HTMLElement} */ (box.current);
    /** @param {any} event */
    const toggled = (event) => {
      setOpen(event.newState === "open");
      if (event.newState !== "open") return;
      place(shown, /** @type {HTMLElement} */ (button.current));
      Promise.all([import("./emojis.js").then((it) => it.EmojiPicker), learn()]).then(([it]) => setPicker(() => it), () => shown.hidePopover());
    };
    shown.addEventListener("toggle", toggled);
    return () => shown.removeEventListener("toggle", toggled);
  }, []);
  /** @param {string} emoji */
  const pick = (emoji) => {
    box.current?.hidePopover();
    onPick(emoji);
  };
  return html`<button ref=${button} type="button" class=${className} aria-label=${label} title=${label} aria-haspopup="dialog" aria-expanded=${open} popovertarget=${id}>${h(Icon, { name: "smile" })}</button>
    <div ref=${box} id=${id} class="menu emoji" role="dialog" aria-label=${t("emoji.title")} popover="auto">${open && Picker && h(Picker, { onPick: pick })}</div>`;
}
