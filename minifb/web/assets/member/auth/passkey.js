// Signing in with a passkey: by the button, or out of the name field where a passkey was used here before.

import { h, html, useEffect, useRef, useState } from "../../vendor/preact.js";
import { Icon } from "../../kit/icon.js";
import { call } from "../../lib/client.js";
import { said, t } from "../../lib/i18n.js";
import { able, get, offered } from "../../lib/passkey.js";

const USED = "passkey"; // in localStorage: whether it is worth asking for one before anybody pressed the button

/** @param {{onDone: () => Promise<void>}} props */
export function PasskeyButton({ onDone }) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState(/** @type {any} */ (null));
  const quiet = useRef(new AbortController());
  /** @param {{signal?: AbortSignal, mediation?: CredentialMediationRequirement}} [how] */
  const prove = async (how) => {
    try {
      if (await signIn(how)) await onDone();
    } catch (refused) {
      setProblem(refused);
    }
  };
  useEffect(() => {
    const { current } = quiet;
    if (localStorage.getItem(USED)) offered().then((can) => { if (can && !current.signal.aborted) prove({ signal: current.signal, mediation: "conditional" }); }, () => {});
    return () => current.abort();
  }, []);
  const press = async () => {
    if (busy) return;
    quiet.current.abort(); // the browser asks for one thing at a time
    setBusy(true);
    setProblem(null);
    await prove();
    setBusy(false);
  };
  if (!able()) return null;
  return html`<div class="door-or"><span>${t("auth.or")}</span></div>
    ${problem && html`<p class="form-error" role="alert">${said(problem)}</p>`}
    <button type="button" class="plain door-submit" aria-disabled=${busy} onClick=${press}>${h(Icon, { name: "key-round" })}${t("auth.passkey")}</button>`;
}

/** @param {{signal?: AbortSignal, mediation?: CredentialMediationRequirement}} [how] */
async function signIn(how) {
  const { challengeId, options } = await call("POST /auth/passkeys/login-options", { anonymous: true, signal: how?.signal });
  const credential = await get(options, how);
  if (!credential) return false;
  await call("POST /auth/passkeys/login", { body: { challengeId, credential, session: "cookie" }, anonymous: true });
  localStorage.setItem(USED, "yes");
  return true;
}
