// Whom the member blocked and whom they do not want to hear from, each with a way back.

import { h, html, useState } from "../../vendor/preact.js";
import { call } from "../../lib/client.js";
import { name, said, t } from "../../lib/i18n.js";
import { keep } from "../../lib/router.js";
import { Pages } from "../../lib/store.js";
import { day } from "../../lib/time.js";
import { Avatar } from "../../kit/avatar.js";
import { List } from "../../kit/list.js";
import { PersonRow } from "../../kit/person.js";
import { show } from "../../kit/show.js";
import { toast } from "../../kit/toast.js";
import { Section } from "./section.js";

export function BlockedPart() {
  const blocks = keep("blocks", () => new Pages((cursor, signal) => call("GET /users/blocks", { query: { cursor, limit: 20 }, signal })));
  const mutes = keep("mutes", () => new Pages((cursor, signal) => call("GET /users/mutes", { query: { cursor, limit: 20 }, signal })));
  return html`<div class="stack">
    ${h(Section, { title: t("settings.blocks"), text: t("settings.blocks_text"), children: h(List, { pages: blocks, className: "set-rows", empty: html`<p class="quiet-text">${t("settings.blocks_none")}</p>`, row: (person) => h(Blocked, { key: person.id, person }) }) })}
    ${h(Section, { title: t("settings.mutes"), text: t("settings.mutes_text"), children: h(List, { pages: mutes, className: "set-rows", empty: html`<p class="quiet-text">${t("settings.mutes_none")}</p>`, row: (person) => h(Muted, { key: person.id, person }) }) })}
    <p class="quiet-text">${t("settings.blocked_more")} <a href="/settings/notifications">${t("settings.notifications")}</a></p>
  </div>`;
}

/**
 * Off and on again: the row stays where it is, so that a wrong tap is mended by the next.
 *
 * @param {{off: () => Promise<any>, on: () => Promise<any>, offWord: string, label: string}} props
 */
function Toggle({ off, on, offWord, label }) {
  const [gone, setGone] = useState(false);
  const [busy, setBusy] = useState(false);
  const change = async () => {
    if (busy) return;
    setBusy(true);
    await (gone ? on() : off()).then(() => setGone(!gone), (problem) => toast(said(problem), { bad: true }));
    setBusy(false);
  };
  return html`<button type="button" class="plain small" aria-disabled=${busy} aria-label=${gone ? undefined : label} onClick=${change}>${gone ? t("common.undo") : offWord}</button>`;
}

/** @param {{person: any}} props */
function Blocked({ person }) {
  const path = { user_id: person.id };
  const report = () => show(() => import("../../kit/report.js").then((it) => it.ReportDialog), { target: { kind: "member", id: person.id, person, blocked: true } });
  // Their page is closed as long as they are blocked: the row is no link.
  return html`<div class="set-thing">${h(Avatar, { person, size: 48 })}
    <div class="set-thing-words"><strong dir="auto">${name(person)}</strong><small>@${person.username}</small></div>
    <div class="row"><button type="button" class="quiet small" aria-label=${t("settings.report_of", { name: name(person) })} onClick=${report}>${t("settings.report")}</button>
    ${h(Toggle, { off: () => call("DELETE /users/blocks/{user_id}", { path }), on: () => call("POST /users/blocks", { body: { userId: person.id } }), offWord: t("settings.unblock"), label: t("settings.unblock_of", { name: name(person) }) })}</div></div>`;
}

/** @param {{person: any}} props */
function Muted({ person }) {
  const path = { user_id: person.id };
  const days = person.until ? Math.max(1, Math.ceil((Date.parse(person.until) - Date.now()) / 86_400_000)) : null;
  return h(PersonRow, {
    person, note: person.until ? t("settings.until", { day: day(person.until) }) : undefined,
    children: h(Toggle, { off: () => call("DELETE /users/mutes/{user_id}", { path }), on: () => call("POST /users/mutes", { body: { userId: person.id, days } }), offWord: t("settings.unmute"), label: t("settings.unmute_of", { name: name(person) }) }),
  });
}
