// Says through whose eyes one sees one's own page, and the way back.

import { h, html, useEffect, useSignal } from "../../vendor/preact.js";
import { Icon } from "../../kit/icon.js";
import { show } from "../../kit/show.js";
import { call } from "../../lib/client.js";
import { name, t } from "../../lib/i18n.js";

/** @param {{profile: any, eyes: string}} props */
export function Eyes({ profile, eyes }) {
  const whose = useSignal("");
  useEffect(() => {
    whose.value = "";
    if (eyes !== "public") call("GET /users/{id}", { path: { id: eyes } }).then((one) => { whose.value = name(one); }, () => {});
  }, [eyes]);
  return html`<div class="eyes" role="status">
    ${h(Icon, { name: "eye" })}
    <p>${eyes === "public" ? t("profile.eyes_public") : t("profile.eyes", { name: whose.value || "…" })}</p>
    <button type="button" class="plain small" onClick=${() => show(() => import("./choose.js").then((it) => it.ChooseEyes), { profile })}>${t("profile.eyes_other")}</button>
    <a class="primary small" href=${`/@${profile.username}`}>${t("profile.eyes_end")}</a>
  </div>`;
}
