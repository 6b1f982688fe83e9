// What one reads stays where it is when something comes above it, also in browsers that do not see to that themselves.

/**
 * Note where the reader is; call what is given back once the page has been drawn anew.
 *
 * @returns {() => void}
 */
export function steadied() {
  if (CSS.supports("overflow-anchor", "auto")) return () => {};
  const focused = document.activeElement?.closest("main [data-anchor], dialog [data-anchor]");
  const all = [...document.querySelectorAll("[data-comment]")];
  const anchor = focused ?? all.find((one) => one.getBoundingClientRect().top > 64);
  if (!anchor) return () => {};
  const before = anchor.getBoundingClientRect().top;
  return () => requestAnimationFrame(() => requestAnimationFrame(() => {
    const room = anchor.closest(".photo-words") ?? document.scrollingElement;
    if (anchor.isConnected) room?.scrollBy(0, anchor.getBoundingClientRect().top - before);
  }));
}
