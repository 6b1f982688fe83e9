// The title of the page: what it is, and the community's name behind it.

import { useEffect } from "../vendor/preact.js";
import { site } from "./me.js";

/** @param {string} text */
export function useTitle(text) {
  useEffect(() => { document.title = text ? `${text} · ${site.community}` : site.community; }, [text]);
}
