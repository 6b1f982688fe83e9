// The member's first picture: chosen, seen at once, sent while they look at it.

import { h, html, useEffect, useId, useState } from "../../vendor/preact.js";
import { Avatar } from "../../kit/avatar.js";
import { Icon } from "../../kit/icon.js";
import { call } from "../../lib/client.js";
import { said, t } from "../../lib/i18n.js";
import { settled, Upload, upload, why } from "../../lib/upload.js";
import { me } from "../me.js";
import { drawn, took } from "../profile/people.js";

/** @param {{onDone: () => void}} props */
export function FirstPicture({ onDone }) {
  const id = useId();
  const [sent, setSent] = useState(/** @type {Upload | null} */ (null));
  const [problem, setProblem] = useState(/** @type {any} */ (null));
  useEffect(() => () => { if (sent?.preview) URL.revokeObjectURL(sent.preview); }, [sent]);
  /** @param {Upload} one */
  const take = async (one) => {
    setProblem(null);
    await settled([one]);
    if (one.state.peek().status !== "done") return;
    try {
      took(await call("PUT /users/profile", { body: { avatarId: one.id } }));
      onDone();
      if (!me.peek().avatar) drawn("avatar");
    } catch (refused) {
      setProblem(refused);
    }
  };
  /** @param {any} event */
  const chosen = (event) => {
    const [file] = event.target.files;
    event.target.value = "";
    if (!file) return;
    const [one] = upload([file]);
    setSent(one);
    take(one);
  };
  const state = sent?.state.value;
  const busy = state?.status === "waiting" || state?.status === "sending";
  return html`<div class="first-picture">
    ${sent?.kind === "image" ? html`<img class="first-preview" src=${sent.preview} alt="" width="160" height="160" />` : h(Avatar, { person: me.value, size: 160 })}
    <label class=${state?.status === "done" ? "plain" : "primary"} for=${id}>${h(Icon, { name: "camera" })}${t(sent ? "auth.picture_other" : "auth.picture_choose")}</label>
    <input id=${id} class="hidden" type="file" accept="image/*" onChange=${chosen} />
    <div role="status">
      ${busy && html`<progress max="1" value=${state?.progress} aria-label=${t("auth.picture_sending")}></progress>`}
      ${state?.status === "done" && !problem && html`<span class="door-ok">${h(Icon, { name: "circle-check" })}${t("auth.picture_done")}</span>`}
    </div>
    ${(problem || state?.status === "failed") && html`<p class="form-error" role="alert">${problem ? said(problem) : why(state?.problem)}</p>`}
  </div>`;
}
