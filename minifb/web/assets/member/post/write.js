// Where a comment is written: a new one, a reply, or another text for one's own.

import { h, html, useEffect, useRef, useSignal } from "../../vendor/preact.js";
import { name, t } from "../../lib/i18n.js";
import { Avatar } from "../../kit/avatar.js";
import { EmojiButton } from "../../kit/emoji.js";
import { Icon } from "../../kit/icon.js";
import { insert, Writer } from "../../kit/writer.js";
import { me } from "../me.js";
import { change } from "./acts.js";

/** @typedef {import("./thread.js").Thread} Thread */
/** @typedef {import("./thread.js").Held} Held */

const LONGEST = 4000;

/** With a keyboard Enter sends; on a phone it begins a new line, the button sends. */
function sendOn() {
  return matchMedia("(pointer: fine)").matches ? /** @type {const} */ ("enter") : /** @type {const} */ ("ctrl");
}

/**
 * @param {{thread: Thread, parent?: Held, depth?: number, onDone?: () => void, onSent?: (held: Held) => void, field?: {current: any}}} props
 *   with a `parent` it is a reply; `field` is given the text area
 */
export function Write({ thread, parent, depth = 0, onDone, onSent, field }) {
  const place = parent?.value.id ?? "";
  const own = useRef(/** @type {HTMLTextAreaElement | null} */ (null));
  const area = field ?? own;
  const text = useSignal(thread.drafts.get(place) ?? "");
  const label = parent ? t("post.reply_to", { name: parent.value.author ? name(parent.value.author) : "" }) : t("post.write");
  /** @param {string} now */
  const write = (now) => {
    text.value = now;
    thread.drafts.set(place, now);
  };
  const send = () => {
    const said = text.value.trim();
    if (!said) return;
    const held = thread.write(said, parent?.value ?? null, depth);
    write("");
    onSent?.(held);
    onDone?.();
  };
  return html`<form class="comment-write" onSubmit=${/** @param {Event} event */ (event) => { event.preventDefault(); send(); }}>
    ${h(Avatar, { person: me.value, size: 32 })}
    ${h(Writer, {
      value: text.value, onInput: write, onSubmit: send, sendOn: sendOn(), label, placeholder: label, maxLength: LONGEST, autofocus: !!parent, field: area,
      onKeyDown: (event) => { if (event.key === "Escape" && onDone) { event.preventDefault(); event.stopPropagation(); onDone(); } },
    })}
    ${h(EmojiButton, { className: "icon-button comment-emoji", onPick: (emoji) => { if (area.current) { insert(area.current, emoji); area.current.focus(); } } })}
    <button type="submit" class="icon-button send" aria-label=${t("common.send")} aria-disabled=${!text.value.trim()}>${h(Icon, { name: "send-horizontal" })}</button>
    ${onDone && html`<button type="button" class="icon-button" aria-label=${t("common.cancel")} onClick=${onDone}>${h(Icon, { name: "x" })}</button>`}
  </form>`;
}

/** @param {{held: Held, onDone: () => void}} props */
export function Rewrite({ held, onDone }) {
  const text = useSignal(held.peek().text);
  const field = useRef(/** @type {HTMLTextAreaElement | null} */ (null));
  useEffect(() => {
    const end = text.peek().length;
    field.current?.setSelectionRange(end, end);
  }, []);
  const save = () => {
    const said = text.value.trim();
    if (said && said !== held.value.text) change(held, said);
    if (said) onDone();
  };
  return html`<form class="comment-rewrite" onSubmit=${/** @param {Event} event */ (event) => { event.preventDefault(); save(); }}>
    ${h(Writer, {
      value: text.value, onInput: (now) => { text.value = now; }, onSubmit: save, sendOn: sendOn(), label: t("post.edit_comment"), maxLength: LONGEST, autofocus: true, field,
      onKeyDown: (event) => { if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); onDone(); } },
    })}
    <div class="row"><button type="submit" class="primary small" aria-disabled=${!text.value.trim()}>${t("common.save")}</button>
      <button type="button" class="quiet small" onClick=${onDone}>${t("common.cancel")}</button></div>
  </form>`;
}
