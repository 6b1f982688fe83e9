// Becoming a member: by oneself, by an invite link, or with an admin's consent, as the community's door is set.

import { h, html, useEffect, useState } from "../../vendor/preact.js";
import { Form } from "../../kit/field.js";
import { call, once } from "../../lib/client.js";
import { t } from "../../lib/i18n.js";
import { go } from "../../lib/router.js";
import { useTitle } from "../title.js";
import { me, site } from "../me.js";
import { entered } from "./entered.js";
import { Door, Outcome, Submit, useFirstField } from "./frame.js";
import { Newcomer, named } from "./newcomer.js";

/** @param {{params: Record<string, string>}} props  `code` of an invite link */
export function RegisterPage({ params }) {
  useTitle(t("auth.register"));
  const [waits, setWaits] = useState(/** @type {{status: string, email: string} | null} */ (null));
  useEffect(() => { if (me.peek()) go("/", { replace: true }); }, []);
  const signIn = html`<p>${t("auth.member_already")} <a href="/login">${t("auth.sign_in")}</a></p>`;
  if (waits) return h(Waiting, waits);
  if (site.signUp === "invite" && !params.code) {
    return h(Outcome, { icon: "mail-open", title: t("auth.by_invitation"), text: t("auth.by_invitation_text", { community: site.community }), children: html`<a class="primary" href="/login">${t("auth.sign_in")}</a>` });
  }
  const text = params.code ? t("auth.invited", { community: site.community }) : site.signUp === "approval" ? t("auth.approval_before") : null;
  return h(Door, { title: t("auth.register"), text, after: signIn, children: h(NewMember, { code: params.code, onWait: setWaits }) });
}

/** @param {{code?: string, onWait: (waits: {status: string, email: string}) => void}} props */
function NewMember({ code, onWait }) {
  const page = useFirstField();
  const [key, setKey] = useState({ body: "", once: "" });
  /** @param {Record<string, string>} fields */
  const send = async (fields) => {
    const body = { ...fields, inviteCode: code, session: "cookie" };
    // One key for one body: sent again after a lost answer it makes no second account, and a corrected form is a new try.
    const mine = key.body === JSON.stringify(body) ? key.once : once();
    setKey({ body: JSON.stringify(body), once: mine });
    const answer = await call("POST /auth/register", { body: /** @type {any} */ (body), once: mine, anonymous: true }).catch(named);
    if ("status" in answer) onWait({ status: String(answer.status), email: fields.email });
    else await entered("/welcome");
  };
  return html`<div ref=${page}>
    ${h(Form, { onSend: send, children: (of, busy) => html`${h(Newcomer, { of })}${h(Submit, { busy, text: t("auth.register") })}` })}
  </div>`;
}

/** What stands between the form and the account. @param {{status: string, email: string}} props */
function Waiting({ status, email }) {
  const icon = status === "verify" ? "mail-check" : status === "approval" ? "hourglass" : "clock";
  return h(Outcome, {
    icon, title: t(`auth.waits_${status}`), text: t(`auth.waits_${status}_text`, { email, community: site.community }),
    children: html`<a class=${status === "pending" ? "primary" : "plain"} href="/login">${t("auth.sign_in")}</a>`,
  });
}
