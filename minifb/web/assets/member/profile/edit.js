// What one tells about oneself, in one dialog.

import { h, html, useRef, useSignal } from "../../vendor/preact.js";
import { Dialog } from "../../kit/dialog.js";
import { Field, Form } from "../../kit/field.js";
import { Icon } from "../../kit/icon.js";
import { toast } from "../../kit/toast.js";
import { call, once } from "../../lib/client.js";
import { t } from "../../lib/i18n.js";
import { took } from "./people.js";

const LINKS_MAX = 5;
const BIO_MAX = 500;

/** @param {{profile: any, onClose: () => void}} props */
export function EditDialog({ profile, onClose }) {
  const touched = useRef(false);
  // What is typed is held here: a field whose value is given anew with each drawing would lose it.
  const written = useSignal(/** @type {Record<string, string>} */ ({
    firstName: profile.firstName, lastName: profile.lastName, bio: profile.bio ?? "", location: profile.location ?? "", birthday: profile.birthday ?? "",
  }));
  const links = useSignal(/** @type {{title: string, url: string}[]} */ (profile.links?.length ? profile.links : []));
  /** @param {string} name */
  const bound = (name) => ({ name, value: written.value[name], onInput: (/** @type {string} */ value) => { written.value = { ...written.value, [name]: value }; } });
  const send = async () => {
    const fields = written.value;
    const body = {
      firstName: fields.firstName.trim(), lastName: fields.lastName.trim(),
      bio: fields.bio.trim() || null, location: fields.location.trim() || null, birthday: fields.birthday || null,
      links: links.value.map(({ title, url }) => ({ title: title.trim(), url: address(url) })).filter(({ url }) => url),
    };
    took(await call("PUT /users/profile", { body, once: once() }));
    onClose();
    toast(t("common.saved"));
  };
  const points = [...written.value.bio].length;
  return h(Dialog, {
    title: t("profile.edit"), onClose, dirty: () => touched.current,
    children: html`<div onInput=${() => { touched.current = true; }}>${h(Form, { onSend: send, children: (of, busy) => html`
      <div class="pair">
        ${h(Field, { label: t("profile.first_name"), required: true, ...bound("firstName"), error: of("firstName"), attributes: { maxlength: 64, autocomplete: "given-name" } })}
        ${h(Field, { label: t("profile.last_name"), required: true, ...bound("lastName"), error: of("lastName"), attributes: { maxlength: 64, autocomplete: "family-name" } })}
      </div>
      ${h(Field, { label: t("profile.bio"), rows: 3, ...bound("bio"), hint: points > BIO_MAX - 100 ? t("profile.left", { count: BIO_MAX - points }) : t("profile.bio_hint"), error: of("bio") })}
      <div class="pair">
        ${h(Field, { label: t("profile.location"), ...bound("location"), error: of("location"), attributes: { maxlength: 100, autocomplete: "address-level2" } })}
        ${h(Field, { label: t("profile.birthday"), type: "date", ...bound("birthday"), error: of("birthday"), attributes: { min: "1900-01-01", max: new Date().toISOString().slice(0, 10), autocomplete: "bday" } })}
      </div>
      ${h(Links, { links, error: of("links"), touch: () => { touched.current = true; } })}
      <p class="profile-note">${h(Icon, { name: "shield", size: 16 })}<a href="/settings/privacy">${t("profile.privacy_change")}</a></p>
      <div class="form-end"><button type="button" class="plain" onClick=${onClose}>${t("common.cancel")}</button><button class="primary" aria-disabled=${busy}>${t("common.save")}</button></div>` })}</div>`,
  });
}

/** @param {{links: import("../../vendor/preact.js").Signal<{title: string, url: string}[]>, error?: string, touch: () => void}} props */
function Links({ links, error, touch }) {
  /** @param {number} at @param {Partial<{title: string, url: string}>} change */
  const set = (at, change) => { links.value = links.value.map((one, index) => (index === at ? { ...one, ...change } : one)); };
  return html`<fieldset class="links-edit"><legend>${t("profile.links")}</legend>
    ${links.value.map((one, at) => html`<div key=${at} class="pair link-edit">
      ${h(Field, { label: t("profile.link_title"), name: "linkTitle", value: one.title, attributes: { maxlength: 100 }, onInput: (title) => set(at, { title }) })}
      ${h(Field, { label: t("profile.link_url"), name: "links", value: one.url, error, attributes: { inputmode: "url", autocomplete: "url", placeholder: "https://" }, onInput: (url) => set(at, { url }) })}
      <button type="button" class="icon-button" aria-label=${t("profile.link_remove", { count: at + 1 })} onClick=${() => { touch(); links.value = links.value.filter((_, index) => index !== at); }}>${h(Icon, { name: "x" })}</button>
    </div>`)}
    ${links.value.length < LINKS_MAX && html`<div><button type="button" class="quiet" onClick=${() => { touch(); links.value = [...links.value, { title: "", url: "" }]; }}>${h(Icon, { name: "plus", size: 18 })}${t("profile.link_add")}</button></div>`}
  </fieldset>`;
}

/** What people leave out of an address. @param {string} url */
function address(url) {
  const written = url.trim();
  return !written || /^[a-z]+:/i.test(written) ? written : `https://${written}`;
}
