// Looking something up while somebody types: asked for when the typing stops for a moment; what comes too late is dropped.

import { useEffect } from "../vendor/preact.js";

const PAUSE_MS = 150;

/** Wait for that moment; who types on meanwhile aborts what was to be asked. */
export function calm() {
  return new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
}

/**
 * Look up what stands in a field whenever it changes; an empty field at once.
 *
 * @template T
 * @param {string | null} words  null: nothing is looked for
 * @param {(words: string, signal: AbortSignal) => Promise<T>} ask
 * @param {(found: T | null) => void} take  null: it could not be asked
 */
export function useFound(words, ask, take) {
  useEffect(() => {
    if (words === null) return undefined;
    const stop = new AbortController();
    const look = async () => {
      if (words) await calm();
      const found = stop.signal.aborted ? null : await ask(words, stop.signal).catch(() => null);
      if (!stop.signal.aborted) take(found);
    };
    look();
    return () => stop.abort();
  }, [words]);
}
