// The first minutes of a community: somebody becomes its owner, names it, says who may come in, and tries the mail.

import { h, html, useEffect, useState } from "../../vendor/preact.js";
import { Form } from "../../kit/field.js";
import { call } from "../../lib/client.js";
import { t } from "../../lib/i18n.js";
import { go, here } from "../../lib/router.js";
import { useTitle } from "../title.js";
import { enter, me } from "../me.js";
import { FactorDue, learnMine } from "../settings/mine.js";
import { DoorStep, MailStep, NameStep } from "./community.js";
import { Door, Outcome, Submit, useFirstField } from "./frame.js";
import { Newcomer, named } from "./newcomer.js";
import { useSecret } from "./secret.js";
import { Steps } from "./steps.js";

/** The page. */
export function SetupPage() {
  useTitle(t("auth.setup_title"));
  const token = useSecret();
  const [state, setState] = useState(/** @type {"new" | "old" | "waits"} */ (token ? "new" : "old"));
  if (me.value && here.value.query.has("step")) return h(Community, {});
  if (state === "waits") {
    return h(Outcome, { icon: "clock", title: t("auth.waits_pending"), text: t("auth.waits_pending_text"), children: html`<a class="primary" href="/login?to=/setup%3Fstep%3Dname">${t("auth.sign_in")}</a>` });
  }
  if (state === "old") {
    return h(Outcome, { icon: "link-2-off", bad: true, title: t("auth.setup_old"), text: t("auth.setup_old_text"), children: html`<a class="primary" href=${me.value ? "/" : "/login"}>${t(me.value ? "shell.home" : "auth.sign_in")}</a>` });
  }
  return h(Door, { title: t("auth.setup_title"), text: t("auth.setup_text"), children: h(Owner, { token, onState: setState }) });
}

/** @param {{token: string, onState: (state: "old" | "waits") => void}} props */
function Owner({ token, onState }) {
  const page = useFirstField();
  /** @param {Record<string, string>} fields */
  const send = async (fields) => {
    try {
      const answer = await call("POST /auth/setup", { body: /** @type {any} */ ({ ...fields, token, session: "cookie" }), anonymous: true }).catch(named);
      if ("status" in answer) return onState("waits");
      await enter();
      go("/setup?step=name", { replace: true });
    } catch (problem) {
      if (!["not_found", "setup_link_invalid"].includes(/** @type {any} */ (problem).code)) throw problem;
      onState("old");
    }
  };
  return html`<div ref=${page}>
    ${h(Form, { onSend: send, children: (of, busy) => html`${h(Newcomer, { of })}${h(Submit, { busy, text: t("auth.setup_send") })}` })}
  </div>`;
}

/** What the owner says about the community; it can all be changed later. */
function Community() {
  const [community, setCommunity] = useState(/** @type {any} */ (null));
  const [tried, setTried] = useState(false);
  useEffect(() => { learnMine(); }, []);
  useEffect(() => { call("GET /auth/community").then(setCommunity, () => setCommunity({ name: "", signUp: "open" })); }, []);
  if (!community) return null;
  const steps = [
    { key: "name", title: t("auth.community_name"), text: t("auth.community_name_text"), body: h(NameStep, { community, onSaved: setCommunity }), done: true },
    { key: "door", title: t("auth.community_door"), text: t("auth.community_door_text"), body: h(DoorStep, { community, onSaved: setCommunity }), done: true },
    { key: "mail", title: t("auth.community_mail"), text: t("auth.community_mail_text"), body: html`${h(MailStep, { onTried: () => setTried(true) })}${h(FactorDue, {})}`, done: tried },
  ];
  return h(Steps, { steps, last: t("auth.setup_done"), onEnd: () => go("/welcome") });
}
