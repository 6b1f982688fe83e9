// Friends' coming birthdays: today first, then by month.

import { h, html, useEffect } from "../../vendor/preact.js";
import { Icon } from "../../kit/icon.js";
import { List } from "../../kit/list.js";
import { PersonRow } from "../../kit/person.js";
import { Empty } from "../../kit/states.js";
import { call } from "../../lib/client.js";
import { locale, name, t } from "../../lib/i18n.js";
import { keep, settle } from "../../lib/router.js";
import { Pages } from "../../lib/store.js";
import { talkTo } from "../chat/open.js";

/** The tab of birthdays. */
export function Birthdays() {
  const pages = keep("birthdays", () => new Pages((cursor, signal) => call("GET /users/birthdays", { query: { days: 366, cursor, limit: 50 }, signal })));
  useEffect(() => { settle(); }, [pages]);
  /** @param {any} one @param {number} at */
  const row = (one, at) => {
    const before = pages.items.value[at - 1];
    const head = heading(one.day);
    return html`<div key=${one.user.id} class="friends-row" data-anchor=${one.user.id}>
      ${head !== (before && heading(before.day)) && html`<h2 class="friends-head">${head}</h2>`}
      ${h(Celebrant, { one })}
    </div>`;
  };
  const empty = h(Empty, { icon: "cake", text: t("friends.birthdays_empty"), children: html`<a class="plain" href="/friends/suggestions">${t("friends.find")}</a>` });
  return html`<section class="card friends-card compact">${h(List, { pages, row, empty })}</section>`;
}

/** @param {{one: any}} props */
function Celebrant({ one }) {
  const when = today(one.day) ? t("friends.birthday_today") : written(one.day, { weekday: "short", day: "numeric", month: "long" });
  const turns = one.turns ? t("friends.turns", { count: one.turns }) : "";
  return h(PersonRow, {
    person: one.user, size: 56, note: [when, turns].filter(Boolean).join(" · "),
    children: html`<button type="button" class=${today(one.day) ? "primary" : "plain"} onClick=${() => talkTo(one.user.id)}>
      ${h(Icon, { name: today(one.day) ? "cake" : "message-circle", size: 18 })}<span>${t(today(one.day) ? "friends.congratulate" : "friends.message")}<span class="hidden"> ${name(one.user)}</span></span></button>`,
  });
}

/** @param {string} day */
function heading(day) {
  return today(day) ? t("friends.today") : written(day, { month: "long", year: "numeric" });
}

/** Whether it is this day, as the server counts them. @param {string} day */
function today(day) {
  return day === new Date().toISOString().slice(0, 10);
}

/** @param {string} day @param {Intl.DateTimeFormatOptions} how */
function written(day, how) {
  return new Intl.DateTimeFormat(locale(), { ...how, timeZone: "UTC" }).format(new Date(day));
}
