// Signing in: a name and a password, a code where one is wanted, or a passkey.

import { h, html, useEffect, useState } from "../../vendor/preact.js";
import { Field, Form } from "../../kit/field.js";
import { call } from "../../lib/client.js";
import { Problem } from "../../lib/http.js";
import { t } from "../../lib/i18n.js";
import { go, here } from "../../lib/router.js";
import { useTitle } from "../title.js";
import { limited, me, site } from "../me.js";
import { CodeForm } from "./code.js";
import { entered, place } from "./entered.js";
import { FactorFirst } from "./factor.js";
import { Door, Submit, useFirstField } from "./frame.js";
import { PasskeyButton } from "./passkey.js";

/** @typedef {{name: string, password: string}} Credentials */

/** The page. */
export function LoginPage() {
  useTitle(t("auth.sign_in"));
  const [proven, setProven] = useState(/** @type {Credentials | null} */ (null));
  const to = place(here.value.query.get("to"));
  useEffect(() => { if (me.peek()) go(to, { replace: true }); }, []);
  if (limited.value) return h(FactorFirst, { to });
  if (proven) return h(CodeForm, { onBack: () => setProven(null), onCode: (code) => signIn(proven, code).then(() => entered(to)) });
  /** @param {Record<string, string>} fields */
  const send = async ({ name, password }) => {
    const given = { name: name.trim(), password };
    try {
      await signIn(given);
      await entered(to);
    } catch (problem) {
      if (/** @type {any} */ (problem).code !== "totp_required") throw problem;
      setProven(given);
    }
  };
  const after = site.signUp === "invite"
    ? html`<p>${t("auth.by_invitation_short")}</p>`
    : html`<p>${t("auth.new_here")} <a href="/register">${t("auth.register")}</a></p>`;
  return h(Door, { title: t("auth.sign_in"), after, children: h(Password, { send, onPasskey: () => entered(to) }) });
}

/** @param {{send: (fields: Record<string, string>) => Promise<void>, onPasskey: () => Promise<void>}} props */
function Password({ send, onPasskey }) {
  const page = useFirstField();
  return html`<div ref=${page} class="stack">
    ${h(Form, { onSend: send, children: (of, busy) => html`
      ${h(Field, { label: t("auth.name_or_email"), name: "name", required: true, error: of("username") ?? of("email"), attributes: { autocomplete: "username webauthn", autocapitalize: "none", spellcheck: false, maxlength: 254 } })}
      ${h(Field, { label: t("auth.password"), name: "password", type: "password", required: true, error: of("password"), attributes: { autocomplete: "current-password", maxlength: 256 } })}
      ${h(Submit, { busy, text: t("auth.sign_in") })}` })}
    <p class="door-forgot"><a href="/forgot">${t("auth.forgot")}</a></p>
    ${h(PasskeyButton, { onDone: onPasskey })}
  </div>`;
}

/** @param {Credentials} given @param {string} [totp] */
async function signIn({ name, password }, totp) {
  const whose = name.slice(1).includes("@") ? { email: name } : { username: name.replace(/^@/, "") };
  try {
    return await call("POST /auth/login", { body: { ...whose, password, totp, session: "cookie" }, anonymous: true });
  } catch (problem) {
    throw locked(/** @type {any} */ (problem));
  }
}

/** Say how long to wait, where one has to; that a name or password is wrong, and not which of them. @param {Problem} problem */
function locked(problem) {
  if (problem.code === "unauthenticated") return new Problem({ status: 401, code: "wrong_credentials", detail: t("auth.wrong") });
  if (problem.status !== 429 || !problem.retryAfter) return problem;
  const seconds = Math.ceil(problem.retryAfter);
  const detail = seconds > 90 ? t("auth.wait_minutes", { count: Math.ceil(seconds / 60) }) : t("auth.wait_seconds", { count: seconds });
  return new Problem({ status: 429, code: "locked_out", detail });
}
