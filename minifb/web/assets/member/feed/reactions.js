// The seven reactions: their faces, how many there are of each, and the button that gives one.

import { h, html, useEffect, useRef, useSignal } from "../../vendor/preact.js";
import { number, t } from "../../lib/i18n.js";
import { Icon } from "../../kit/icon.js";
import { Picker } from "./picker.js";

/** @typedef {"like" | "love" | "care" | "haha" | "wow" | "sad" | "angry"} Reaction */

/** One face. @param {{type: string, size?: number}} props */
export function Face({ type, size = 20 }) {
  return h(Icon, { name: `reaction-${type}`, size });
}

/** The reactions there are, the commonest first, and how many. @param {Record<string, number> | undefined} counts @returns {[string, number][]} */
export function ranked(counts) {
  return Object.entries(counts ?? {}).filter(([, count]) => count > 0).sort((one, other) => other[1] - one[1]);
}

/**
 * A thing as it is when one's reaction has become another: counts and `myReaction`.
 *
 * @template {{counts: any, myReaction: any}} T
 * @param {T} thing
 * @param {string | null} type
 * @returns {T}
 */
export function reacted(thing, type) {
  const reactions = { ...thing.counts.reactions };
  if (thing.myReaction) reactions[thing.myReaction] = Math.max(0, (reactions[thing.myReaction] ?? 1) - 1);
  if (type) reactions[type] = (reactions[type] ?? 0) + 1;
  return { ...thing, counts: { ...thing.counts, reactions }, myReaction: type };
}

/** The commonest faces and how many there are. @param {{counts: Record<string, number> | undefined, onOpen?: () => void, size?: number}} props */
export function ReactionCounts({ counts, onOpen, size = 18 }) {
  const all = ranked(counts);
  if (!all.length) return null;
  const total = all.reduce((sum, [, count]) => sum + count, 0);
  const label = `${t("reaction.total", { count: total })}: ${all.map(([type, count]) => `${t(`reaction.${type}`)} ${number(count)}`).join(", ")}`;
  const inside = html`<span class="faces" aria-hidden="true">${all.slice(0, 3).map(([type]) => html`<i key=${type}>${h(Face, { type, size })}</i>`)}</span><span aria-hidden="true">${number(total)}</span>`;
  if (!onOpen) return html`<span class="reaction-counts" role="img" aria-label=${label}>${inside}</span>`;
  return html`<button type="button" class="reaction-counts" aria-label=${label} aria-haspopup="dialog" onClick=${onOpen}>${inside}</button>`;
}

/**
 * Like with a tap; the others by hovering, a long press or the arrow up.
 *
 * @param {{mine: string | null | undefined, onPick: (type: any) => void, small?: boolean}} props  `onPick` is told the new reaction, or null for none
 */
export function ReactionButton({ mine, onPick, small = false }) {
  const open = useSignal(/** @type {"" | "keys" | "pointer"} */ (""));
  const button = useRef(/** @type {HTMLButtonElement | null} */ (null));
  const wait = useRef(/** @type {any} */ (0));
  const held = useRef(false);
  useEffect(() => () => clearTimeout(wait.current), []);
  /** @param {() => void} run @param {number} delay */
  const later = (run, delay) => {
    clearTimeout(wait.current);
    wait.current = setTimeout(run, delay);
  };
  const close = (back = false) => {
    clearTimeout(wait.current);
    open.value = "";
    if (back) button.current?.focus();
  };
  /** @param {string | null} type */
  const pick = (type) => { close(open.value === "keys"); onPick(type); };
  /** @param {PointerEvent} event */
  const enter = (event) => { if (event.pointerType === "mouse") later(() => { open.value ||= "pointer"; }, open.value ? 0 : 450); };
  /** @param {PointerEvent} event */
  const leave = (event) => { if (event.pointerType === "mouse") later(() => close(), 350); };
  /** @param {PointerEvent} event */
  const press = (event) => {
    held.current = false;
    if (event.pointerType === "mouse") return;
    later(() => {
      held.current = true;
      open.value = "pointer";
      navigator.vibrate?.(8);
    }, 420);
  };
  /** @param {PointerEvent} event */
  const lift = (event) => { if (event.pointerType !== "mouse" && !held.current) clearTimeout(wait.current); };
  const click = () => {
    clearTimeout(wait.current);
    if (held.current) held.current = false;
    else pick(mine ? null : "like");
  };
  /** @param {KeyboardEvent} event */
  const key = (event) => {
    if (event.key !== "ArrowUp" || open.value === "keys") return;
    event.preventDefault();
    open.value = "keys";
  };
  const text = t(`reaction.${mine ?? "like"}`);
  return html`<span class="react" onPointerEnter=${enter} onPointerLeave=${leave}>
    <button ref=${button} type="button" class=${`${small ? "act small" : "act"} ${mine ? `mine ${mine}` : ""}`} aria-pressed=${!!mine} aria-keyshortcuts="ArrowUp"
      aria-expanded=${!!open.value} data-act="like" onClick=${click} onKeyDown=${key} onPointerDown=${press} onPointerUp=${lift} onPointerCancel=${lift}
      onContextMenu=${/** @param {Event} event */ (event) => { if (held.current) event.preventDefault(); }}>
      ${!small && (mine ? h(Face, { type: mine }) : h(Icon, { name: "thumbs-up" }))}<span>${text}</span>
    </button>
    ${open.value && h(Picker, { mine, button, focus: open.value === "keys", onPick: pick, onClose: close })}
  </span>`;
}

/**
 * The button and, beside it, how many reactions there are.
 *
 * @param {{counts: Record<string, number> | undefined, mine: string | null | undefined, onPick: (type: any) => void, onOpen?: () => void, can?: boolean, small?: boolean}} props
 */
export function ReactionBar({ counts, mine, onPick, onOpen, can = true, small = false }) {
  return html`<span class="reaction-bar">${can && h(ReactionButton, { mine, onPick, small })}${h(ReactionCounts, { counts, onOpen })}</span>`;
}
