// The menu of a message: one for the whole thread, opened where it is wanted. Reactions first, then what can be done.

import { h, html, useEffect, useLayoutEffect, useRef } from "../../vendor/preact.js";
import { name, t } from "../../lib/i18n.js";
import { go } from "../../lib/router.js";
import { Icon } from "../../kit/icon.js";
import { copy } from "../../kit/copy.js";
import { Confirm } from "../../kit/dialog.js";
import { place } from "../../kit/menu.js";
import { show } from "../../kit/show.js";
import { Face, ranked } from "../feed/reactions.js";
import { myId } from "../me.js";
import { canEdit, hide, react, unsend } from "./acts.js";

const REACTIONS = ["like", "love", "care", "haha", "wow", "sad", "angry"];

/** @typedef {{line: import("./thread.js").Line, anchor: HTMLElement}} Chosen */

/**
 * @param {{chosen: import("../../vendor/preact.js").Signal<Chosen | null>, can: boolean, request: boolean, kind: string, onReply: (line: any) => void, onEdit: (line: any) => void}} props
 */
export function MessageMenu({ chosen, can, request, kind, onReply, onEdit }) {
  const list = useRef(/** @type {HTMLElement | null} */ (null));
  const { line, anchor } = chosen.value ?? {};
  useLayoutEffect(() => {
    if (!anchor || !list.current) return;
    list.current.showPopover();
    place(list.current, anchor);
  }, [anchor, line]);
  useEffect(() => {
    const shown = list.current;
    /** @param {any} event */
    const toggled = (event) => { if (event.newState === "closed") chosen.value = null; };
    shown?.addEventListener("toggle", toggled);
    return () => shown?.removeEventListener("toggle", toggled);
  }, []);
  const message = line?.value;
  /** @param {() => void} run */
  const then = (run) => { list.current?.hidePopover(); run(); };
  return html`<div ref=${list} class="menu message-menu" role="menu" popover="auto" aria-label=${t("chat.acts")} onKeyDown=${walk}>
    ${line && message && !message.deletedAt && can && html`<div class="menu-faces" role="group" aria-label=${t("chat.react")}>
      ${REACTIONS.map((type) => html`<button key=${type} type="button" role="menuitemradio" aria-checked=${message.reactions.mine === type} aria-label=${t(`reaction.${type}`)} title=${t(`reaction.${type}`)}
        onClick=${() => then(() => react(line, type))}>${h(Face, { type, size: 28 })}</button>`)}
    </div>`}
    ${line && items(line, { can, request, kind, onReply, onEdit }).map((item) => item && html`<button key=${item.icon} type="button" role="menuitem" class=${item.bad ? "bad" : ""} onClick=${() => then(item.run)}>
      ${h(Icon, { name: item.icon })}<span>${item.text}</span></button>`)}
  </div>`;
}

/** @param {import("./thread.js").Line} line @param {{can: boolean, request: boolean, kind: string, onReply: (line: any) => void, onEdit: (line: any) => void}} how */
function items(line, { can, request, kind, onReply, onEdit }) {
  const message = line.value;
  const { sender: person } = message;
  const mine = person?.id === myId.value;
  const live = !message.deletedAt;
  const { id } = message;
  const asked = () => ask({ title: t("chat.unsend_title"), text: t("chat.unsend_text"), yes: t("chat.unsend"), onYes: () => unsend(line) });
  const onBlocked = () => { if (kind !== "group") go("/m"); };
  const hiding = () => ask({ title: t("chat.hide_title"), text: t("chat.hide_text"), yes: t("chat.hide"), onYes: () => hide(line) });
  return [
    live && can && { icon: "reply", text: t("chat.reply"), run: () => onReply(line) },
    live && message.text && { icon: "copy", text: t("common.copy"), run: () => copy(message.text) },
    live && !request && (message.text || mine) && { icon: "forward", text: t("chat.forward"), run: () => show(() => import("./forward.js").then((it) => it.ForwardDialog), { message }) },
    can && canEdit(message) && { icon: "pencil", text: t("common.edit"), run: () => onEdit(line) },
    live && ranked(message.reactions.counts).length > 0 && { icon: "smile", text: t("chat.who_reacted"), run: () => show(() => import("./told.js").then((it) => it.ReactorsDialog), { id }) },
    live && mine && { icon: "check-check", text: t("chat.who_read"), run: () => show(() => import("./told.js").then((it) => it.SeenDialog), { id }) },
    live && message.editedAt && { icon: "history", text: t("chat.editions"), run: () => show(() => import("./told.js").then((it) => it.EditionsDialog), { message }) },
    live && mine && { icon: "undo-2", text: t("chat.unsend"), bad: true, run: asked },
    { icon: "trash-2", text: t("chat.hide"), bad: true, run: hiding },
    live && !mine && { icon: "flag", text: t("chat.report"), bad: true, run: () => show(() => import("../../kit/report.js").then((it) => it.ReportDialog), { target: { kind: "message", id, person }, onBlocked }) },
    !mine && person && { icon: "ban", text: t("report.block", { name: name(person) }), bad: true, run: () => show(() => import("../../kit/block.js").then((it) => it.BlockDialog), { person, onDone: onBlocked }) },
  ];
}

/** Ask before something that cannot be taken back. @param {{title: string, text: string, yes: string, onYes: () => void}} question */
export function ask(question) {
  show(() => Promise.resolve(Confirm), question);
}

/** @param {KeyboardEvent} event */
function walk(event) {
  const list = /** @type {HTMLElement} */ (event.currentTarget);
  const all = /** @type {HTMLElement[]} */ ([...list.querySelectorAll("[role^=menuitem]")]);
  const at = all.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  const faces = all.filter((one) => one.role === "menuitemradio").length;
  const onFace = at < faces;
  const side = document.dir === "rtl" ? -1 : 1;
  const to = {
    ArrowDown: onFace ? faces : at + 1, ArrowUp: onFace ? all.length - 1 : at === faces ? 0 : at - 1, Home: 0, End: all.length - 1,
    ArrowRight: onFace ? at + side : undefined, ArrowLeft: onFace ? at - side : undefined,
  }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  all[(to + all.length) % all.length]?.focus();
}
