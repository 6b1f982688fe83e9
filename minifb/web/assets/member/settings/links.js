// Up to five links on the member's page.

import { h, html, useState } from "../../vendor/preact.js";
import { call, once } from "../../lib/client.js";
import { t } from "../../lib/i18n.js";
import { Icon } from "../../kit/icon.js";
import { Saved, useSaving } from "../../kit/saved.js";
import { me } from "../me.js";

const MOST = 5;

/** @typedef {{key: string, title: string, url: string}} Row */

export function LinksField() {
  const [rows, setRows] = useState(/** @type {Row[]} */ ((me.value.links ?? []).map(row)));
  const [state, save] = useSaving();
  /** @param {Row[]} next */
  const keep = (next) => save(async () => {
    const links = next.filter((one) => one.url.trim()).map(({ title, url }) => ({ title: title.trim(), url: whole(url) }));
    if (JSON.stringify(links) === JSON.stringify((me.value.links ?? []).map(plain))) return;
    me.value = { ...me.value, ...(await call("PUT /users/profile", { body: { links }, once: once() })) };
  });
  /** @param {string} key @param {Partial<Row>} change */
  const edit = (key, change) => setRows(rows.map((one) => (one.key === key ? { ...one, ...change } : one)));
  /** @param {string} key */
  const drop = (key) => {
    const next = rows.filter((one) => one.key !== key);
    setRows(next);
    keep(next);
  };
  return html`<div class="stack">
    ${rows.map((one, at) => html`<div key=${one.key} class="set-link-row" role="group" aria-label=${t("settings.link_nth", { count: at + 1 })}>
      <input aria-label=${t("settings.link_title")} placeholder=${t("settings.link_title")} dir="auto" maxlength="100" value=${one.title} onInput=${/** @param {any} event */ (event) => edit(one.key, { title: event.target.value })} onBlur=${() => keep(rows)} />
      <input aria-label=${t("settings.link_url")} placeholder="https://" type="url" inputmode="url" dir="ltr" maxlength="2048" value=${one.url} onInput=${/** @param {any} event */ (event) => edit(one.key, { url: event.target.value })} onBlur=${() => keep(rows)} />
      <button type="button" class="icon-button" aria-label=${t("settings.link_remove")} onClick=${() => drop(one.key)}>${h(Icon, { name: "x" })}</button>
    </div>`)}
    <div class="row">
      ${rows.length < MOST && html`<button type="button" class="plain" onClick=${() => setRows([...rows, row({ url: "" })])}>${h(Icon, { name: "plus" })}${t("settings.link_add")}</button>`}
      ${h(Saved, { state, field: "links" })}
    </div>
  </div>`;
}

/** @param {{title?: string, url: string}} link @returns {Row} */
function row({ title = "", url }) {
  return { key: crypto.randomUUID(), title, url };
}

/** @param {{title?: string, url: string}} link */
function plain({ title = "", url }) {
  return { title, url };
}

/** An address without its beginning is taken for one of the web. @param {string} url */
function whole(url) {
  const plainUrl = url.trim();
  return /^[a-z]+:/i.test(plainUrl) ? plainUrl : `https://${plainUrl}`;
}
