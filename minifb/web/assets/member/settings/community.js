// What an owner or admin says about the community, as they first did when it was set up.

import { h, html } from "../../vendor/preact.js";
import { call } from "../../lib/client.js";
import { t } from "../../lib/i18n.js";
import { Loaded } from "../../kit/loaded.js";
import { DoorStep, MailStep, NameStep } from "../auth/community.js";
import { Section } from "./section.js";

export function CommunityPart() {
  return h(Loaded, { load: () => call("GET /auth/community"), kind: "card", rows: 2, draw: (community, put) => html`<div class="stack">
    ${h(Section, { title: t("settings.community_name"), text: t("auth.community_name_text"), children: h(NameStep, { community, onSaved: put }) })}
    ${h(Section, { title: t("auth.community_door"), children: h(DoorStep, { community, onSaved: put }) })}
    ${h(Section, { title: t("auth.community_mail"), text: t("auth.community_mail_text"), children: h(MailStep, {}) })}
  </div>` });
}
