// Who is on a list: all friends with a box each.

import { h, html, useEffect, useMemo, useSignal } from "../../vendor/preact.js";
import { Avatar } from "../../kit/avatar.js";
import { Dialog } from "../../kit/dialog.js";
import { Empty, Failed, Skeleton } from "../../kit/states.js";
import { name, t } from "../../lib/i18n.js";
import { friends, matching, named, whole } from "./crowd.js";
import { called } from "./lists.js";
import { Tick, membersOf, tick } from "./tick.js";

/** @param {{list: any, onChange?: (count: number) => void, onClose: () => void}} props */
export function FillList({ list, onChange, onClose }) {
  const pages = useMemo(friends, []);
  const ticked = useSignal(/** @type {Set<string>} */ (new Set()));
  const first = useSignal(/** @type {Set<string> | null} */ (null));
  const problem = useSignal(/** @type {any} */ (null));
  const query = useSignal("");
  const load = () => {
    problem.value = null;
    Promise.all([membersOf(list.id), whole(pages)]).then(([ids]) => {
      ticked.value = new Set(ids);
      first.value = ticked.value;
      problem.value = pages.problem.value;
    }, (refused) => { problem.value = refused; });
  };
  useEffect(load, [list.id]);
  const close = () => { onChange?.(ticked.value.size); onClose(); };
  /** @param {any} one */
  const toggle = (one) => tick(ticked, one.user.id, list.id, one.user.id);
  const found = matching(named(pages.items.value), query.value);
  // Who was on it when it was opened comes first, and does not jump when a box is changed.
  const shown = [...found].sort((one, other) => Number(first.value?.has(other.user.id)) - Number(first.value?.has(one.user.id)));
  return h(Dialog, {
    title: called(list), onClose: close,
    footer: html`<span class="form-note" role="status">${t("friends.people", { count: ticked.value.size })}</span><button type="button" class="primary" onClick=${close}>${t("common.done")}</button>`,
    children: problem.value ? h(Failed, { problem: problem.value, retry: load }) : !first.value ? h(Skeleton, { kind: "row", rows: 5 }) : html`
      <input type="search" aria-label=${t("friends.search")} placeholder=${t("friends.search")} dir="auto" onInput=${/** @param {any} event */ (event) => { query.value = event.target.value; }} />
      <div class="ticks">${shown.map((one) => h(Tick, {
        key: one.id, checked: ticked.value.has(one.user.id), onChange: () => toggle(one),
        children: html`${h(Avatar, { person: one.user, size: 40 })}<span class="person-words"><strong dir="auto">${name(one.user)}</strong><small>@${one.user.username}</small></span>`,
      }))}</div>
      ${!shown.length && h(Empty, { icon: "users", text: query.value ? t("friends.nobody", { query: query.value }) : t("friends.all_empty") })}`,
  });
}
