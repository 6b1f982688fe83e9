// The list of conversations: boxes, search, and what one can begin from here.

import { h, html, useSignal } from "../../vendor/preact.js";
import { t } from "../../lib/i18n.js";
import { here, refine } from "../../lib/router.js";
import { Icon } from "../../kit/icon.js";
import { Lazy } from "../../kit/lazy.js";
import { List } from "../../kit/list.js";
import { Menu } from "../../kit/menu.js";
import { show } from "../../kit/show.js";
import { Empty } from "../../kit/states.js";
import { Row } from "./row.js";
import { boxes } from "./store.js";

/** Begin a talk. */
export const begin = () => show(() => import("./begin.js").then((it) => it.BeginDialog));

/** @typedef {"inbox" | "requests" | "archived" | "ignored"} Box */
const ICONS = { inbox: "message-circle", requests: "user-round-plus", archived: "archive", ignored: "user-round-x" };

/** @param {{open: string}} props  the conversation that is open */
export function Talks({ open }) {
  const words = useSignal("");
  const box = useSignal(/** @type {Box} */ ("inbox"));
  const within = here.value.query.get("in") ?? "";
  const leave = () => {
    words.value = "";
    if (within) refine({ in: undefined });
  };
  const searching = words.value.trim() !== "" || within !== "";
  return html`<section class="talks" aria-label=${t("chat.list")}>
    <header class="talks-head">
      ${open ? html`<h2>${t("chat.title")}</h2>` : html`<h1>${t("chat.title")}</h1>`}
      <button type="button" class="icon-button" aria-label=${t("chat.begin")} onClick=${begin}>${h(Icon, { name: "square-pen" })}</button>
      ${h(Menu, { label: t("chat.more"), items: () => [
        { icon: "archive", text: t("chat.box_archived"), run: () => { box.value = "archived"; } },
        { icon: "user-round-x", text: t("chat.box_ignored"), run: () => { box.value = "ignored"; } },
        { icon: "settings", text: t("chat.settings"), run: () => show(() => import("./choices.js").then((it) => it.ChoicesDialog)) },
      ] })}
    </header>
    ${h(SearchField, { words, within, leave })}
    ${searching ? h(Lazy, { load: () => import("./found.js").then((it) => it.Found), props: { words: words.value.trim(), within } }) : h(BoxList, { box, open })}
  </section>`;
}

/** @param {{words: import("../../vendor/preact.js").Signal<string>, within: string, leave: () => void}} props */
function SearchField({ words, within, leave }) {
  /** @param {KeyboardEvent} event */
  const key = (event) => {
    if (event.key !== "Escape" || !(words.value || within)) return;
    event.preventDefault();
    leave();
  };
  return html`<div class="talks-search">
    ${h(Icon, { name: "search", size: 18 })}
    <input type="search" dir="auto" value=${words.value} maxlength="200" placeholder=${t(within ? "chat.search_here" : "chat.search")} aria-label=${t(within ? "chat.search_here" : "chat.search")}
      onInput=${/** @param {any} event */ (event) => { words.value = event.target.value; }} onKeyDown=${key} />
    ${(words.value || within) && html`<button type="button" class="icon-button" aria-label=${t("chat.search_leave")} onClick=${leave}>${h(Icon, { name: "x" })}</button>`}
  </div>`;
}

/** @param {{box: import("../../vendor/preact.js").Signal<Box>, open: string}} props */
function BoxList({ box, open }) {
  const name = box.value;
  const waiting = boxes.requests.items.value.length;
  const tabs = /** @type {Box[]} */ (["inbox", ...(waiting || name === "requests" ? ["requests"] : [])]);
  const aside = name === "archived" || name === "ignored";
  return html`${aside ? html`<div class="talks-box"><button type="button" class="icon-button" aria-label=${t("common.back")} onClick=${() => { box.value = "inbox"; }}>${h(Icon, { name: "arrow-left" })}</button>
      <h3>${t(`chat.box_${name}`)}</h3></div>`
    : tabs.length > 1 && html`<div class="segmented talks-tabs" role="group" aria-label=${t("chat.list")}>
      ${tabs.map((one) => html`<button key=${one} type="button" aria-pressed=${one === name} onClick=${() => { box.value = one; }}>${one === "requests" ? t("chat.box_requests", { count: waiting }) : t("chat.box_inbox")}</button>`)}
    </div>`}
    <div class="talks-list">
      ${h(List, { key: name, pages: /** @type {any} */ (boxes[name]), row: (id) => h(Row, { key: id, id, open: id === open }), empty: h(Nothing, { name }) })}
    </div>`;
}

/** @param {{name: Box}} props */
function Nothing({ name }) {
  return h(Empty, { icon: ICONS[name], text: t(`chat.empty_${name}`), children: name === "inbox" && html`<button type="button" class="primary" onClick=${begin}>${t("chat.begin")}</button>` });
}
