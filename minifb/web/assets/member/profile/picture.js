// One's photo, or the cover behind it: chosen, looked at as it will be, then kept.

import { h, html, useEffect, useSignal } from "../../vendor/preact.js";
import { Avatar, look } from "../../kit/avatar.js";
import { Dialog } from "../../kit/dialog.js";
import { Icon } from "../../kit/icon.js";
import { toast } from "../../kit/toast.js";
import { call, once } from "../../lib/client.js";
import { ACCEPT_PICTURES } from "../../lib/files.js";
import { said, t } from "../../lib/i18n.js";
import { upload, settled, why } from "../../lib/upload.js";
import { drawn, took } from "./people.js";

/** @param {{place: "avatar" | "cover", profile: any, onClose: () => void}} props */
export function PictureDialog({ place, profile, onClose }) {
  const chosen = useSignal(/** @type {import("../../lib/upload.js").Upload | null} */ (null));
  const busy = useSignal(false);
  const problem = useSignal(/** @type {any} */ (null));
  const taken = useSignal(false);
  useEffect(() => () => { if (!taken.peek()) chosen.peek()?.cancel(); }, []);
  /** @param {any} event */
  const choose = (event) => {
    const [file] = event.target.files;
    event.target.value = "";
    if (!file) return;
    chosen.value?.cancel();
    problem.value = null;
    [chosen.value] = upload([file]);
  };
  /** @param {string | null} id */
  const keep = async (id) => {
    const told = await call("PUT /users/profile", { body: { [`${place}Id`]: id }, once: once() });
    taken.value = true;
    took(told);
    onClose();
    toast(t(id ? "profile.picture_kept" : "profile.picture_removed"));
    if (id && !told[place]) drawn(place);
  };
  /** @param {() => Promise<void>} act */
  const run = async (act) => {
    if (busy.value) return;
    busy.value = true;
    problem.value = null;
    await act().catch((refused) => { problem.value = refused; });
    busy.value = false;
  };
  const save = () => run(async () => {
    const one = /** @type {import("../../lib/upload.js").Upload} */ (chosen.value);
    if (one.state.value.status === "failed") one.start();
    await settled([one]);
    if (one.state.value.status === "done") await keep(one.id);
  });
  const state = chosen.value?.state.value;
  const footer = html`
    ${profile[place] && !chosen.value && html`<button type="button" class="quiet foot-start" onClick=${() => run(() => keep(null))}>${t("profile.picture_remove")}</button>`}
    <button type="button" class="plain" onClick=${onClose}>${t("common.cancel")}</button>
    <button type="button" class="primary" disabled=${!chosen.value} aria-disabled=${busy.value} onClick=${save}>${t("common.save")}</button>`;
  return h(Dialog, {
    title: t(place === "avatar" ? "profile.change_photo" : "profile.change_cover"), onClose, footer, dirty: () => !!chosen.value && !taken.value,
    children: html`<div class="picture-edit">
      ${place === "avatar" ? h(Face, { profile, preview: chosen.value?.preview }) : h(Cover, { profile, preview: chosen.value?.preview })}
      ${state?.status === "sending" && html`<progress aria-label=${t("profile.uploading")} value=${state.progress} max="1"></progress>`}
      ${state?.status === "failed" && html`<p class="form-error" role="alert">${why(state.problem)}</p>`}
      ${problem.value && html`<p class="form-error" role="alert">${said(problem.value)}</p>`}
      <label class="plain file-button">${h(Icon, { name: "image-plus", size: 18 })}${t(chosen.value ? "profile.picture_other" : "profile.picture_choose")}
        <input type="file" class="hidden" accept=${ACCEPT_PICTURES} onChange=${choose} /></label>
      <small>${t(place === "avatar" ? "profile.photo_public" : "profile.cover_public")}</small>
    </div>`,
  });
}

/** @param {{profile: any, preview?: string}} props */
function Face({ profile, preview }) {
  return html`<div class="picture-face">${h(Avatar, { person: preview ? { ...profile, avatar: { url: preview } } : profile, size: 160 })}</div>`;
}

/** @param {{profile: any, preview?: string}} props */
function Cover({ profile, preview }) {
  const url = preview ?? profile.cover?.url;
  return html`<div class="cover" style=${look(profile.id)}>${url && html`<img src=${url} alt="" />`}</div>`;
}
