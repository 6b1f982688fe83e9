// What is fetched when it is opened: its shape first, then the thing, or what failed.

import { h, useEffect, useState } from "../vendor/preact.js";
import { Failed, Skeleton } from "./states.js";

/**
 * Fetch something and draw it.
 *
 * @param {{load: () => Promise<any>, draw: (value: any, put: (value: any) => void) => any, kind?: "post" | "row" | "card", rows?: number}} props
 *   `draw` is given the answer, and what takes its place without asking again
 */
export function Loaded({ load, draw, kind = "row", rows = 3 }) {
  const [value, setValue] = useState(/** @type {any} */ (undefined));
  const [problem, setProblem] = useState(/** @type {any} */ (null));
  const ask = () => {
    setProblem(null);
    load().then((answer) => setValue(() => answer), setProblem);
  };
  useEffect(ask, []);
  if (problem) return h(Failed, { problem, retry: ask });
  if (value === undefined) return h(Skeleton, { kind, rows });
  return draw(value, (next) => setValue(() => next));
}
