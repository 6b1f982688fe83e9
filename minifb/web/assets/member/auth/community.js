// What an owner or admin says about the community: its name, its door, and whether mail goes out.

import { h, html, useState } from "../../vendor/preact.js";
import { Field } from "../../kit/field.js";
import { Icon } from "../../kit/icon.js";
import { toast } from "../../kit/toast.js";
import { call } from "../../lib/client.js";
import { said, t } from "../../lib/i18n.js";
import { site } from "../me.js";

/** @typedef {{name: string, signUp: "open" | "invite" | "approval"}} Community */

/** Say something about the community, here and on the server. @param {{name?: string | null, signUp?: Community["signUp"]}} change */
export async function tell(change) {
  const community = await call("PUT /auth/community", { body: change });
  site.community = community.name;
  site.signUp = community.signUp;
  return community;
}

/** Its name; kept when the field is left. @param {{community: Community, onSaved: (community: any) => void}} props */
export function NameStep({ community, onSaved }) {
  const [state, setState] = useState(/** @type {{saved: boolean, problem: any}} */ ({ saved: false, problem: null }));
  /** @param {any} event */
  const keep = async (event) => {
    const name = event.target.value.trim();
    try {
      onSaved(await tell({ name: name || null }));
      setState({ saved: true, problem: null });
    } catch (problem) {
      const fault = /** @type {any} */ (problem).errors?.[0] ?? problem;
      toast(said(fault), { bad: true }); // one may be a step further by now
      setState({ saved: false, problem: fault });
    }
  };
  return html`${h(Field, { label: t("auth.community_name_label"), name: "name", error: state.problem && said(state.problem), value: community.name, attributes: { maxlength: 64, autocomplete: "off", onChange: keep } })}
    ${h(SavedWord, { saved: state.saved })}`;
}

/** Who may come in. @param {{community: Community, onSaved: (community: any) => void}} props */
export function DoorStep({ community, onSaved }) {
  const [saved, setSaved] = useState(false);
  const [problem, setProblem] = useState(/** @type {any} */ (null));
  /** @param {Community["signUp"]} signUp */
  const choose = async (signUp) => {
    setSaved(false);
    setProblem(null);
    onSaved({ ...community, signUp });
    try {
      onSaved(await tell({ signUp }));
      setSaved(true);
    } catch (refused) {
      onSaved(community);
      setProblem(refused);
    }
  };
  const ways = /** @type {Community["signUp"][]} */ (["open", "invite", "approval"]);
  return html`<fieldset class="door-choices">
      <legend class="hidden">${t("auth.community_door")}</legend>
      ${ways.map((way) => html`<label key=${way}><input type="radio" name="signUp" value=${way} checked=${community.signUp === way} onChange=${() => choose(way)} />
        <span><strong>${t(`auth.door_${way}`)}</strong><small>${t(`auth.door_${way}_text`)}</small></span></label>`)}
    </fieldset>
    ${problem && html`<p class="form-error" role="alert">${said(problem)}</p>`}
    ${h(SavedWord, { saved })}`;
}

/** Whether mail goes out. @param {{onTried?: () => void}} props */
export function MailStep({ onTried = () => {} }) {
  const [answer, setAnswer] = useState(/** @type {any} */ (null));
  const [problem, setProblem] = useState(/** @type {any} */ (null));
  const [busy, setBusy] = useState(false);
  const send = async () => {
    if (busy) return;
    setBusy(true);
    setProblem(null);
    setAnswer(null);
    try {
      setAnswer(await call("POST /notifications/mail/test"));
      onTried();
    } catch (refused) {
      setProblem(refused);
    }
    setBusy(false);
  };
  return html`<div><button type="button" class="primary" aria-disabled=${busy} onClick=${send}>${h(Icon, { name: "mail" })}${t(busy ? "auth.mail_sending" : "auth.mail_send")}</button></div>
    <div role="status">${answer && h(MailAnswer, { answer })}</div>
    ${problem && html`<p class="form-error" role="alert">${said(problem)}</p>`}`;
}

/** @param {{answer: {mail: string, to: string, sent: boolean, said: string, folder?: string}}} props */
function MailAnswer({ answer }) {
  const { mail, to, sent, folder } = answer;
  if (!sent) return html`<div class="door-told bad"><p>${h(Icon, { name: "circle-alert" })}<strong>${t("auth.mail_failed")}</strong></p><p><code dir="auto">${answer.said}</code></p><p>${t("auth.mail_change")}</p></div>`;
  if (mail === "smtp") return html`<div class="door-told"><p>${h(Icon, { name: "circle-check" })}<strong>${t("auth.mail_sent", { to })}</strong></p><p>${t("auth.mail_look")}</p></div>`;
  return html`<div class="door-told"><p>${h(Icon, { name: "circle-alert" })}<strong>${t(`auth.mail_${mail}`)}</strong></p>
    ${folder && html`<p><code dir="ltr">${folder}</code></p>`}<p>${t("auth.mail_change")}</p></div>`;
}

/** @param {{saved: boolean}} props */
function SavedWord({ saved }) {
  return html`<span class="door-ok" role="status">${saved && html`${h(Icon, { name: "circle-check" })}${t("common.saved")}`}</span>`;
}
