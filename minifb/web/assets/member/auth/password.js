// A new password: the rules stand there before anybody breaks one, and each is ticked off as it is met.

import { h, html, useId, useState } from "../../vendor/preact.js";
import { Field } from "../../kit/field.js";
import { Icon } from "../../kit/icon.js";
import { t } from "../../lib/i18n.js";

const SHORTEST = 10;

/**
 * @param {{label?: string, name?: string, error?: string, own?: string[]}} props
 *   `own`: names, handle and address of whose password it becomes; none of them may be part of it
 */
export function NewPassword({ label, name = "password", error, own = [] }) {
  const id = useId();
  const [typed, setTyped] = useState("");
  const low = typed.toLowerCase();
  const personal = own.some((part) => part.length >= 4 && low.includes(part.toLowerCase()));
  const rules = /** @type {[string, boolean][]} */ ([
    ["auth.password_long", [...typed].length >= SHORTEST],
    ["auth.password_own", typed !== "" && !personal],
  ]);
  return html`${h(Field, {
    label: label ?? t("auth.password"), name, type: "password", required: true, error, hint: t("auth.password_hint"), onInput: setTyped,
    attributes: { autocomplete: "new-password", minlength: SHORTEST, maxlength: 256, "aria-describedby": id },
  })}
  <ul id=${id} class="door-rules">
    ${rules.map(([key, met]) => html`<li key=${key} class=${met ? "met" : ""}>${h(Icon, { name: met ? "circle-check" : "circle", size: 16 })}<span>${t(key)}</span></li>`)}
  </ul>`;
}
