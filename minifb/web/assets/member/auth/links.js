// What links in mails lead to. Each has a button: programs that look at the links of a mail change nothing.

import { h, html, useState } from "../../vendor/preact.js";
import { Form } from "../../kit/field.js";
import { call } from "../../lib/client.js";
import { t } from "../../lib/i18n.js";
import { useTitle } from "../title.js";
import { me, site } from "../me.js";
import { Door, Outcome, Submit } from "./frame.js";
import { useSecret } from "./secret.js";

/** Prove an address. */
export function VerifyPage() {
  /** @param {string} token */
  const prove = async (token) => {
    try {
      await call("POST /auth/verify-email", { body: { token }, anonymous: true });
      return true;
    } catch (problem) {
      if (/** @type {any} */ (problem).code !== "link_invalid") throw problem;
      return false;
    }
  };
  const next = me.value ? t("auth.verify_done_member") : t(site.signUp === "approval" ? "auth.verify_done_approval" : "auth.verify_done_text");
  return h(Linked, { about: "verify", icon: "mail-check", act: prove, done: next });
}

/** End mails of a kind. */
export function UnsubscribePage() {
  /** @param {string} token */
  const stop = async (token) => (await call("POST /notifications/unsubscribe", { query: { token }, anonymous: true })).categories.length > 0;
  return h(Linked, { about: "unsubscribe", icon: "bell-off", act: stop, done: t("auth.unsubscribe_done_text") });
}

/**
 * One button, and what came of it.
 *
 * @param {{about: "verify" | "unsubscribe", icon: string, act: (token: string) => Promise<boolean>, done: string}} props  `act` answers false where the link is not good
 */
function Linked({ about, icon, act, done }) {
  useTitle(t(`auth.${about}_title`));
  const token = useSecret();
  const [state, setState] = useState(/** @type {"new" | "done" | "old"} */ (token ? "new" : "old"));
  const on = me.value
    ? html`<a class="primary" href="/">${t("auth.on_to", { community: site.community })}</a>`
    : html`<a class="primary" href="/login">${t("auth.sign_in")}</a>`;
  if (state === "old") return h(Outcome, { icon: "link-2-off", bad: true, title: t("auth.link_old"), text: t(`auth.${about}_old`), children: on });
  if (state === "done") return h(Outcome, { icon, title: t(`auth.${about}_done`), text: done, children: on });
  const send = async () => setState((await act(token)) ? "done" : "old");
  return h(Door, {
    title: t(`auth.${about}_title`), text: t(`auth.${about}_text`, { community: site.community }),
    children: h(Form, { onSend: send, children: (_of, busy) => h(Submit, { busy, text: t(`auth.${about}_send`) }) }),
  });
}
