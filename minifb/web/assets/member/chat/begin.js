// Begin to talk: with one member, or with several as a group.

import { h, html, useSignal } from "../../vendor/preact.js";
import { call, once } from "../../lib/client.js";
import { t } from "../../lib/i18n.js";
import { go } from "../../lib/router.js";
import { Dialog } from "../../kit/dialog.js";
import { Field } from "../../kit/field.js";
import { People } from "./people.js";
import { take } from "./store.js";
import { attempt } from "./wishes.js";

/** @param {{onClose: () => void}} props */
export function BeginDialog({ onClose }) {
  const chosen = useSignal(/** @type {any[]} */ ([]));
  const title = useSignal("");
  const busy = useSignal(false);
  const many = chosen.value.length > 1;
  const begin = async () => {
    if (busy.value || !chosen.value.length) return;
    busy.value = true;
    const key = once();
    const body = { participantIds: chosen.value.map((one) => one.id), title: (many && title.value.trim()) || null };
    await attempt(async () => {
      const conversation = await call("POST /messages/conversations", { body, once: key });
      take(conversation);
      onClose();
      go(`/m/${conversation.id}`);
    });
    busy.value = false;
  };
  const footer = html`<button type="button" class="primary" aria-disabled=${busy.value || !chosen.value.length} onClick=${begin}>${t(many ? "chat.begin_group" : "chat.begin_talk")}</button>`;
  return h(Dialog, { title: t("chat.begin"), onClose, footer, children: html`
    ${many && h(Field, { label: t("chat.group_title"), name: "title", value: title.value, onInput: (value) => { title.value = value; }, attributes: { maxlength: 100 } })}
    ${h(People, { chosen })}` });
}
