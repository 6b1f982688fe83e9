// Where one writes: text, pictures, what it answers. Enter sends, unless one wants it otherwise.

import { h, html, useEffect, useRef, useSignal } from "../../vendor/preact.js";
import { once } from "../../lib/client.js";
import { t } from "../../lib/i18n.js";
import { post } from "../../lib/outgoing.js";
import { here } from "../../lib/router.js";
import { settled, upload } from "../../lib/upload.js";
import { EmojiButton } from "../../kit/emoji.js";
import { Icon } from "../../kit/icon.js";
import { toast } from "../../kit/toast.js";
import { insert, Writer } from "../../kit/writer.js";
import { myId } from "../me.js";
import { edit } from "./acts.js";
import { Attachments, FilesButton, MOST } from "./attachments.js";
import { entersSend } from "./enter.js";
import { tellTyping, typingSent } from "./typing.js";
import { inShort, whoSaid } from "./words.js";

const LONGEST = 4000;
const WARN = 200;

/** @param {{draft: import("./drafts.js").Draft, title: string, onLast: () => void, onSent: () => void}} props  `onLast`: edit the last one that one sent */
export function Composer({ draft, title, onLast, onSent }) {
  const field = useRef(/** @type {HTMLTextAreaElement | null} */ (null));
  const busy = useSignal(false);
  const { id } = draft;
  const text = draft.text.value;
  const editing = draft.edit.value;
  const uploads = draft.uploads.value;
  const left = LONGEST - [...text].length;
  const empty = !text.trim() && (!uploads.length || !!editing);
  useEffect(() => { if (draft.edit.value || draft.reply.value) field.current?.focus(); }, [draft.edit.value, draft.reply.value]);
  useEffect(() => {
    if (matchMedia("(pointer: fine)").matches && !here.peek().query.has("at")) field.current?.focus({ preventScroll: true });
    return () => tellTyping(id, false);
  }, [id]);
  /** @param {string} value */
  const input = (value) => {
    draft.text.value = value;
    if (!draft.edit.value) tellTyping(id, value.trim() !== "");
  };
  /** @param {File[]} files */
  const attach = (files) => {
    const fits = files.slice(0, MOST - draft.uploads.value.length);
    if (fits.length < files.length) toast(t("chat.too_many", { count: MOST }));
    draft.uploads.value = [...draft.uploads.value, ...upload(fits)];
    field.current?.focus();
  };
  const send = async () => {
    const said = draft.text.value.trim();
    if (busy.value || left < 0) return;
    if (draft.edit.value) {
      const line = draft.edit.value;
      if (!said && !line.value.media.length) return;
      draft.endEdit();
      edit(line, said);
      return;
    }
    const files = draft.uploads.value;
    if (!said && !files.length) return;
    if (files.some((one) => one.busy)) {
      busy.value = true;
      await settled(files);
      busy.value = false;
    }
    if (files.some((one) => one.state.value.status === "failed")) return toast(t("chat.upload_failed"), { bad: true });
    const media = files.map((one) => one.state.value.media);
    const answered = draft.reply.value?.value;
    const replyTo = answered && { id: answered.id, seq: answered.seq, sender: answered.sender, text: answered.text, deleted: false };
    post({ owner: myId.value, clientId: once(), conversationId: id, text: said, mediaIds: media.map((one) => one.id), media, replyToId: answered?.id ?? null, replyTo, createdAt: new Date().toISOString() });
    draft.clear();
    typingSent();
    onSent();
  };
  /** @param {KeyboardEvent} event */
  const key = (event) => {
    if (event.key === "ArrowUp" && !event.altKey && !draft.text.value && !draft.edit.value) {
      event.preventDefault();
      onLast();
    } else if (event.key === "Escape" && (draft.edit.value || draft.reply.value)) {
      event.preventDefault();
      draft.endEdit();
      draft.reply.value = null;
    }
  };
  return html`<div class="composer">
    ${(editing || draft.reply.value) && h(About, { draft })}
    ${uploads.length > 0 && !editing && h(Attachments, { draft, busy: busy.value })}
    <div class="composer-row">
      ${!editing && h(FilesButton, { onFiles: attach })}
      <div class="composer-field">
        ${h(Writer, { value: text, onInput: input, label: t("chat.write_to", { name: title }), placeholder: t("chat.write"), sendOn: entersSend.value ? "enter" : "ctrl", onSubmit: send, onKeyDown: key, onFiles: attach, field })}
        ${h(EmojiButton, { onPick: (emoji) => { if (field.current) insert(field.current, emoji); field.current?.focus(); } })}
      </div>
      <button type="button" class="icon-button send" aria-label=${t(editing ? "common.save" : "common.send")} aria-disabled=${empty || busy.value || left < 0} onPointerDown=${/** @param {Event} event */ (event) => event.preventDefault()} onClick=${send}>${h(Icon, { name: editing ? "check" : "send-horizontal" })}</button>
    </div>
    ${left < WARN && html`<p class=${`composer-left count ${left < 0 ? "error" : ""}`} role="status">${t("chat.left", { count: left })}</p>`}
  </div>`;
}

/** What one answers, or changes. @param {{draft: import("./drafts.js").Draft}} props */
function About({ draft }) {
  const line = draft.edit.value ?? draft.reply.value;
  const message = line?.value;
  const stop = () => { draft.endEdit(); draft.reply.value = null; };
  return html`<div class="composer-about">${h(Icon, { name: draft.edit.value ? "pencil" : "reply", size: 18 })}
    <span><strong>${draft.edit.value ? t("chat.editing") : t("chat.replying", { name: whoSaid(message.sender) })}</strong><span dir="auto">${inShort(message)}</span></span>
    <button type="button" class="icon-button" aria-label=${t("common.cancel")} onClick=${stop}>${h(Icon, { name: "x" })}</button></div>`;
}
