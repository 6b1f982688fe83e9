// What others learn of one in messages, and what Enter does.

import { h, html } from "../../vendor/preact.js";
import { call } from "../../lib/client.js";
import { t } from "../../lib/i18n.js";
import { Dialog } from "../../kit/dialog.js";
import { Switch } from "../../kit/field.js";
import { Loaded } from "../../kit/loaded.js";
import { entersSend, setEnter } from "./enter.js";
import { attempt } from "./wishes.js";

/** @param {{onClose: () => void}} props */
export function ChoicesDialog({ onClose }) {
  return h(Dialog, { title: t("chat.settings"), onClose, children: h(Loaded, { load: () => call("GET /messages/settings"), draw: (choices, put) => h(Choices, { choices, put }) }) });
}

/** @param {{choices: any, put: (choices: any) => void}} props */
function Choices({ choices, put }) {
  /** @param {"receipts" | "presence"} which @param {boolean} on */
  const choose = async (which, on) => {
    put({ ...choices, [which]: on });
    if (!(await attempt(async () => put(await call("PUT /messages/settings", { body: { [which]: on } }))))) put(choices);
  };
  return html`
    ${h(Switch, { label: t("chat.receipts"), hint: t("chat.receipts_hint"), checked: choices.receipts, onChange: (on) => choose("receipts", on) })}
    ${h(Switch, { label: t("chat.presence"), hint: t("chat.presence_hint"), checked: choices.presence, onChange: (on) => choose("presence", on) })}
    ${h(Switch, { label: t("chat.enter"), hint: t("chat.enter_hint"), checked: entersSend.value, onChange: setEnter })}`;
}
