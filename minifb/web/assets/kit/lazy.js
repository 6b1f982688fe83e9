// A part of a page that is fetched when it is first drawn.

import { h, useEffect, useState } from "../vendor/preact.js";
import { learn } from "../lib/i18n.js";
import { Failed } from "./states.js";

/**
 * @param {{load: () => Promise<any>, props?: Record<string, any>, extra?: boolean}} props
 *   `load` gives the component; it is read once. `extra`: nobody asked for it, and nobody is told when it cannot be fetched
 */
export function Lazy({ load, props = {}, extra = false }) {
  const [part, setPart] = useState(/** @type {any} */ (null));
  const [failed, setFailed] = useState(false);
  const ask = () => {
    setFailed(false);
    Promise.all([load(), learn()]).then(([it]) => setPart(() => it), () => setFailed(true));
  };
  useEffect(ask, []);
  if (failed && !extra) return h(Failed, { problem: { code: "offline" }, retry: ask });
  return part && h(part, props);
}
