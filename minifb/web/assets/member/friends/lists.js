// Lists of friends: that of close friends, and one's own. Nobody else knows of them.

import { h, html, useEffect, useSignal } from "../../vendor/preact.js";
import { Confirm, Dialog } from "../../kit/dialog.js";
import { Field, Form } from "../../kit/field.js";
import { Icon } from "../../kit/icon.js";
import { List } from "../../kit/list.js";
import { Menu } from "../../kit/menu.js";
import { show } from "../../kit/show.js";
import { toast } from "../../kit/toast.js";
import { call, once } from "../../lib/client.js";
import { said, t } from "../../lib/i18n.js";
import { keep, settle } from "../../lib/router.js";
import { Pages } from "../../lib/store.js";

/** What a list is called in the reader's language. @param {{kind: string, name: string}} one */
export function called(one) {
  return one.kind === "close" ? t("friends.close_friends") : one.name;
}

/** The tab of lists. */
export function Lists() {
  const pages = keep("lists", () => new Pages((cursor, signal) => call("GET /users/lists", { query: { cursor, limit: 50 }, signal })));
  const naming = useSignal(/** @type {any} */ (null));
  const dropping = useSignal(/** @type {any} */ (null));
  useEffect(() => { settle(); }, [pages]);
  /** @param {any} gone */
  const drop = async (gone) => {
    try {
      await call("DELETE /users/lists/{id}", { path: { id: gone.id } });
      pages.items.value = pages.items.value.filter((one) => one.id !== gone.id);
      toast(t("friends.list_deleted", { name: gone.name }));
    } catch (problem) {
      toast(said(problem), { bad: true });
    }
  };
  /** @param {any} one */
  const row = (one) => h(Entry, { key: one.id, one, pages, rename: () => { naming.value = one; }, drop: () => { dropping.value = one; } });
  return html`<section class="card friends-card">
      <div class="card-head"><p>${t("friends.lists_text")}</p>
        <button type="button" class="plain" onClick=${() => { naming.value = {}; }}>${h(Icon, { name: "plus", size: 18 })}${t("friends.list_new")}</button></div>
      ${h(List, { pages, row, empty: null })}
    </section>
    ${naming.value && h(Naming, { one: naming.value, pages, onClose: () => { naming.value = null; } })}
    ${dropping.value && h(Confirm, { title: t("friends.list_delete", { name: dropping.value.name }), text: t("friends.list_delete_text"), yes: t("common.delete"), onYes: ((one) => () => drop(one))(dropping.value), onClose: () => { dropping.value = null; } })}`;
}

/** @param {{one: any, pages: Pages<any>, rename: () => void, drop: () => void}} props */
function Entry({ one, pages, rename, drop }) {
  const fill = () => show(() => import("./fill.js").then((it) => it.FillList), { list: one, onChange: (/** @type {number} */ count) => put(pages, { ...one, count }) });
  return html`<div class="friends-row list-row" data-anchor=${one.id}>
    <span class="list-icon">${h(Icon, { name: one.kind === "close" ? "star" : "list" })}</span>
    <span class="person-words"><strong dir="auto">${called(one)}</strong><small>${t("friends.people", { count: one.count })}</small></span>
    <button type="button" class="plain" onClick=${fill}>${t("friends.list_people")}<span class="hidden"> ${called(one)}</span></button>
    ${one.kind === "custom" && h(Menu, { label: t("friends.list_menu", { name: one.name }), items: [
      { icon: "pencil", text: t("friends.rename"), run: rename },
      { icon: "trash-2", text: t("common.delete"), bad: true, run: drop },
    ] })}
  </div>`;
}

/** A new list, or another name for one. @param {{one: any, pages: Pages<any>, onClose: () => void}} props */
function Naming({ one, pages, onClose }) {
  const name = useSignal(one.name ?? "");
  const send = async () => {
    const body = { name: name.value.trim() };
    const kept = one.id ? await call("PUT /users/lists/{id}", { path: { id: one.id }, body }) : await call("POST /users/lists", { body, once: once() });
    put(pages, kept);
    onClose();
  };
  return h(Dialog, {
    title: one.id ? t("friends.rename") : t("friends.list_new"), onClose,
    children: h(Form, { onSend: send, children: (of, busy) => html`
      ${h(Field, { label: t("friends.list_name"), name: "name", required: true, value: name.value, onInput: (value) => { name.value = value; }, error: of("name"), attributes: { maxlength: 64, autocomplete: "off", autofocus: true } })}
      <div class="form-end"><button type="button" class="plain" onClick=${onClose}>${t("common.cancel")}</button><button class="primary" aria-disabled=${busy}>${t("common.save")}</button></div>` }),
  });
}

/** @param {Pages<any>} pages @param {any} kept */
function put(pages, kept) {
  const known = pages.items.value.some((one) => one.id === kept.id);
  pages.items.value = known ? pages.items.value.map((one) => (one.id === kept.id ? kept : one)) : [...pages.items.value, kept];
}
