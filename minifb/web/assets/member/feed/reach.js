// Who can see one's own post, by name; and how to show it to more people, or to fewer.

import { h, html, useEffect, useMemo, useState } from "../../vendor/preact.js";
import { call, once } from "../../lib/client.js";
import { list, name, said, t } from "../../lib/i18n.js";
import { Pages } from "../../lib/store.js";
import { audienceIcon, audienceWord } from "../../kit/audience.js";
import { Dialog } from "../../kit/dialog.js";
import { Segmented } from "../../kit/field.js";
import { Icon } from "../../kit/icon.js";
import { List } from "../../kit/list.js";
import { PersonRow } from "../../kit/person.js";
import { compose } from "../compose/open.js";
import { posts } from "./store.js";

/** What can be chosen here; who is named one by one is chosen in the composer. */
const SIMPLE = ["public", "friends", "onlyMe"];

/** @param {{post: import("./store.js").Held, onClose: () => void}} props */
export function ReachDialog({ post, onClose }) {
  const { id, audience, commentsFrom } = post.value;
  const [problem, setProblem] = useState(/** @type {any} */ (null));
  const { kind } = audience;
  /** @param {any} body */
  const change = async (body) => {
    setProblem(null);
    try {
      posts.put(await call("PUT /posts/{id}", { path: { id }, body, once: once() }));
    } catch (refused) {
      setProblem(refused);
    }
  };
  const kinds = SIMPLE.includes(kind ?? "friends") ? SIMPLE : [...SIMPLE, kind ?? "friends"];
  const children = html`<fieldset class="choices">
      <legend>${t("card.audience_who")}</legend>
      ${kinds.map((one) => html`<label key=${one} class="choice">
        <input type="radio" name="audience" value=${one} checked=${one === (kind ?? "friends")} onChange=${() => change({ audience: { kind: one } })} />
        ${h(Icon, { name: audienceIcon(one) })}<span>${audienceWord(one)}</span>
      </label>`)}
    </fieldset>
    <button type="button" class="quiet" onClick=${() => { onClose(); compose({ edit: post.peek() }); }}>${t("card.audience_more")}</button>
    ${problem && html`<p class="form-error" role="alert">${said(problem)}</p>`}
    <div class="reach-comments"><p>${t("card.comments_from")}</p>
      ${h(Segmented, { label: t("card.comments_from"), value: commentsFrom, options: [["everyone", t("card.from_everyone")], ["friends", t("card.from_friends")], ["nobody", t("card.from_nobody")]], onChange: (from) => change({ commentsFrom: from }) })}</div>
    ${h(Readers, { key: JSON.stringify(audience), id })}`;
  return h(Dialog, { title: t("card.audience"), onClose, children });
}

/** @param {{id: string}} props */
function Readers({ id }) {
  const [reach, setReach] = useState(/** @type {any} */ (null));
  const pages = useMemo(() => new Pages(async (cursor, signal) => {
    const page = await call("GET /posts/{id}/audience", { path: { id }, query: { cursor, limit: 30 }, signal });
    if (!cursor) setReach(page);
    return page;
  }), []);
  useEffect(() => { pages.start(); }, []);
  const without = reach?.except ?? [];
  const title = !reach ? t("card.reach") : reach.everyone ? t("card.reach_everyone") : reach.count ? t("card.reach_count", { count: reach.count }) : t("card.reach_nobody");
  return html`<h3 class="reach-title">${title}</h3>
    ${without.length > 0 && html`<p class="quiet-text">${t("card.reach_without", { names: list(without.map(name)) })}</p>`}
    ${!reach?.everyone && reach?.count !== 0 && h(List, { pages, row: (person) => h(PersonRow, { key: person.id, person, size: 40 }), empty: null })}`;
}
