// What there is to know of a group, and what its members may change.

import { h, html, useEffect, useMemo, useRef, useSignal } from "../../vendor/preact.js";
import { call } from "../../lib/client.js";
import { name, t } from "../../lib/i18n.js";
import { ACCEPT_PICTURES } from "../../lib/files.js";
import { Pages } from "../../lib/store.js";
import { settled, upload, why } from "../../lib/upload.js";
import { Dialog } from "../../kit/dialog.js";
import { Field } from "../../kit/field.js";
import { Icon } from "../../kit/icon.js";
import { List } from "../../kit/list.js";
import { Menu } from "../../kit/menu.js";
import { PersonRow } from "../../kit/person.js";
import { isHere } from "../../kit/presence.js";
import { toast } from "../../kit/toast.js";
import { myId } from "../me.js";
import { ask } from "./menu.js";
import { People } from "./people.js";
import { Picture } from "./picture.js";
import { conversations, known, take } from "./store.js";
import { attempt, leaveGroup } from "./wishes.js";
import { others, titleOf } from "./words.js";

/** @param {{id: string, onClose: () => void}} props */
export function InfoDialog({ id, onClose }) {
  const adding = useSignal(false);
  const chosen = useSignal(/** @type {any[]} */ ([]));
  void known.value;
  const held = conversations.get(id)?.value;
  const pages = useMemo(() => new Pages((cursor, signal) => call("GET /messages/conversations/{id}/participants", { path: { id }, query: { cursor, limit: 50 }, signal })), [id]);
  // What is there stays until the answer: a menu that is open stays open, whatever somebody else does.
  useEffect(() => { if (pages.state.peek() !== "new") pages.refresh(); }, [held?.participantCount, held?.revision]);
  if (!held) return null;
  const path = { id };
  const mine = pages.items.value.find((one) => one.id === myId.value) ?? held.participants.find((/** @type {any} */ one) => one.id === myId.value);
  const add = async () => {
    const userIds = chosen.value.map((one) => one.id);
    if (!userIds.length || !(await attempt(async () => take(await call("POST /messages/conversations/{id}/participants", { path, body: { userIds } }))))) return;
    adding.value = false;
    chosen.value = [];
  };
  if (adding.value) {
    const footer = html`<button type="button" class="plain" onClick=${() => { adding.value = false; }}>${t("common.back")}</button>
      <button type="button" class="primary" aria-disabled=${!chosen.value.length} onClick=${add}>${t("chat.add")}</button>`;
    return h(Dialog, { key: "add", title: t("chat.add"), onClose, footer, children: h(People, { chosen, without: others(held).map((one) => one.id) }) });
  }
  const leave = () => ask({ title: t("chat.leave_title"), text: t("chat.leave_text"), yes: t("chat.leave"), onYes: () => { leaveGroup(id); onClose(); } });
  return h(Dialog, { key: "info", title: t("chat.info"), onClose, children: html`
    ${h(Looks, { held })}
    <div class="card-head"><h3>${t("chat.members", { count: held.participantCount })}</h3>${held.can.add && html`<button type="button" class="quiet" onClick=${() => { adding.value = true; }}>${h(Icon, { name: "user-plus" })}${t("chat.add")}</button>`}</div>
    ${h(List, { pages, empty: null, row: (person) => h(Member, { key: person.id, person, held, leads: mine?.role === "admin" && held.can.leave, pages }) })}
    ${held.can.leave && html`<button type="button" class="row-button bad" onClick=${leave}>${h(Icon, { name: "log-out" })}<span>${t("chat.leave")}</span></button>`}` });
}

/** Its title and picture, to be changed by everybody in it. @param {{held: any}} props */
function Looks({ held }) {
  const input = useRef(/** @type {HTMLInputElement | null} */ (null));
  const title = useSignal(held.title ?? "");
  const busy = useSignal(false);
  const path = { id: held.id };
  /** @param {any} body */
  const change = (body) => attempt(async () => take(await call("PUT /messages/conversations/{id}", { path, body })));
  /** @param {any} event */
  const picture = async (event) => {
    const [one] = upload([...event.target.files].slice(0, 1));
    event.target.value = "";
    if (!one) return;
    busy.value = true;
    await settled([one]);
    const { status, problem } = one.state.value;
    if (status === "failed") toast(why(problem), { bad: true });
    else await change({ pictureId: one.id });
    busy.value = false;
  };
  if (!held.can.rename) return html`<div class="group-looks">${h(Picture, { conversation: held, size: 96 })}<strong dir="auto">${titleOf(held)}</strong></div>`;
  return html`<form class="group-looks" onSubmit=${/** @param {Event} event */ (event) => { event.preventDefault(); change({ title: title.value.trim() || null }); }}>
    <span class="group-face" aria-busy=${busy.value}>${h(Picture, { conversation: held, size: 96 })}</span>
    <div class="row">
      <button type="button" class="plain small" aria-disabled=${busy.value} onClick=${() => input.current?.click()}>${h(Icon, { name: "camera", size: 18 })}${t("chat.picture")}</button>
      ${held.picture && html`<button type="button" class="quiet small" onClick=${() => change({ pictureId: null })}>${t("chat.picture_drop")}</button>`}
      <input ref=${input} type="file" class="hidden" accept=${ACCEPT_PICTURES} tabindex="-1" aria-hidden="true" onChange=${picture} />
    </div>
    ${h(Field, { label: t("chat.group_title"), name: "title", value: title.value, onInput: (value) => { title.value = value; }, attributes: { maxlength: 100 } })}
    ${title.value.trim() !== (held.title ?? "") && html`<button class="primary">${t("common.save")}</button>`}
  </form>`;
}

/** @param {{person: any, held: any, leads: boolean, pages: Pages<any>}} props */
function Member({ person, held, leads, pages }) {
  const admin = person.role === "admin";
  const path = { id: held.id, user_id: person.id };
  /** @param {() => Promise<any>} run */
  const then = (run) => attempt(async () => { await run(); await pages.refresh(); });
  const role = () => then(async () => take(await call("PUT /messages/conversations/{id}/participants/{user_id}", { path, body: { role: admin ? "member" : "admin" } })));
  const remove = () => ask({ title: t("chat.remove_title", { name: name(person) }), text: t("chat.remove_text"), yes: t("chat.remove"), onYes: () => then(() => call("DELETE /messages/conversations/{id}/participants/{user_id}", { path })) });
  const self = person.id === myId.value;
  return h(PersonRow, { person, note: admin ? t("chat.admin") : undefined, online: isHere(person.id), children: leads && !self && h(Menu, { label: t("chat.member_acts", { name: name(person) }), items: [
    { icon: admin ? "shield-off" : "shield-check", text: t(admin ? "chat.demote" : "chat.promote"), run: role },
    { icon: "user-round-minus", text: t("chat.remove"), bad: true, run: remove },
  ] }) });
}
