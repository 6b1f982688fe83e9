// Invite links the member made: how often each was used, and making one worthless.

import { h, html, useState } from "../../vendor/preact.js";
import { call } from "../../lib/client.js";
import { t } from "../../lib/i18n.js";
import { keep } from "../../lib/router.js";
import { Pages } from "../../lib/store.js";
import { day } from "../../lib/time.js";
import { Confirm } from "../../kit/dialog.js";
import { Icon } from "../../kit/icon.js";
import { List } from "../../kit/list.js";
import { Saved, useSaving } from "../../kit/saved.js";
import { Empty } from "../../kit/states.js";
import { invite } from "../friends/invite.js";
import { Section } from "./section.js";

export function InvitesPart() {
  const pages = keep("invites", () => new Pages((cursor, signal) => call("GET /auth/invites", { query: { cursor, limit: 20 }, signal })));
  const button = html`<button type="button" class="plain" onClick=${invite}>${h(Icon, { name: "plus" })}${t("settings.invite_make")}</button>`;
  return h(Section, { title: t("settings.invites_mine"), text: t("settings.invites_text"), children: html`
    ${pages.items.value.length > 0 && html`<div class="row">${button}<button type="button" class="quiet" onClick=${() => pages.refresh()}>${t("settings.refresh")}</button></div>`}
    ${h(List, { pages, className: "set-rows", empty: h(Empty, { icon: "ticket", text: t("settings.invites_none"), children: button }),
      row: (one) => h(Invite, { key: one.id, one, gone: () => { pages.items.value = pages.items.value.filter((other) => other !== one); } }) })}` });
}

/** @param {{one: any, gone: () => void}} props */
function Invite({ one, gone }) {
  const [asked, setAsked] = useState(false);
  const [state, save] = useSaving();
  const over = Date.parse(one.expiresAt) < Date.now() || one.uses >= one.usesMax;
  const drop = async () => { if (await save(() => call("DELETE /auth/invites/{id}", { path: { id: one.id } }))) gone(); };
  return html`<div class="set-thing">${h(Icon, { name: "link", size: 24 })}
    <div class="set-thing-words"><strong dir="auto">${one.note || t("settings.invite_of", { day: day(one.createdAt) })}</strong>
      <small>${t("settings.invite_used", { count: one.uses, most: one.usesMax })} · ${over ? t("settings.invite_over") : t("settings.until", { day: day(one.expiresAt) })}</small></div>
    ${!over && html`<button type="button" class="plain small" aria-disabled=${state.busy} onClick=${() => setAsked(true)}>${t("settings.withdraw")}</button>`}${h(Saved, { state })}
    ${asked && h(Confirm, { title: t("settings.withdraw"), text: t("settings.withdraw_sure"), yes: t("settings.withdraw"), onYes: drop, onClose: () => setAsked(false) })}</div>`;
}
