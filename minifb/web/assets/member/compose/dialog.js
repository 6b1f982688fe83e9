// The composer: what one says, to whom, with which photos, now or later. What fails keeps everything.

import { h, html, useEffect, useMemo, useRef, useState } from "../../vendor/preact.js";
import { name, number, said, t } from "../../lib/i18n.js";
import { moment } from "../../lib/time.js";
import { go } from "../../lib/router.js";
import { Avatar } from "../../kit/avatar.js";
import { Dialog } from "../../kit/dialog.js";
import { Icon } from "../../kit/icon.js";
import { toast } from "../../kit/toast.js";
import { Writer } from "../../kit/writer.js";
import { me } from "../me.js";
import { AudienceButton } from "./audience.js";
import { useKeyboard } from "./keyboard.js";
import { LeaveDialog } from "./leave.js";
import { askable, PollEditor } from "./poll.js";
import { Photos } from "./photos.js";
import { keepDraft, publish } from "./publish.js";
import { Quoted } from "./quoted.js";
import { Schedule } from "./schedule.js";
import { Tools } from "./tools.js";
import { PHOTOS_MAX, TEXT_MAX, Writing } from "./writing.js";

/** @param {{wish: import("./open.js").Wish, onClose: () => void}} props */
export function ComposeDialog({ wish, onClose }) {
  const writing = useMemo(() => new Writing(wish), []);
  const field = useRef(/** @type {HTMLTextAreaElement | null} */ (null));
  const [busy, setBusy] = useState("");
  const [problem, setProblem] = useState(/** @type {any} */ (null));
  const [note, setNote] = useState("");
  const [leaving, setLeaving] = useState(false);
  useKeyboard();
  useEffect(() => {
    let stop = () => {};
    let gone = false;
    (async () => {
      await writing.fetch();
      await writing.restore();
      if (gone) return;
      if (wish.photos) add(wish.photos);
      stop = writing.keep();
    })();
    return () => { gone = true; stop(); };
  }, []);

  /** @param {File[]} files */
  const add = (files) => setNote(writing.add(files) ? t("compose.too_many_photos", { count: PHOTOS_MAX }) : "");
  const close = () => {
    if (busy) return;
    if (writing.dirty.value && writing.full.value) setLeaving(true);
    else {
      writing.forget();
      onClose();
    }
  };
  const drop = () => {
    writing.forget();
    for (const one of writing.photos.value) one.cancel();
    onClose();
  };
  const keep = async () => {
    await keepDraft(writing, null);
    toast(t("compose.kept"));
    onClose();
  };

  const over = writing.length.value > TEXT_MAX;
  const ready = writing.full.value && !over && askable(writing.poll.value) && !(writing.publishAt.value && Date.parse(writing.publishAt.value) <= Date.now());
  const send = async () => {
    if (busy || !ready) return;
    setProblem(null);
    setBusy(writing.photos.value.some((one) => one.busy) ? "compose.uploading" : "compose.posting");
    try {
      const how = await publish(writing);
      if (how === "scheduled") toast(t("compose.scheduled", { time: moment(/** @type {string} */ (writing.publishAt.value)) }));
      else if (how === "changed") toast(t("compose.changed"));
      else if (location.pathname !== "/") toast(t("compose.posted"), { action: t("compose.see"), run: () => go("/") });
      onClose();
    } catch (error) {
      setProblem(error);
      setBusy("");
    }
  };

  const word = busy || (writing.edit ? "common.save" : writing.publishAt.value ? "compose.schedule_do" : writing.shareId ? "compose.share_do" : "compose.post");
  const left = TEXT_MAX - writing.length.value;
  const footer = html`${h(Tools, { writing, field, onPhotos: add, onKeep: keep, onProblem: setProblem })}
    ${left < 500 && html`<span class=${`count ${over ? "error" : ""}`} role="status">${t("compose.left", { count: number(left) })}</span>`}
    <button type="button" class="primary" aria-disabled=${!ready || Boolean(busy)} onClick=${send}>${t(word)}</button>`;
  const title = t(writing.edit ? "compose.edit" : writing.shareId ? "compose.share" : "compose.new");
  return html`${h(Dialog, { title, onClose: close, footer, children: html`<div class="compose" onDragOver=${allow} onDrop=${/** @param {DragEvent} event */ (event) => { event.preventDefault(); if (event.dataTransfer?.files.length) add([...event.dataTransfer.files]); }}>
    ${problem && html`<p class="form-error" role="alert">${problem.code === "photos_failed" ? t("compose.photos_failed") : said(problem)}</p>`}
    <div class="compose-head">${h(Avatar, { person: me.value, size: 40 })}<div><strong dir="auto">${name(me.value)}</strong>${h(AudienceButton, { writing })}</div></div>
    ${writing.restored.value && html`<p class="compose-note restored" role="status"><span>${t("compose.restored")}</span><button type="button" class="quiet small" onClick=${drop}>${t("compose.throw_away")}</button></p>`}
    ${h(Writer, { value: writing.text.value, onInput: (text) => { writing.text.value = text; }, onSubmit: send, label: t("compose.text"), placeholder: t(writing.shareId ? "compose.say" : "compose.prompt", { name: me.value.firstName }), rows: 4, autofocus: true, field, onFiles: add, invalid: over })}
    ${writing.share.value && h(Quoted, { post: writing.share.value })}
    ${h(Photos, { writing })}
    ${note && html`<p class="compose-note" role="status">${note}</p>`}
    ${writing.poll.value && h(PollEditor, { poll: writing.poll.value, asked: Boolean(writing.edit?.poll), onChange: (poll) => { writing.poll.value = poll; } })}
    ${writing.publishAt.value && h(Schedule, { at: writing.publishAt.value, onChange: (at) => { writing.publishAt.value = at; } })}
  </div>` })}
  ${leaving && h(LeaveDialog, { edit: Boolean(writing.edit), onKeep: keep, onDrop: drop, onClose: () => setLeaving(false) })}`;
}

/** Files from outside may be dropped here. @param {DragEvent} event */
function allow(event) {
  if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
}
