// The bars around a page: where one can go, what is new there, and whether the line is up.

import { h, html, useEffect, useSignal } from "../vendor/preact.js";
import { name, t } from "../lib/i18n.js";
import { bind, step } from "../lib/keys.js";
import { line } from "../lib/live.js";
import { go, here } from "../lib/router.js";
import { Avatar } from "../kit/avatar.js";
import { SearchBox } from "../kit/combobox.js";
import { Dialog } from "../kit/dialog.js";
import { Icon } from "../kit/icon.js";
import { Menu } from "../kit/menu.js";
import { compose } from "./compose/open.js";
import { badges, leave, me, site } from "./me.js";

/** The places of the app: address, icon, text, and which badge they carry. @type {[string, string, string, "" | "requests" | "messages" | "notifications"][]} */
const PLACES = [
  ["/", "house", "shell.home", ""],
  ["/friends", "users", "shell.friends", "requests"],
  ["/m", "message-circle", "shell.messages", "messages"],
  ["/n", "bell", "shell.notifications", "notifications"],
];

/** @param {{place: [string, string, string, "" | "requests" | "messages" | "notifications"]}} props */
function Place({ place: [href, icon, key, badge] }) {
  const count = badge ? badges.value[badge] : 0;
  const { path } = here.value;
  const current = href === "/" ? path === "/" : path === href || path.startsWith(`${href}/`);
  return html`<a class="place" href=${href} aria-current=${current ? "page" : undefined}>
    <span class="place-icon">${h(Icon, { name: icon, size: 24 })}${count > 0 && html`<span class="badge" aria-hidden="true">${count > 99 ? "99+" : count}</span>`}</span>
    <span class="place-text">${t(key)}</span>${count > 0 && html`<span class="hidden"> ${t("shell.new", { count })}</span>`}
  </a>`;
}

/** The bar at the top: the community, search, and oneself. */
export function TopBar() {
  return html`<header class="top">
    <a class="brand" href="/"><img src=${new URL("../icons/favicon.svg", import.meta.url).pathname} alt="" width="28" height="28" /><span dir="auto">${site.community}</span></a>
    ${h(SearchBox, {})}
    ${h(Menu, {
      label: t("shell.menu"), className: "me-button icon-button",
      items: [
        { icon: "user", text: name(me.value), hint: `@${me.value.username}`, href: `/@${me.value.username}` },
        { icon: "bookmark", text: t("shell.saved"), href: "/settings/saved" },
        { icon: "settings", text: t("shell.settings"), href: "/settings" },
        { icon: "log-out", text: t("shell.sign_out"), run: () => leave() },
      ],
      children: html`${h(Avatar, { person: me.value, size: 36 })}<span class="hidden">${t("shell.menu")}</span>`,
    })}
  </header>`;
}

/** The places at the side, on wide screens. */
export function Side() {
  return html`<nav class="side" aria-label=${t("shell.nav")}>
    ${PLACES.map((place) => h(Place, { key: place[0], place }))}
    ${h(Place, { place: [`/@${me.value.username}`, "user", "shell.profile", ""] })}
    ${h(Place, { place: ["/settings", "settings", "shell.settings", ""] })}
    <button type="button" class="primary side-new" onClick=${() => compose({})}>${h(Icon, { name: "square-pen" })}<span>${t("shell.new_post")}</span></button>
  </nav>`;
}

/** The five at the bottom, on phones. */
export function BottomBar() {
  const [home, friends, messages, notifications] = PLACES;
  return html`<nav class="bottom" aria-label=${t("shell.nav")}>
    ${h(Place, { place: home })}${h(Place, { place: friends })}
    <button type="button" class="place new" aria-label=${t("shell.new_post")} onClick=${() => compose({})}><span class="place-icon">${h(Icon, { name: "plus", size: 24 })}</span></button>
    ${h(Place, { place: messages })}${h(Place, { place: notifications })}
  </nav>`;
}

/** What the reader must know of the line, above everything. */
export function Banner() {
  const offline = useSignal(!navigator.onLine);
  useEffect(() => {
    const look = () => { offline.value = !navigator.onLine; };
    addEventListener("online", look);
    addEventListener("offline", look);
    return () => { removeEventListener("online", look); removeEventListener("offline", look); };
  }, []);
  const text = offline.value ? t("shell.offline") : line.value === "lost" ? t("shell.lost") : "";
  return html`<div class="banner" role="status">${text && html`<p>${text}</p>`}</div>`;
}

/** The keys that work on every page, and the list of them. */
export function Keys() {
  const shown = useSignal(false);
  useEffect(() => bind({
    "n": () => compose({}),
    "j": () => step(1),
    "k": () => step(-1),
    "g h": () => go("/"), "g f": () => go("/friends"), "g m": () => go("/m"), "g n": () => go("/n"), "g s": () => go("/settings"),
    "?": () => { shown.value = true; },
  }), []);
  if (!shown.value) return null;
  const rows = [["/", "search"], ["n", "new"], ["g h f m n s", "go"], ["j k", "step"], ["l c o s", "like"], ["?", "help"]];
  return h(Dialog, { title: t("shell.keys_title"), onClose: () => { shown.value = false; }, children: html`<dl class="keys">
    ${rows.map(([keys, text]) => html`<div key=${text}><dt>${keys.split(" ").map((one) => html`<kbd key=${one}>${one}</kbd>`)}</dt><dd>${t(`shell.keys_${text}`)}</dd></div>`)}</dl>` });
}
