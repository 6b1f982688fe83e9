// Choose for whom a post is, and see the very people who will see it.

import { h, html, useEffect, useMemo, useState } from "../../vendor/preact.js";
import { call } from "../../lib/client.js";
import { t } from "../../lib/i18n.js";
import { Pages } from "../../lib/store.js";
import { audienceIcon, audienceWord } from "../../kit/audience.js";
import { choices } from "../../kit/completion.js";
import { Dialog } from "../../kit/dialog.js";
import { Icon } from "../../kit/icon.js";
import { List } from "../../kit/list.js";
import { PeoplePicker } from "../../kit/people.js";
import { PersonRow } from "../../kit/person.js";
import { myId } from "../me.js";
import { fetchLists, know, lists, named, resolve, words } from "./words.js";

/** @typedef {import("./words.js").Audience} Audience */

/** The audience in words, always in sight; opens the choice. @param {{writing: import("./writing.js").Writing}} props */
export function AudienceButton({ writing }) {
  const [open, setOpen] = useState(false);
  const audience = writing.audience.value;
  useEffect(() => { resolve(audience); }, [audience]);
  const text = words(audience);
  return html`<button type="button" class="compose-audience" aria-haspopup="dialog" aria-label=${t("compose.audience_now", { audience: text })} onClick=${() => setOpen(true)}>
      ${h(Icon, { name: audienceIcon(audience.kind), size: 14 })}<span>${text}</span>${h(Icon, { name: "chevron-down", size: 14 })}</button>
    ${open && h(AudienceDialog, { writing, onClose: () => setOpen(false) })}`;
}

/** @param {{writing: import("./writing.js").Writing, onClose: () => void}} props */
function AudienceDialog({ writing, onClose }) {
  const [audience, setAudience] = useState(writing.audience.value);
  const [comments, setComments] = useState(writing.comments.value);
  useEffect(() => { fetchLists(); }, []);
  const picks = audience.kind === "specific" || audience.kind === "friendsExcept";
  const whole = !picks || Boolean(audience.ids?.length);
  const done = () => {
    writing.audience.value = audience;
    writing.comments.value = comments;
    onClose();
  };
  /** @param {string} kind */
  const to = (kind) => setAudience(kind === "specific" || kind === "friendsExcept" ? { kind, ids: picks ? audience.ids : [] } : { kind });
  /** @param {any[]} people */
  const pick = (people) => {
    know(people);
    setAudience({ kind: audience.kind, ids: people.map((one) => one.id) });
  };
  const footer = html`<button type="button" class="primary" aria-disabled=${!whole} onClick=${() => whole && done()}>${t("common.done")}</button>`;
  return h(Dialog, { title: t("compose.audience_title"), onClose, footer, children: html`<fieldset class="audiences">
      <legend class="hidden">${t("compose.audience_title")}</legend>
      ${h(Choice, { kind: "public", audience, onChoose: to })}
      ${h(Choice, { kind: "friends", audience, onChoose: to })}
      ${(lists.value ?? []).map((one) => h(Choice, { key: one.id, kind: "list", list: one, audience, onChoose: () => setAudience({ kind: "list", ids: [one.id] }) }))}
      ${h(Choice, { kind: "friendsExcept", audience, onChoose: to })}
      ${h(Choice, { kind: "specific", audience, onChoose: to })}
      ${h(Choice, { kind: "onlyMe", audience, onChoose: to })}
    </fieldset>
    ${picks && h(PeoplePicker, { key: audience.kind, label: t(audience.kind === "specific" ? "compose.who" : "compose.who_not"), chosen: named(audience), onChange: pick, ask: anybody })}
    ${whole && h(Reached, { key: JSON.stringify(audience), audience })}
    <label class="compose-pair"><span>${t("compose.comments")}</span>
      <select onChange=${/** @param {any} event */ (event) => setComments(event.target.value)}>
        ${["everyone", "friends", "nobody"].map((one) => html`<option key=${one} value=${one} selected=${one === comments}>${t(`compose.comments_${one}`)}</option>`)}
      </select></label>` });
}

/** @param {{kind: string, list?: any, audience: Audience, onChoose: (kind: string) => void}} props */
function Choice({ kind, list, audience, onChoose }) {
  const chosen = audience.kind === kind && (!list || audience.ids?.[0] === list.id);
  return html`<label class="audience-choice">
    <input type="radio" name="audience" checked=${chosen} onChange=${() => onChoose(kind)} />
    ${h(Icon, { name: list?.kind === "close" ? "star" : audienceIcon(kind), size: 22 })}
    <span><strong dir="auto">${list ? list.name : audienceWord(kind)}</strong><small>${list ? t("compose.list_of", { count: list.count }) : t(`compose.hint_${kind}`)}</small></span>
  </label>`;
}

/** Friends at once, others as one types. @param {string} typed @param {AbortSignal} signal */
async function anybody(typed, signal) {
  const found = await choices("@", typed.replace(/^@/, ""), signal);
  return found.map((one) => one.person).filter((one) => one && one.id !== myId.peek());
}

/** The people behind it, one by one. @param {{audience: Audience}} props */
function Reached({ audience }) {
  const [reach, setReach] = useState(/** @type {any} */ (null));
  const pages = useMemo(() => new Pages(async (cursor, signal) => {
    const page = await call("POST /posts/audience", { query: { cursor, limit: 20 }, body: { audience: /** @type {any} */ (audience) }, signal });
    if (!cursor) setReach(page);
    return page;
  }), []);
  useEffect(() => { pages.start(); }, []);
  if (!reach) return html`<p class="compose-note reach" role="status">${t(pages.problem.value ? "compose.reach_unknown" : "common.loading")}</p>`;
  if (reach.everyone || !reach.count) return html`<p class="compose-note reach" role="status">${t(reach.everyone ? "compose.reach_everyone" : "compose.reach_nobody")}</p>`;
  return html`<details class="reach"><summary><span role="status">${t("compose.reach", { count: reach.count })}</span></summary>
    ${h(List, { pages, row: (person) => h(PersonRow, { key: person.id, person, size: 32 }), empty: null })}
  </details>`;
}
