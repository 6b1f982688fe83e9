// Proving again who one is: what is dangerous runs, is refused for want of a fresh proof, asks for one, runs again.

import { h, html, useEffect, useState } from "../vendor/preact.js";
import { call } from "../lib/client.js";
import { Problem } from "../lib/http.js";
import { t } from "../lib/i18n.js";
import * as passkey from "../lib/passkey.js";
import { Dialog } from "./dialog.js";
import { Field, Form } from "./field.js";
import { Icon } from "./icon.js";
import { put } from "./show.js";

/**
 * Run something that the server may want a fresh proof for.
 *
 * @template T
 * @param {() => Promise<T>} run
 * @returns {Promise<T>}
 * @throws {Problem} with the code `cancelled` when the person did not want to prove it
 */
export async function withStepUp(run) {
  try {
    return await run();
  } catch (problem) {
    if (/** @type {any} */ (problem).code !== "step_up_required") throw problem;
  }
  if (!(await asked())) throw new Problem({ status: 0, code: "cancelled" });
  return run();
}

/** Ask in a dialog of its own, wherever the app is. @returns {Promise<boolean>} whether it was proven */
function asked() {
  return new Promise((resolve) => {
    const away = put(Proof, { close: (/** @type {boolean} */ proven) => { away(); resolve(proven); } });
  });
}

/** @param {{close: (proven: boolean) => void}} props */
function Proof({ close }) {
  const [means, setMeans] = useState({ totp: false, passkeys: false });
  const [way, setWay] = useState(/** @type {"password" | "totp"} */ ("password"));
  useEffect(() => { known().then(setMeans); }, []);
  /** @param {Record<string, string>} fields */
  const send = async (fields) => { await prove(way === "password" ? { password: fields.password } : { totp: fields.code }); close(true); };
  const other = way === "password" ? "totp" : "password";
  return h(Dialog, {
    title: t("stepup.title"), onClose: () => close(false),
    children: html`<p class="stepup-why">${t("stepup.why")}</p>
      ${h(Form, { onSend: send, children: (of, busy) => html`
        ${way === "password"
          ? h(Field, { key: "password", label: t("stepup.password"), name: "password", type: "password", required: true, error: of("password"), attributes: { autocomplete: "current-password", autofocus: true } })
          : h(Field, { key: "code", label: t("stepup.code"), name: "code", required: true, hint: t("stepup.code_hint"), error: of("totp"), attributes: { autocomplete: "one-time-code", autofocus: true, maxlength: 40, autocapitalize: "off", spellcheck: false } })}
        <button class="primary" aria-disabled=${busy}>${t("stepup.go")}</button>
        ${means.totp && html`<button type="button" class="quiet" onClick=${() => setWay(other)}>${t(`stepup.by_${other}`)}</button>`}` })}
      ${means.passkeys && h(ByPasskey, { close })}`,
  });
}

/** @param {{close: (proven: boolean) => void}} props */
function ByPasskey({ close }) {
  return h(Form, { className: "form stepup-passkey", children: (_, busy) => html`
    <button class="plain" aria-disabled=${busy}>${h(Icon, { name: "key-round" })}${t("stepup.passkey")}</button>`, onSend: async () => {
    const { challengeId, options } = await call("POST /auth/passkeys/login-options", { body: {} });
    const credential = await passkey.get(options);
    if (!credential) return;
    await prove({ passkey: { challengeId, credential } });
    close(true);
  } });
}

/** @param {Record<string, any>} body */
async function prove(body) {
  // A stale session is renewed first: afterwards a 401 can only mean that the proof was wrong.
  await call("GET /auth/account");
  try {
    await call("POST /auth/step-up", { body: /** @type {any} */ (body), anonymous: true });
  } catch (error) {
    const problem = /** @type {Problem} */ (error);
    if (problem.status !== 401) throw problem;
    const code = body.password ? "password_wrong" : body.totp ? "code_wrong" : "passkey_wrong";
    throw new Problem({ status: 401, code, detail: t(`problem.${code}`) });
  }
}

/** Which proofs the member has beside the password. */
async function known() {
  const [account, passkeys] = await Promise.all([call("GET /auth/account"), passkey.able() ? call("GET /auth/passkeys") : { items: [] }]).catch(() => []);
  return { totp: /** @type {any} */ (account)?.totp ?? true, passkeys: (passkeys?.items.length ?? 0) > 0 };
}
