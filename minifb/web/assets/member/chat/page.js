// Messages: the list of conversations, and the one that is open. Side by side where there is room, else one at a time.

import { h, html, useEffect, useLayoutEffect } from "../../vendor/preact.js";
import { t } from "../../lib/i18n.js";
import { go } from "../../lib/router.js";
import { Icon } from "../../kit/icon.js";
import { watchPresence } from "../../kit/presence.js";
import { useTitle } from "../title.js";
import { badges } from "../me.js";
import { listen } from "./frames.js";
import { recall } from "./kept.js";
import { Talks } from "./list.js";
import { boxes, conversations, openId } from "./store.js";
import { Talk } from "./talk.js";
import { titleOf } from "./words.js";

let begun = false;

/** Start to hold conversations; once. */
function begin() {
  if (begun) return;
  begun = true;
  listen();
  watchPresence();
  recall();
  boxes.requests.start();
}

/** @param {{params: {id?: string}}} props */
export function ChatPage({ params: { id = "" } }) {
  useLayoutEffect(() => {
    openId.value = id;
    begin();
    return () => { openId.value = ""; };
  }, [id]);
  useLayoutEffect(() => {
    const root = document.documentElement;
    if (id) root.dataset.thread = "open";
    else delete root.dataset.thread;
    return () => { delete root.dataset.thread; };
  }, [id]);
  useEffect(() => {
    document.addEventListener("keydown", walk);
    return () => document.removeEventListener("keydown", walk);
  }, []);
  useEffect(() => (id ? followKeyboard() : undefined), [id]);
  const held = id ? conversations.get(id)?.value : undefined;
  const count = badges.value.messages;
  useTitle(`${count ? `(${count}) ` : ""}${held ? titleOf(held) : t("chat.title")}`);
  return html`<div class=${id ? "chat open" : "chat"}>
    ${h(Talks, { open: id })}
    ${id ? h(Talk, { key: id, id }) : html`<div class="talk-none">${h(Icon, { name: "messages-square", size: 40 })}<p>${t("chat.choose")}</p></div>`}
  </div>`;
}

/** Alt and an arrow: the conversation above or below; Esc leaves. @param {KeyboardEvent} event */
function walk(event) {
  if (event.defaultPrevented || document.querySelector("dialog[open], [popover]:popover-open")) return;
  const ids = boxes.inbox.items.peek();
  const at = ids.indexOf(openId.peek());
  if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
    event.preventDefault();
    const next = ids[at < 0 ? 0 : at + (event.key === "ArrowDown" ? 1 : -1)];
    if (next) go(`/m/${next}`, { replace: at >= 0 });
  } else if (event.key === "Escape" && openId.peek()) {
    event.preventDefault();
    go("/m");
  }
}

/** Where the keyboard of a phone lies over the page instead of making it smaller, make the thread as high as what is seen. */
function followKeyboard() {
  const seen = window.visualViewport;
  if (!seen || !matchMedia("(pointer: coarse)").matches) return undefined;
  const { style } = document.documentElement;
  const fit = () => {
    if (seen.scale !== 1) return;
    style.setProperty("--seen", `${seen.height}px`);
    if (seen.offsetTop) scrollTo(0, 0);
  };
  seen.addEventListener("resize", fit);
  return () => {
    seen.removeEventListener("resize", fit);
    style.removeProperty("--seen");
  };
}
