// The emoji picker: the latest ones first, then by kind, or found by a word in one's language.

import { h, html, useEffect, useMemo, useRef, useState } from "../vendor/preact.js";
import { locale, t } from "../lib/i18n.js";
import { get, put } from "../lib/idb.js";
import { Icon } from "./icon.js";

/** One emoji: the sign, its name, and the words it is found by. @typedef {{sign: string, name: string, words: string}} Emoji */

const KINDS = /** @type {[string, string][]} */ ([
  ["recent", "clock"], ["smileys", "smile"], ["people", "hand"], ["nature", "leaf"], ["food", "apple"], ["travel", "car"],
  ["activities", "volleyball"], ["objects", "lightbulb"], ["symbols", "heart"], ["flags", "flag"],
]);
const RECENT = 36;
const FOUND = 90;
const folder = new URL("..", import.meta.url).pathname;

/** @type {Promise<Map<string, Emoji[]>> | null} */
let fetched = null;

/** All of them by kind; fetched once. */
function all() {
  fetched ??= fetch(`${folder}emoji.${locale() === "de" ? "de" : "en"}.json`)
    .then((response) => response.json())
    .then((kinds) => new Map(Object.entries(kinds).map(([kind, lines]) => [kind, lines.map(read)])))
    .catch((problem) => { fetched = null; throw problem; });
  return fetched;
}

/** @param {string} line @returns {Emoji} */
function read(line) {
  const at = line.indexOf(" ");
  const [name, words = ""] = line.slice(at + 1).split("|");
  return { sign: line.slice(0, at), name, words: ` ${name} ${words}`.toLowerCase() };
}

/** @param {{onPick: (emoji: string) => void}} props */
export function EmojiPicker({ onPick }) {
  const [kinds, setKinds] = useState(/** @type {Map<string, Emoji[]>} */ (new Map()));
  const [failed, setFailed] = useState(false);
  const [recent, setRecent] = useState(/** @type {string[]} */ ([]));
  const [kind, setKind] = useState("smileys");
  const [word, setWord] = useState("");
  const field = useRef(/** @type {HTMLInputElement | null} */ (null));
  useEffect(() => {
    all().then(setKinds, () => setFailed(true));
    get("cache", "emoji").then((kept) => { if (kept?.length) { setRecent(kept); setKind("recent"); } }, () => {});
    if (matchMedia("(hover: hover)").matches) field.current?.focus({ preventScroll: true });
  }, []);
  const shown = useMemo(() => {
    const every = [...kinds.values()].flat();
    if (word.trim()) return every.filter((one) => word.trim().toLowerCase().split(/\s+/).every((part) => one.words.includes(` ${part}`))).slice(0, FOUND);
    if (kind === "recent") return recent.map((sign) => every.find((one) => one.sign === sign)).filter((one) => !!one);
    return kinds.get(kind) ?? [];
  }, [kinds, kind, word, recent]);
  /** @param {any} event */
  const click = (event) => {
    const { sign } = event.target.closest("[data-sign]")?.dataset ?? {};
    if (!sign) return;
    put("cache", "emoji", [sign, ...recent.filter((one) => one !== sign)].slice(0, RECENT)).catch(() => {});
    onPick(sign);
  };
  return html`<input ref=${field} type="search" value=${word} placeholder=${t("emoji.search")} aria-label=${t("emoji.search")} autocomplete="off" onInput=${/** @param {any} event */ (event) => setWord(event.target.value)} onKeyDown=${down} />
    <div class="emoji-kinds" role="group" aria-label=${t("emoji.kinds")}>
      ${KINDS.filter(([one]) => one !== "recent" || recent.length).map(([one, icon]) => html`<button key=${one} type="button" aria-label=${t(`emoji.${one}`)} title=${t(`emoji.${one}`)} aria-pressed=${!word && one === kind}
        onClick=${() => { setWord(""); setKind(one); }}>${h(Icon, { name: icon, size: 18 })}</button>`)}
    </div>
    <div class="emoji-grid" key=${word ? "found" : kind} onClick=${click} onKeyDown=${walk}>
      ${shown.map((one, at) => html`<button key=${one.sign} type="button" data-sign=${one.sign} aria-label=${one.name} title=${one.name} tabindex=${at ? -1 : 0}>${one.sign}</button>`)}
    </div>
    ${(failed || (word && !shown.length)) && html`<p class="emoji-none" role="status">${t(failed ? "emoji.failed" : "emoji.none")}</p>`}`;
}

/** From the field into the grid; Enter takes the first. @param {KeyboardEvent} event */
function down(event) {
  if (event.isComposing || (event.key !== "ArrowDown" && event.key !== "Enter")) return;
  event.preventDefault();
  event.stopPropagation();
  const first = /** @type {HTMLElement | null} */ (/** @type {HTMLElement} */ (event.target).parentElement?.querySelector("[data-sign]") ?? null);
  if (event.key === "Enter") first?.click();
  else first?.focus();
}

/** The arrow keys walk over the grid. @param {KeyboardEvent} event */
function walk(event) {
  const all_ = /** @type {HTMLElement[]} */ ([.../** @type {HTMLElement} */ (event.currentTarget).children]);
  const at = all_.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  const across = all_.findIndex((one) => one.offsetTop > all_[0].offsetTop);
  const row = across < 1 ? all_.length : across;
  const side = document.dir === "rtl" ? -1 : 1;
  const by = { ArrowRight: side, ArrowLeft: -side, ArrowDown: row, ArrowUp: -row }[event.key];
  if (by === undefined || at < 0) return;
  event.preventDefault();
  all_[at + by]?.focus();
}
