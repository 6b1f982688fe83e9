// Notifications: the latest first, what is new on top, and what comes while one looks.

import { h, html, useEffect } from "../../vendor/preact.js";
import { t } from "../../lib/i18n.js";
import { bind } from "../../lib/keys.js";
import { on } from "../../lib/live.js";
import { here, keep, refine, settle } from "../../lib/router.js";
import { Segmented } from "../../kit/field.js";
import { Icon } from "../../kit/icon.js";
import { List } from "../../kit/list.js";
import { Empty } from "../../kit/states.js";
import { useTitle } from "../title.js";
import { AskPush } from "./ask.js";
import { Row } from "./row.js";
import { Told, seen } from "./store.js";

/** Whether the reader sees the top of the page. */
const atTop = () => scrollY < 80 && !document.hidden;

/** The page at /n. */
export function NotificationsPage() {
  useTitle(t("shell.notifications"));
  const show = here.value.query.get("show") === "unread" ? "unread" : "all";
  const told = keep(show, () => new Told(show === "unread"));
  useLive(told);
  useEffect(() => bind({ u: () => refine({ show: show === "unread" ? undefined : "unread" }) }), [show]);
  const items = told.pages.items.value;
  useEffect(() => { if (items.length) settle(); }, [told, items.length > 0]);
  const some = items.some((one) => !one.value.readAt);
  return html`<header class="page-head">
      <h1>${t("shell.notifications")}</h1>
      ${h(Segmented, { label: t("notify.show"), value: show, options: [["all", t("notify.all")], ["unread", t("notify.unread")]], onChange: (value) => refine({ show: value === "all" ? undefined : value }) })}
      <button type="button" class="quiet small notice-read" aria-disabled=${!some} onClick=${() => some && told.readAll()}>${h(Icon, { name: "check-check", size: 18 })}<span>${t("notify.read_all")}</span></button>
    </header>
    ${h(AskPush, {})}
    <div class="notices">
      ${h(Pill, { told })}
      <div class="card">
        ${h(List, { pages: told.pages, row: (held, at) => h(Entry, { key: held.peek().id, told, held, at }), empty: h(Nothing, { show }), className: "list" })}
      </div>
    </div>`;
}

/** Keep the list true while it is open. @param {Told} told */
function useLive(told) {
  useEffect(() => {
    const look = () => { if (!document.hidden) seen(); };
    look();
    document.addEventListener("visibilitychange", look);
    const stops = [
      on("notification.created", ({ notification }) => {
        const now = atTop();
        told.take(notification, now);
        if (now) seen();
      }),
      on("notification.withdrawn", ({ ids }) => told.withdrawn(ids)),
      on("notification.read", ({ unreadCount }) => { if (unreadCount === 0) told.allRead(); }),
      on("gap", () => { told.refresh(); }),
    ];
    return () => {
      document.removeEventListener("visibilitychange", look);
      for (const stop of stops) stop();
    };
  }, [told]);
}

/** A row, and above it where it begins: what is new on top, then what is from before. @param {{told: Told, held: import("./store.js").Held, at: number}} props */
function Entry({ told, held, at }) {
  const seenFrom = told.pages.items.value.findIndex((one) => one.value.seenAt);
  const part = at === 0 && seenFrom !== 0 ? "new" : at === seenFrom && at > 0 ? "earlier" : "";
  return html`${part && html`<h2 class="notice-part">${t(`notify.${part}`)}</h2>`}${h(Row, { held, list: told })}`;
}

/** What waits above, for whoever reads further down. @param {{told: Told}} props */
function Pill({ told }) {
  const count = told.waiting.value.length;
  const up = () => {
    told.show();
    seen();
    scrollTo({ top: 0 });
  };
  return html`<div class="notice-pill" role="status">
    ${count > 0 && html`<button type="button" class="primary small" onClick=${up}>${h(Icon, { name: "arrow-up", size: 16 })}${t("notify.waiting", { count })}</button>`}
  </div>`;
}

/** @param {{show: string}} props */
function Nothing({ show }) {
  if (show === "unread") {
    return h(Empty, { icon: "check-check", text: t("notify.nothing_unread"), children: html`<button type="button" class="plain" onClick=${() => refine({ show: undefined })}>${t("notify.show_all")}</button>` });
  }
  return h(Empty, { icon: "bell", text: t("notify.nothing"), children: html`<a class="primary" href="/friends">${t("notify.find_friends")}</a>` });
}
