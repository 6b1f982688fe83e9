// A poll: choose, see how the others chose, choose differently.

import { h, html, useState } from "../../vendor/preact.js";
import { number, t } from "../../lib/i18n.js";
import { moment } from "../../lib/time.js";
import { Icon } from "../../kit/icon.js";

/** @param {{poll: any, onVote?: (optionIds: string[]) => void}} props  without `onVote` it is only shown */
export function Poll({ poll, onVote }) {
  const [peeked, setPeeked] = useState(false);
  const closed = !!poll.closesAt && new Date(poll.closesAt) <= new Date();
  const open = !!onVote && !closed;
  const shown = peeked || !open || poll.myVotes.length > 0;
  /** @param {string} id */
  const choose = (id) => {
    const had = poll.myVotes.includes(id);
    const others = poll.multiple ? poll.myVotes.filter(/** @param {string} one */ (one) => one !== id) : [];
    onVote?.(had ? others : [...others, id]);
  };
  return html`<div class="poll" role="group" aria-label=${t("card.poll")}>
    ${poll.options.map(/** @param {any} one */ (one) => h(Option, { key: one.id, one, poll, shown, choose: open ? choose : undefined }))}
    <p class="poll-foot">
      <span>${t("card.votes", { count: poll.votes })}</span>
      ${poll.multiple && open && html`<span>${t("card.several")}</span>`}
      ${poll.closesAt && html`<span title=${moment(poll.closesAt)}>${closed ? t("card.poll_closed") : t("card.poll_until", { when: until(poll.closesAt) })}</span>`}
      ${!shown && html`<button type="button" class="link" onClick=${() => setPeeked(true)}>${t("card.results")}</button>`}
    </p>
  </div>`;
}

/** @param {{one: any, poll: any, shown: boolean, choose?: (id: string) => void}} props */
function Option({ one, poll, shown, choose }) {
  const mine = poll.myVotes.includes(one.id);
  const share = poll.votes ? Math.round((100 * one.votes) / poll.votes) : 0;
  const inside = html`${shown && html`<span class="poll-bar" aria-hidden="true" style=${{ inlineSize: `${share}%` }}></span>`}
    <span class="poll-mark" aria-hidden="true">${mine && h(Icon, { name: "check", size: 16 })}</span>
    <span class="poll-text" dir="auto">${one.text}</span>
    ${shown && html`<span class="poll-share">${t("card.share_of", { percent: number(share) })}<span class="hidden"> · ${t("card.votes", { count: one.votes })}</span></span>`}`;
  const shape = `poll-option ${poll.multiple ? "several" : ""}`;
  if (!choose) return html`<div class=${`${shape} ${mine ? "mine" : ""}`}>${inside}${mine && html`<span class="hidden">${t("card.my_vote")}</span>`}</div>`;
  return html`<button type="button" class=${shape} aria-pressed=${mine} onClick=${() => choose(one.id)}>${inside}</button>`;
}

/** How long it is open yet, or the day. @param {string} iso */
function until(iso) {
  const hours = (new Date(iso).getTime() - Date.now()) / 3_600_000;
  if (hours > 48) return t("card.days", { count: Math.round(hours / 24) });
  if (hours >= 1) return t("card.hours", { count: Math.round(hours) });
  return t("card.minutes", { count: Math.max(1, Math.round(hours * 60)) });
}
