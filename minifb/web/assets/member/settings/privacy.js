// Who sees, finds and reaches the member: each choice with an example of what it means.

import { h, html } from "../../vendor/preact.js";
import { call } from "../../lib/client.js";
import { t } from "../../lib/i18n.js";
import { Loaded } from "../../kit/loaded.js";
import { Choice, SavedSwitch } from "./choice.js";
import { PastPosts } from "./past.js";
import { Section } from "./section.js";

const REACH = ["requests", "search"];
const SEEN = ["friends", "birthday", "birthYear", "location", "bio", "links", "lastSeen"];

export function PrivacyPart() {
  return html`<div class="stack">
    ${h(Loaded, { load: () => call("GET /users/privacy"), kind: "card", draw: (privacy) => html`
      ${h(Section, { title: t("settings.reach"), children: REACH.map((field) => h(Circle, { key: field, field, value: privacy[field] })) })}
      ${h(Section, { title: t("settings.seen"), text: t("settings.seen_text"), children: SEEN.map((field) => h(Circle, { key: field, field, value: privacy[field] })) })}` })}
    ${h(Section, { title: t("settings.talk"), text: t("settings.talk_text"), children: h(Loaded, { load: () => call("GET /messages/settings"), rows: 2, draw: (choices) => html`
      ${h(SavedSwitch, { label: t("settings.receipts"), hint: t("settings.receipts_hint"), checked: choices.receipts, onSave: (receipts) => call("PUT /messages/settings", { body: { receipts } }) })}
      ${h(SavedSwitch, { label: t("settings.presence"), hint: t("settings.presence_hint"), checked: choices.presence, onSave: (presence) => call("PUT /messages/settings", { body: { presence } }) })}` }) })}
    ${h(Section, { title: t("settings.past"), text: t("settings.past_text"), children: h(PastPosts, {}) })}
    <p class="quiet-text">${t("settings.privacy_more")} <a href="/settings/blocked">${t("settings.blocked")}</a></p>
  </div>`;
}

/** @param {{field: string, value: string}} props */
function Circle({ field, value }) {
  const circles = field === "requests" ? ["everyone", "friendsOfFriends"] : ["everyone", "friends", "onlyMe"];
  return h(Choice, {
    label: t(`settings.who.${field}`), value,
    options: circles.map((one) => /** @type {[string, string]} */ ([one, t(`settings.circle.${one}`)])),
    example: (chosen) => t(`settings.who.${field}.${chosen}`),
    onSave: (chosen) => call("PUT /users/privacy", { body: { [field]: chosen } }),
  });
}
