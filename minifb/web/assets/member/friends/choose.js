// On which lists somebody is: all lists with a box each.

import { h, html, useEffect, useSignal } from "../../vendor/preact.js";
import { Dialog } from "../../kit/dialog.js";
import { Icon } from "../../kit/icon.js";
import { Failed, Skeleton } from "../../kit/states.js";
import { call } from "../../lib/client.js";
import { name, t } from "../../lib/i18n.js";
import { called } from "./lists.js";
import { Tick, membersOf, tick } from "./tick.js";

/** @param {{person: any, onClose: () => void}} props */
export function ChooseLists({ person, onClose }) {
  const lists = useSignal(/** @type {any[] | null} */ (null));
  const ticked = useSignal(/** @type {Set<string>} */ (new Set()));
  const problem = useSignal(/** @type {any} */ (null));
  const load = async () => {
    problem.value = null;
    try {
      const { items } = await call("GET /users/lists", { query: { limit: 100 } });
      const members = await Promise.all(items.map((one) => membersOf(one.id)));
      ticked.value = new Set(items.filter((_, at) => members[at].includes(person.id)).map((one) => one.id));
      lists.value = items;
    } catch (refused) {
      problem.value = refused;
    }
  };
  useEffect(() => { load(); }, [person.id]);
  return h(Dialog, {
    title: t("friends.on_lists_title", { name: name(person) }), onClose,
    footer: html`<a class="quiet" href="/friends/lists" onClick=${onClose}>${t("friends.lists_all")}</a><button type="button" class="primary" onClick=${onClose}>${t("common.done")}</button>`,
    children: problem.value ? h(Failed, { problem: problem.value, retry: load }) : !lists.value ? h(Skeleton, { kind: "row" }) : html`
      <p><small>${t("friends.lists_text")}</small></p>
      <div class="ticks">${lists.value.map((one) => h(Tick, {
        key: one.id, checked: ticked.value.has(one.id), onChange: () => tick(ticked, one.id, one.id, person.id),
        children: html`${h(Icon, { name: one.kind === "close" ? "star" : "list" })}<span class="person-words"><strong dir="auto">${called(one)}</strong></span>`,
      }))}</div>`,
  });
}
