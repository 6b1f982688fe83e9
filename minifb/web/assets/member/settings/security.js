// What proves that it is really this member: password, passkeys, codes.

import { h, html } from "../../vendor/preact.js";
import { call } from "../../lib/client.js";
import { t } from "../../lib/i18n.js";
import { Loaded } from "../../kit/loaded.js";
import { learnMine } from "./mine.js";
import { PasskeysPart } from "./passkeys.js";
import { PasswordPart } from "./password.js";
import { Section } from "./section.js";
import { TotpPart } from "./totp.js";

export function SecurityPart() {
  return html`<div class="stack">
    ${h(Section, { title: t("settings.password"), text: t("settings.password_text"), children: h(PasswordPart, {}) })}
    ${h(Section, { title: t("settings.passkeys"), text: t("settings.passkeys_text"), children: h(PasskeysPart, { onMade: learnMine }) })}
    ${h(Section, { title: t("settings.totp"), text: t("settings.totp_text"), children: h(Loaded, { load: () => call("GET /auth/account"), rows: 1, draw: (account, put) => h(TotpPart, { account, put: (changed) => { put(changed); learnMine(); } }) }) })}
    <p class="quiet-text">${t("settings.security_more")} <a href="/settings/sessions">${t("settings.sessions")}</a></p>
  </div>`;
}
