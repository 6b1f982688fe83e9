// What others learn of one in messages, and what Enter does.

import { h, html, useEffect, useSignal } from "../../vendor/preact.js";
import { call } from "../../lib/client.js";
import { t } from "../../lib/i18n.js";
import { Dialog } from "../../kit/dialog.js";
import { Switch } from "../../kit/field.js";
import { Failed, Skeleton } from "../../kit/states.js";
import { entersSend, setEnter } from "./enter.js";
import { attempt } from "./wishes.js";

/** @param {{onClose: () => void}} props */
export function ChoicesDialog({ onClose }) {
  const choices = useSignal(/** @type {any} */ (null));
  const problem = useSignal(/** @type {any} */ (null));
  const load = () => {
    problem.value = null;
    call("GET /messages/settings").then((told) => { choices.value = told; }, (caught) => { problem.value = caught; });
  };
  useEffect(load, []);
  /** @param {"receipts" | "presence"} which @param {boolean} on */
  const choose = async (which, on) => {
    const before = choices.value;
    choices.value = { ...before, [which]: on };
    if (!(await attempt(async () => { choices.value = await call("PUT /messages/settings", { body: { [which]: on } }); }))) choices.value = before;
  };
  const told = choices.value;
  return h(Dialog, { title: t("chat.settings"), onClose, children: problem.value ? h(Failed, { problem: problem.value, retry: load }) : !told ? h(Skeleton, { kind: "row" }) : html`
    ${h(Switch, { label: t("chat.receipts"), hint: t("chat.receipts_hint"), checked: told.receipts, onChange: (on) => choose("receipts", on) })}
    ${h(Switch, { label: t("chat.presence"), hint: t("chat.presence_hint"), checked: told.presence, onChange: (on) => choose("presence", on) })}
    ${h(Switch, { label: t("chat.enter"), hint: t("chat.enter_hint"), checked: entersSend.value, onChange: setEnter })}` });
}
