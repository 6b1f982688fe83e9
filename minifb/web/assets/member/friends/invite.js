// A link that invites somebody to this community, made when it is asked for and shown this once.

import { h, html, useState } from "../../vendor/preact.js";
import { copy } from "../../kit/copy.js";
import { Dialog } from "../../kit/dialog.js";
import { Segmented } from "../../kit/field.js";
import { Icon } from "../../kit/icon.js";
import { show } from "../../kit/show.js";
import { call } from "../../lib/client.js";
import { said, t } from "../../lib/i18n.js";
import { day } from "../../lib/time.js";
import { site } from "../me.js";

/** Open the dialog. */
export function invite() {
  show(() => Promise.resolve(InviteDialog), {});
}

/** @param {{onClose: () => void}} props */
function InviteDialog({ onClose }) {
  const [uses, setUses] = useState("1");
  const [made, setMade] = useState(/** @type {any} */ (null));
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState(/** @type {any} */ (null));
  const make = async () => {
    setBusy(true);
    try {
      setMade(await call("POST /auth/invites", { body: { uses: Number(uses) } }));
      setProblem(null);
    } catch (refused) {
      setProblem(refused);
    }
    setBusy(false);
  };
  const body = made ? h(Link, { made }) : html`<div class="stack">
    <p>${t("friends.invite_text", { community: site.community })}</p>
    ${h(Segmented, { label: t("friends.invite_for"), value: uses, options: [["1", t("friends.invite_one")], ["10", t("friends.invite_many", { count: 10 })], ["100", t("friends.invite_many", { count: 100 })]], onChange: setUses })}
    ${problem && html`<p class="form-error" role="alert">${said(problem)}</p>`}
    <div><button type="button" class="primary" aria-disabled=${busy} onClick=${() => { if (!busy) make(); }}>${h(Icon, { name: "link", size: 18 })}${t("friends.invite_make")}</button></div>
  </div>`;
  const footer = html`<a class="quiet" href="/settings/invites" onClick=${onClose}>${t("friends.invites_all")}</a>`;
  return h(Dialog, { title: t("friends.invite"), onClose, children: body, footer });
}

/** @param {{made: any}} props */
function Link({ made }) {
  const link = made.link ?? "";
  const able = typeof navigator.share === "function";
  return html`<div class="stack">
    <label for="invite-link">${t("friends.invite_link")}</label>
    <input id="invite-link" readonly value=${link} onFocus=${/** @param {any} event */ (event) => event.target.select()} />
    <small>${t("friends.invite_until", { count: made.usesMax, day: day(made.expiresAt) })}</small>
    <div class="row">
      <button type="button" class="primary" onClick=${() => copy(link)}>${h(Icon, { name: "copy", size: 18 })}${t("common.copy")}</button>
      ${able && html`<button type="button" class="plain" onClick=${() => navigator.share({ title: site.community, url: link }).catch(() => {})}>${h(Icon, { name: "share-2", size: 18 })}${t("friends.share")}</button>`}
    </div>
  </div>`;
}
