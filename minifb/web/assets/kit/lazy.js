// A part of a page that is fetched when it is first drawn; nothing stands there until it is, or when it cannot be.

import { h, useEffect, useState } from "../vendor/preact.js";
import { learn } from "../lib/i18n.js";

/** @param {{load: () => Promise<any>, props?: Record<string, any>}} props  `load` gives the component; it is read once */
export function Lazy({ load, props = {} }) {
  const [part, setPart] = useState(/** @type {any} */ (null));
  useEffect(() => { Promise.all([load(), learn()]).then(([it]) => setPart(() => it), () => {}); }, []);
  return part && h(part, props);
}
