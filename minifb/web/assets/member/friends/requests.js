// Who asked to be friends: yes or no, each of which can be taken back for a few seconds.

import { h, html, useEffect } from "../../vendor/preact.js";
import { Empty } from "../../kit/states.js";
import { List } from "../../kit/list.js";
import { PersonRow } from "../../kit/person.js";
import { call } from "../../lib/client.js";
import { name, t } from "../../lib/i18n.js";
import { bind } from "../../lib/keys.js";
import { on } from "../../lib/live.js";
import { keep, settle } from "../../lib/router.js";
import { Pages } from "../../lib/store.js";
import { ago, moment } from "../../lib/time.js";
import { answer, answers, forgetSent, takeBack } from "./answers.js";
import { Suggestions } from "./suggestions.js";

/** The tab of requests, with some people one may know below. */
export function Requests() {
  const pages = keep("requests", () => new Pages(waiting));
  useEffect(() => { settle(); }, [pages]);
  useEffect(() => on("notification.created", ({ notification }) => { if (notification?.kind === "friend.request") pages.refresh(); }), [pages]);
  useEffect(() => on("gap", () => { pages.refresh(); }), [pages]);
  useEffect(() => bind({ a: () => focused(pages, "accept"), d: () => focused(pages, "decline") }), [pages]);
  return html`<section class="card friends-card">
      ${h(List, { pages, row: (request) => h(Request, { key: request.id, request }), empty: h(Empty, { icon: "user-check", text: t("friends.requests_empty"), children: html`<a class="plain" href="/friends/suggestions">${t("friends.find")}</a>` }) })}
      ${pages.items.value.length > 0 && html`<p class="keys-hint"><small>${t("friends.keys")}</small></p>`}
    </section>
    ${h(Suggestions, { limit: 6 })}`;
}

/** A page of who waits for an answer. @param {string | undefined} cursor @param {AbortSignal} signal */
async function waiting(cursor, signal) {
  const page = await call("GET /users/friends", { query: { status: "requests", cursor, limit: 20 }, signal });
  forgetSent(page.items);
  return page;
}

/** @param {{request: any}} props */
function Request({ request }) {
  const { user } = request;
  const answered = answers.value[request.id];
  const whom = html`<span class="hidden"> ${name(user)}</span>`;
  const note = answered ? t(`friends.${answered.kind}_${answered.state === "sent" ? "sent" : "waiting"}`, { name: user.firstName })
    : html`<time datetime=${request.since} title=${moment(request.since)}>${t("friends.asked", { when: ago(request.since) })}</time>`;
  return html`<div class=${`friends-row ${answered ? "answered" : ""}`} data-anchor=${request.id}>
    ${h(PersonRow, {
      person: user, size: 56, note: html`<span role="status">${note}</span>`,
      children: answered
        ? answered.state === "waiting" && html`<button type="button" class="plain" onClick=${() => takeBack(request.id)}>${t("common.undo")}${whom}</button>`
        : html`<button type="button" class="primary" onClick=${() => answer(request, "accept")}>${t("friends.accept")}${whom}</button>
          <button type="button" class="plain" onClick=${() => answer(request, "decline")}>${t("friends.decline")}${whom}</button>`,
    })}
  </div>`;
}

/** Answer the request that has the focus. @param {Pages<any>} pages @param {"accept" | "decline"} kind */
function focused(pages, kind) {
  const row = /** @type {HTMLElement | null | undefined} */ (document.activeElement?.closest("[data-anchor]"));
  const request = pages.items.value.find((one) => one.id === row?.dataset.anchor);
  if (!request) return;
  answer(request, kind);
  if (row) row.focus();
}
