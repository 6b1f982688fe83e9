// Stretches of a long list: one that is far from the reader leaves a box of its height, so that the page stays quick
// however far one reads, and nothing moves.

import { html, useEffect, useRef, useState } from "../vendor/preact.js";

/** So many rows stand together. */
const LENGTH = 20;
/** Up to so many rows nothing is left out: the browser's own search finds all of them. */
const MOST = 300;
/** What is nearer than so much stays. */
const NEAR = "12000px";

/**
 * Divide rows into stretches. A row stays in its own when others come before it, so that nothing is drawn anew.
 *
 * @template {object} T
 * @param {T[]} items
 * @param {WeakMap<T, number>} homes  where each was so far; written here
 * @returns {{number: number, first: number, rows: T[]}[]}
 */
export function divided(items, homes) {
  /** @type {{number: number, first: number, rows: T[]}[]} */
  const found = [];
  let last = homes.get(/** @type {T} */ (items.find((item) => homes.has(item)))) ?? 0;
  items.forEach((item, at) => {
    const here = found.at(-1);
    let number = homes.get(item);
    if (number === undefined || number < last) number = here && here.rows.length >= LENGTH ? last + 1 : last;
    homes.set(item, number);
    if (here?.number === number) here.rows.push(item);
    else found.push({ number, first: at, rows: [item] });
    last = number;
  });
  return found;
}

/** @param {{rows: any[], first: number, row: (item: any, at: number) => any, total: number}} props  `first`: the place of its first row in the list */
export function Stretch({ rows, first, row, total }) {
  const box = useRef(/** @type {HTMLElement | null} */ (null));
  const [height, leave] = useState(0);
  const [left, was] = useState(false);
  const long = total > MOST;
  useEffect(() => {
    const shown = box.current;
    if (!long || !shown) return undefined;
    const watch = new IntersectionObserver(([{ isIntersecting, boundingClientRect }]) => {
      if (isIntersecting) return leave(0);
      if (shown.contains(document.activeElement)) return undefined;
      was(true);
      return leave((before) => before || boundingClientRect.height);
    }, { rootMargin: `${NEAR} 0px` });
    watch.observe(shown);
    return () => watch.disconnect();
  }, [long]);
  return html`<div ref=${box} class=${left ? "stretch left" : "stretch"} style=${{ blockSize: height ? `${height}px` : "" }}>${!height && rows.map((item, at) => row(item, first + at))}</div>`;
}
