// The keys of posts: like, comment, open, save the one that has the focus.

import { useEffect } from "../../vendor/preact.js";
import { bind } from "../../lib/keys.js";
import { go } from "../../lib/router.js";

/** The card that has the focus. */
function current() {
  return /** @type {HTMLElement | null} */ (document.activeElement?.closest("[data-anchor]"));
}

/** @param {string} act */
function press(act) {
  /** @type {HTMLElement | null | undefined} */ (current()?.querySelector(`[data-act="${act}"]`))?.click();
}

/** Bind them while a list of posts is shown. */
export function usePostKeys() {
  useEffect(() => bind({
    l: () => press("like"),
    c: () => press("comment"),
    s: () => press("save"),
    o: () => { const card = current(); if (card?.classList.contains("post")) go(`/p/${card.dataset.anchor}`); },
  }), []);
}
