// What the member is told, by which ways, and when they want quiet.

import { h, html } from "../../vendor/preact.js";
import { call } from "../../lib/client.js";
import { t } from "../../lib/i18n.js";
import { Loaded } from "../../kit/loaded.js";
import { PushSwitch } from "../notify/ask.js";
import { Choice, SavedSwitch } from "./choice.js";
import { Devices } from "./devices.js";
import { MutedPosts } from "./muted-posts.js";
import { Quiet } from "./quiet.js";
import { Section } from "./section.js";
import { Ways } from "./ways.js";

const RHYTHMS = ["off", "daily", "weekly"];

export function NotificationsPart() {
  return h(Loaded, { load: () => call("GET /notifications/preferences"), kind: "card", draw: (wishes, put) => html`<div class="stack">
    ${h(Section, { title: t("settings.push"), children: html`${h(PushSwitch, {})}
      ${h(SavedSwitch, { label: t("settings.push_text"), hint: t("settings.push_text_hint"), checked: wishes.pushText, onSave: (pushText) => change({ pushText }) })}
      ${h(Devices, {})}` })}
    ${h(Section, { title: t("settings.ways"), text: t("settings.ways_text"), children: h(Ways, { kinds: wishes.kinds }) })}
    ${h(Section, { title: t("settings.quiet"), text: t("settings.quiet_text"), children: h(Quiet, { wishes, put }) })}
    ${h(Section, { title: t("settings.digest"), children: h(Choice, {
      label: t("settings.digest_label"), value: wishes.digest, options: RHYTHMS.map((one) => /** @type {[string, string]} */ ([one, t(`settings.digest.${one}`)])),
      example: (chosen) => t(`settings.digest.${chosen}_text`), onSave: (digest) => change({ digest }) }) })}
    ${h(Section, { title: t("settings.muted_posts"), text: t("settings.muted_posts_text"), children: h(MutedPosts, {}) })}
  </div>` });
}

/** @param {Record<string, any>} part */
function change(part) {
  return call("PUT /notifications/preferences", { body: part });
}
