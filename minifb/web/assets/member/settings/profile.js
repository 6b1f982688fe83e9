// What the member's page says of them.

import { h, html } from "../../vendor/preact.js";
import { call, once } from "../../lib/client.js";
import { t } from "../../lib/i18n.js";
import { me } from "../me.js";
import { LinksField } from "./links.js";
import { Picture } from "./picture.js";
import { SavedField } from "./saved-field.js";
import { Section } from "./section.js";

/** Change part of the profile, and what the app knows of it. @param {Record<string, any>} part */
export async function change(part) {
  me.value = { ...me.value, ...(await call("PUT /users/profile", { body: part, once: once() })) };
}

export function ProfilePart() {
  const mine = me.value;
  return html`<div class="stack">
    ${h(Section, { title: t("settings.pictures"), children: html`${h(Picture, { place: "avatar" })}${h(Picture, { place: "cover" })}` })}
    ${h(Section, {
      title: t("settings.about_you"), text: html`${t("settings.profile_text")} <a href="/settings/privacy">${t("settings.privacy")}</a>`, children: html`
      <div class="set-pair">
        ${h(SavedField, { label: t("settings.first_name"), name: "firstName", value: mine.firstName, max: 64, attributes: { autocomplete: "given-name" }, onSave: (firstName) => change({ firstName }) })}
        ${h(SavedField, { label: t("settings.last_name"), name: "lastName", value: mine.lastName, max: 64, attributes: { autocomplete: "family-name" }, onSave: (lastName) => change({ lastName }) })}
      </div>
      ${h(SavedField, { label: t("settings.bio"), name: "bio", value: mine.bio ?? "", rows: 3, max: 500, hint: t("settings.bio_hint"), onSave: (bio) => change({ bio: bio || null }) })}
      <div class="set-pair">
        ${h(SavedField, { label: t("settings.location"), name: "location", value: mine.location ?? "", max: 100, attributes: { autocomplete: "address-level2" }, onSave: (location) => change({ location: location || null }) })}
        ${h(SavedField, { label: t("settings.birthday"), name: "birthday", type: "date", value: mine.birthday ?? "", attributes: { autocomplete: "bday", min: "1900-01-01", max: new Date().toISOString().slice(0, 10) }, onSave: (birthday) => change({ birthday: birthday || null }) })}
      </div>`,
    })}
    ${h(Section, { title: t("settings.links"), text: t("settings.links_text"), children: h(LinksField, {}) })}
    <p><a href=${`/@${mine.username}`}>${t("settings.see_profile")}</a></p>
  </div>`;
}
