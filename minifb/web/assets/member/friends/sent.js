// Requests of one's own that wait for an answer, and can be taken back.

import { h, html, useEffect } from "../../vendor/preact.js";
import { List } from "../../kit/list.js";
import { PersonRow } from "../../kit/person.js";
import { Empty } from "../../kit/states.js";
import { call } from "../../lib/client.js";
import { t } from "../../lib/i18n.js";
import { keep, settle } from "../../lib/router.js";
import { Pages } from "../../lib/store.js";
import { ago } from "../../lib/time.js";
import { FriendButton } from "../friend.js";

/** The tab of requests one sent. */
export function Sent() {
  const pages = keep("sent", () => new Pages((cursor, signal) => call("GET /users/friends", { query: { status: "sent", cursor, limit: 20 }, signal })));
  useEffect(() => { settle(); }, [pages]);
  return html`<section class="card friends-card">${h(List, {
    pages,
    row: (one) => html`<div key=${one.id} class="friends-row" data-anchor=${one.id}>
      ${h(PersonRow, { person: one.user, size: 56, note: t("friends.sent_when", { when: ago(one.since) }), children: h(FriendButton, { person: one.user, relation: "requested" }) })}
    </div>`,
    empty: h(Empty, { icon: "send", text: t("friends.sent_empty"), children: html`<a class="plain" href="/friends/suggestions">${t("friends.find")}</a>` }),
  })}</section>`;
}
