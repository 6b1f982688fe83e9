// Keys that do something anywhere on a page; off while a field or a dialog has the focus (WCAG 2.1.4).

/** @type {Map<string, () => void>} */
const bound = new Map();
let before = "";

/** Whether they are on at all; a member may turn them off in the settings. */
export function enabled() {
  return localStorage.getItem("keys") !== "off";
}

/** @param {boolean} on */
export function enable(on) {
  localStorage.setItem("keys", on ? "on" : "off");
}

/**
 * Bind keys: `{ "n": compose, "g h": home }`.
 *
 * @param {Record<string, () => void>} keys
 * @returns {() => void} unbinds them
 */
export function bind(keys) {
  for (const [name, run] of Object.entries(keys)) bound.set(name, run);
  return () => { for (const [name, run] of Object.entries(keys)) if (bound.get(name) === run) bound.delete(name); };
}

/** Start to listen; once. */
export function listen() {
  document.addEventListener("keydown", (event) => {
    if (!enabled() || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const target = /** @type {HTMLElement} */ (event.target);
    if (target.closest("input, textarea, select, [contenteditable], dialog[open], [popover]:popover-open")) return;
    const pair = `${before} ${event.key}`;
    before = event.key === "g" ? "g" : "";
    const run = bound.get(pair) ?? (event.key === "g" ? undefined : bound.get(event.key));
    if (!run) return;
    event.preventDefault();
    run();
  });
}

/** Move the focus to the next or previous card that can be read one by one. @param {1 | -1} by */
export function step(by) {
  const cards = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-anchor]")]);
  const at = cards.findIndex((card) => card.contains(document.activeElement));
  const next = cards[at < 0 ? (by > 0 ? 0 : cards.length - 1) : at + by];
  if (!next) return;
  next.tabIndex = -1;
  next.focus();
  next.scrollIntoView({ block: "nearest" });
}
