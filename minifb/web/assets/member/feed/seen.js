// Tells the server which posts were on the screen for a second, in batches: what was seen stands further back.

import { useEffect } from "../../vendor/preact.js";
import { call, once } from "../../lib/client.js";

const LONG_ENOUGH = 1000;
const EVERY = 10_000;
const AT_ONCE = 100;

/** Told already, in this tab. @type {Set<string>} */
const told = new Set();
/** @type {Set<string>} */
const waiting = new Set();
/** @type {Map<Element, any>} */
const looking = new Map();
/** @type {IntersectionObserver | null} */
let watcher = null;
/** @type {any} */
let timer = 0;

/** @param {IntersectionObserverEntry[]} entries */
function look(entries) {
  for (const { target, isIntersecting } of entries) {
    clearTimeout(looking.get(target));
    looking.delete(target);
    if (isIntersecting) looking.set(target, setTimeout(() => note(/** @type {HTMLElement} */ (target)), LONG_ENOUGH));
  }
}

/** @param {HTMLElement} card */
function note(card) {
  looking.delete(card);
  if (document.hidden) return;
  watcher?.unobserve(card);
  const id = card.dataset.anchor ?? "";
  if (told.has(id)) return;
  told.add(id);
  waiting.add(id);
  timer ||= setTimeout(tell, EVERY);
}

/** Tell what was seen so far; what cannot be told waits for the next time. */
export async function tell() {
  clearTimeout(timer);
  timer = 0;
  const postIds = [...waiting].slice(0, AT_ONCE);
  if (!postIds.length) return;
  for (const id of postIds) waiting.delete(id);
  try {
    await call("POST /posts/feed/seen", { body: { postIds }, once: once() });
  } catch (problem) {
    if (!(/** @type {any} */ (problem).passing)) return;
    for (const id of postIds) waiting.add(id);
    timer ||= setTimeout(tell, 6 * EVERY);
  }
}

/** Note when a card was looked at. @param {{current: HTMLElement | null}} card @param {boolean} on */
export function useSeen(card, on) {
  useEffect(() => {
    const shown = card.current;
    if (!on || !shown || told.has(shown.dataset.anchor ?? "")) return undefined;
    // A card counts while a part of it is in the middle half of the screen; the top one counts there as well.
    watcher ??= new IntersectionObserver(look, { rootMargin: "-20% 0px -30% 0px" });
    watcher.observe(shown);
    return () => {
      watcher?.unobserve(shown);
      clearTimeout(looking.get(shown));
      looking.delete(shown);
    };
  }, [on]);
}
