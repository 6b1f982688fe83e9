// What somebody fills in who registers or becomes the owner.

import { h, html, useState } from "../../vendor/preact.js";
import { Field } from "../../kit/field.js";
import { Problem } from "../../lib/http.js";
import { t } from "../../lib/i18n.js";
import { handleOf, otherThan } from "./handle.js";
import { NewPassword } from "./password.js";

/** @param {{of: (field: string) => string | undefined}} props */
export function Newcomer({ of }) {
  const [who, setWho] = useState({ firstName: "", lastName: "", email: "" });
  const [chosen, setChosen] = useState(/** @type {string | null} */ (null));
  const handle = chosen ?? handleOf(who.firstName, who.lastName);
  const taken = of("username");
  /** @param {Partial<typeof who>} part */
  const tell = (part) => setWho((before) => ({ ...before, ...part }));
  return html`<div class="door-names">
      ${h(Field, { label: t("auth.first_name"), name: "firstName", required: true, error: of("firstName"), value: who.firstName, onInput: (firstName) => tell({ firstName }), attributes: { autocomplete: "given-name", maxlength: 64 } })}
      ${h(Field, { label: t("auth.last_name"), name: "lastName", required: true, error: of("lastName"), value: who.lastName, onInput: (lastName) => tell({ lastName }), attributes: { autocomplete: "family-name", maxlength: 64 } })}
    </div>
    ${h(Field, {
      label: t("auth.handle"), name: "username", required: true, error: taken, value: handle, onInput: setChosen,
      hint: t("auth.handle_hint", { place: `${location.host}/@${handle || t("auth.handle_example")}` }),
      attributes: { autocomplete: "username", autocapitalize: "none", spellcheck: false, minlength: 3, maxlength: 30, pattern: "[A-Za-z0-9_]{3,30}", title: t("auth.handle_form") },
    })}
    ${taken && handle.length >= 3 && h(Another, { key: handle, handle, onTake: setChosen })}
    ${h(Field, { label: t("auth.email"), name: "email", type: "email", required: true, error: of("email"), value: who.email, onInput: (email) => tell({ email }), hint: t("auth.email_hint"), attributes: { autocomplete: "email", maxlength: 254 } })}
    ${h(NewPassword, { error: of("password"), own: [who.firstName, who.lastName, handle, who.email.split("@")[0]] })}`;
}

/** A handle that is probably free. @param {{handle: string, onTake: (handle: string) => void}} props */
function Another({ handle, onTake }) {
  const [other] = useState(() => otherThan(handle));
  return html`<div><button type="button" class="plain small" onClick=${() => onTake(other)}>${t("auth.take", { handle: other })}</button></div>`;
}

/** Say of a field that is taken whether it is the name or the address. @param {any} problem @returns {never} */
export function named(problem) {
  if (!(problem instanceof Problem)) throw problem;
  problem.errors = problem.errors.map((error) => (error.code === "taken" ? { ...error, code: `${error.field}_taken` } : error));
  throw problem;
}
