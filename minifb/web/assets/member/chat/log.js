// The thread itself: it sits at the bottom, grows upward without a jump, and tells what came while one reads above.

import { h, html, useEffect, useLayoutEffect, useMemo, useRef, useSignal } from "../../vendor/preact.js";
import { list, t } from "../../lib/i18n.js";
import { day } from "../../lib/time.js";
import { Icon } from "../../kit/icon.js";
import { Failed, Skeleton } from "../../kit/states.js";
import { myId } from "../me.js";
import { Bubble } from "./bubble.js";
import { hold } from "./place.js";
import { pendingOf } from "./pending.js";
import { marksOf, readAll } from "./receipts.js";
import { rowsOf } from "./rows.js";
import { typists } from "./typing.js";

/** @param {{thread: import("./thread.js").Thread, conversation: any, onReply: (line: any) => void, onEdit: (line: any) => void, onMenu: (line: any, anchor: HTMLElement) => void}} props */
export function Log({ thread, conversation, onReply, onEdit, onMenu }) {
  const scroller = useRef(/** @type {HTMLElement | null} */ (null));
  const away = useSignal(false);
  const place = useMemo(() => hold(scroller, thread, away), [thread]);
  const api = useMemo(() => ({ reply: onReply, menu: onMenu, seek: (/** @type {string} */ id) => place.seek(id) }), [thread]);
  const held = thread.lines.value;
  const early = thread.early.value;
  const taken = thread.later.value || !early.length ? held : [...held, ...early];
  const pending = thread.later.value ? [] : pendingOf(thread.id, taken);
  const lines = pending.length ? [...taken, ...pending] : taken;
  const own = useRef(0);
  if (pending.length > own.current) place.stick();
  own.current = pending.length;
  void thread.sought.value; // a message that is sought is gone to after the next drawing
  const rows = rowsOf(lines, thread.unreadFrom.value);
  const marks = marksOf(taken, conversation, myId.value);
  const state = thread.state.value;
  const seen = useRef(0);
  if (!away.value) seen.current = thread.last;
  useLayoutEffect(() => { place.settle(); });
  useEffect(() => place.listen(), [thread]);
  useEffect(() => {
    const read = () => { if (!document.hidden && !away.value && state === "ready") readAll(thread); };
    read();
    document.addEventListener("visibilitychange", read);
    return () => document.removeEventListener("visibilitychange", read);
  }, [held, away.value, state, conversation.unreadCount, conversation.markedUnread]);
  const fresh = away.value ? held.filter((line) => line.peek().seq > seen.current && line.peek().sender?.id !== myId.value).length : 0;
  const common = { group: conversation.kind === "group", veiled: conversation.request, can: conversation.can.send && !conversation.request, api };
  return html`<div class="log-frame">
    <div ref=${scroller} class="log" role="log" tabindex="0" aria-label=${t("chat.log")} aria-busy=${thread.fetching.value === "earlier" || state === "loading"} onKeyDown=${/** @param {KeyboardEvent} event */ (event) => keys(event, held, { onReply, onEdit, onMenu })}>
      <div class="lines">
        ${state === "loading" && h(Skeleton, { kind: "row", rows: 6 })}
        ${state === "failed" && h(Failed, { problem: thread.problem.value, retry: () => thread.load() })}
        ${state === "ready" && h(Top, { thread })}
        ${state === "ready" && !rows.length && html`<p class="log-hint">${t("chat.first")}</p>`}
        ${rows.map((row) => (row.kind === "line"
          ? h(Bubble, { key: row.key, line: row.line, first: row.first, last: row.last, mark: row.line.peek().state ?? marks.get(row.line.peek().id) ?? "", ...common })
          : row.kind === "day" ? html`<p key=${row.key} class="log-day"><time datetime=${row.at}>${dayWords(row.at)}</time></p>` : html`<p key=${row.key} class="log-unread"><span>${t("chat.unread_from")}</span></p>`))}
        ${thread.later.value && html`<button type="button" class="quiet" onClick=${() => thread.loadLater()}>${t("chat.later")}</button>`}
        ${!thread.later.value && h(Dots, { id: thread.id })}
      </div>
    </div>
    ${away.value && html`<button type="button" class="jump" onClick=${place.latest} aria-label=${fresh ? t("chat.jump_count", { count: fresh }) : t("chat.jump")}>${fresh > 0 && html`<span class="unread-count">${fresh}</span>`}${h(Icon, { name: "arrow-down" })}</button>`}
  </div>`;
}

/** What stands above the first line. @param {{thread: import("./thread.js").Thread}} props */
function Top({ thread }) {
  if (!thread.earlier.value) return null;
  if (thread.problem.value && !thread.fetching.value) return html`<button type="button" class="quiet" onClick=${() => thread.loadEarlier()}>${t("chat.earlier_failed")}</button>`;
  return html`<button type="button" class="quiet" onClick=${() => thread.loadEarlier()}>${t("chat.earlier")}</button>`;
}

/** Today and yesterday by their names. @param {string} iso */
function dayWords(iso) {
  const then = new Date(iso);
  const midnight = new Date().setHours(0, 0, 0, 0);
  const days = Math.round((midnight - new Date(then).setHours(0, 0, 0, 0)) / 86_400_000);
  if (days === 0) return t("chat.today");
  return days === 1 ? t("chat.yesterday") : day(iso);
}

/** Who types; said once, shown as dots. @param {{id: string}} props */
function Dots({ id }) {
  const who = typists.value.get(id) ?? [];
  if (!who.length) return null;
  return html`<p class="typing"><span class="dots" aria-hidden="true"><i></i><i></i><i></i></span><span>${t("chat.types", { names: list(who.map((one) => one.firstName)), count: who.length })}</span></p>`;
}

/**
 * The keys of the log: arrows walk from line to line, and letters act on the one in focus.
 *
 * @param {KeyboardEvent} event
 * @param {import("./thread.js").Line[]} lines
 * @param {{onReply: (line: any) => void, onEdit: (line: any) => void, onMenu: (line: any, anchor: HTMLElement) => void}} acts
 */
function keys(event, lines, { onReply, onEdit, onMenu }) {
  const log = /** @type {HTMLElement} */ (event.currentTarget);
  const target = /** @type {HTMLElement} */ (event.target);
  const at = /** @type {HTMLElement | null} */ (target.closest(".line"));
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.key === "ArrowUp" || event.key === "ArrowDown") {
    const all = /** @type {HTMLElement[]} */ ([...log.querySelectorAll(".line")]);
    const next = at ? all[all.indexOf(at) + (event.key === "ArrowUp" ? -1 : 1)] : all.at(-1);
    if (!next) return;
    event.preventDefault();
    next.focus();
    return;
  }
  const line = at && target === at ? lines.find((one) => one.peek().id === at.dataset.id) : undefined;
  if (!line || !at) return;
  const run = { Enter: () => onMenu(line, at), r: () => onReply(line), e: () => onEdit(line) }[event.key];
  if (!run) return;
  event.preventDefault();
  run();
}
