// The pictures, films and sounds of a post or message, in a frame whose size is known before they are here.

import { h, html, useEffect, useState } from "../vendor/preact.js";
import { number, t } from "../lib/i18n.js";
import { on } from "../lib/live.js";
import { length } from "../lib/time.js";
import { Audio } from "./audio.js";
import { Icon } from "./icon.js";
import { moving, Picture, ratio } from "./picture.js";
import { Video } from "./video.js";

/** @typedef {import("./picture.js").Medium} Medium */

/** How many are shown; the last one tells how many more there are. */
const SHOWN = 5;

/**
 * @param {{media: Medium[], onOpen?: (medium: Medium, at: number) => void, href?: (medium: Medium) => string, eager?: boolean}} props
 *   `onOpen` is told which one, by its place in `media`; `href` is where a picture has an address of its own;
 *   `eager` for the first post of a page, whose pictures are seen at once
 */
export function MediaGrid({ media, onOpen, href, eager = false }) {
  const now = useNews(media);
  const seen = now.filter((one) => one.kind === "image" || one.kind === "video");
  const rest = now.filter((one) => one.kind === "audio" || one.kind === "file");
  const more = seen.length - SHOWN;
  const [first] = seen;
  const alone = seen.length === 1;
  const shape = alone ? { "--ratio": String(Math.min(1.91, Math.max(0.8, ratio(first)))) } : undefined;
  return html`<div class="media">
    ${seen.length > 0 && html`<div class=${`media-grid of${Math.min(seen.length, SHOWN)}`} style=${shape}>
      ${seen.slice(0, SHOWN).map((medium, at) => h(Tile, {
        key: medium.id, medium, at, of: seen.length, alone, eager: eager && at < 2, more: at === SHOWN - 1 && more > 0 ? more : 0,
        open: onOpen && (() => onOpen(medium, media.findIndex((one) => one.id === medium.id))), href: href?.(medium),
      }))}
    </div>`}
    ${rest.map((medium) => h(Rest, { key: medium.id, medium }))}
  </div>`;
}

/** @param {{medium: Medium}} props */
function Rest({ medium }) {
  if (medium.status !== "ready") return html`<div class="media-grid sound-state">${h(State, { medium })}</div>`;
  if (medium.kind === "audio") return h(Audio, { medium });
  return html`<a class="sound" href=${medium.variants[0]?.url} download>${h(Icon, { name: "file" })}<span dir="auto">${medium.alt ?? t("media.file")}</span></a>`;
}

/** @param {{medium: Medium, at: number, of: number, alone: boolean, eager: boolean, more: number, open?: () => void, href?: string}} props */
function Tile({ medium, at, of, alone, eager, more, open, href }) {
  const [lost, setLost] = useState(0);
  if (medium.status !== "ready") return html`<div class="tile">${h(State, { medium })}</div>`;
  const film = medium.kind === "video";
  if (film && alone) return html`<div class="tile">${h(Video, { medium })}</div>`;
  const named = t(film ? "media.film_of" : "media.photo_of", { at: number(at + 1), of: number(of) });
  const label = [of > 1 ? named : t(film ? "media.film" : "media.photo"), medium.alt, more && t("media.more", { count: more })].filter(Boolean).join(", ");
  if (lost % 2) {
    return html`<div class="tile"><div class="media-state">${h(Icon, { name: "image-off", size: 28 })}<span>${t("media.not_loaded")}</span>
      <button type="button" class="plain small" onClick=${() => setLost(lost + 1)}>${t("common.retry")}</button></div></div>`;
  }
  const sizes = alone ? "(width < 44rem) 100vw, 42rem" : "(width < 44rem) 50vw, 21rem";
  const inside = html`${h(Picture, { key: String(lost), medium, sizes, eager, alt: open || href ? "" : label, onError: () => setLost(lost + 1) })}
    ${film && html`<span class="tile-play">${h(Icon, { name: "play", size: 28 })}</span>`}
    ${film && medium.duration !== null && html`<span class="tile-note count">${length(medium.duration)}</span>`}
    ${moving(medium) && html`<span class="tile-note">${t("media.moving")}</span>`}
    ${more > 0 && html`<span class="tile-more">+${number(more)}</span>`}`;
  /** @param {MouseEvent} event */
  const click = (event) => {
    if (!open || event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    open();
  };
  if (href) return html`<a class="tile" href=${href} aria-label=${label} onClick=${click}>${inside}</a>`;
  if (open) return html`<button type="button" class="tile" aria-label=${label} onClick=${open}>${inside}</button>`;
  return html`<div class="tile">${inside}</div>`;
}

/** What stands where something is not ready: on its way, or failed. @param {{medium: Medium}} props */
function State({ medium }) {
  const failed = medium.status === "failed";
  return html`<div class="media-state">
    ${h(Icon, { name: failed ? "image-off" : "hourglass", size: 28 })}
    <span>${t(failed ? "media.failed" : `media.making_${medium.kind}`)}</span>
    ${!failed && !!medium.progress && html`<progress max="1" value=${medium.progress} aria-label=${t("media.progress")}></progress>`}
  </div>`;
}

/** What became of media that were not ready; their owner's socket is told. @param {Medium[]} media @returns {Medium[]} */
function useNews(media) {
  const [news, setNews] = useState(/** @type {Record<string, Partial<Medium>>} */ ({}));
  const waits = media.some((one) => one.status === "processing");
  useEffect(() => {
    if (!waits) return undefined;
    /** @param {string} id @param {Partial<Medium>} told */
    const tell = (id, told) => setNews((had) => ({ ...had, [id]: { ...had[id], ...told } }));
    const stops = [
      on("media.progress", ({ id, progress }) => tell(id, { progress })),
      on("media.processed", ({ media: one }) => tell(one.id, one)),
      on("media.failed", ({ id }) => tell(id, { status: "failed" })),
    ];
    return () => stops.forEach((stop) => stop());
  }, [waits]);
  return media.map((one) => (one.status === "processing" && news[one.id] ? { ...one, ...news[one.id] } : one));
}
