// One's account as auth knows it: what of the settings one may see, and whether something about it is due.

import { html, signal } from "../../vendor/preact.js";
import { call } from "../../lib/client.js";
import { t } from "../../lib/i18n.js";
import { day } from "../../lib/time.js";

/** @type {import("../../vendor/preact.js").Signal<import("../../lib/schema.js").OwnAccount | null>} */
export const mine = signal(null);

/** Fetch it; what was known stays when that fails. */
export async function learnMine() {
  mine.value = await call("GET /auth/account").catch(() => mine.peek());
}

/** Whether the community is one's to name and to open; undefined while that is not known. */
export function runs() {
  return mine.value?.user.roles.some((role) => role === "owner" || role === "admin");
}

/** Says until when the account needs a second key; nothing where it has one, or needs none. */
export function FactorDue() {
  const due = mine.value?.factorDueAt;
  if (!due) return null;
  return html`<p class="set-told">${t("auth.factor_due", { day: day(due) })} <a href="/settings/security">${t("auth.factor_now")}</a></p>`;
}
