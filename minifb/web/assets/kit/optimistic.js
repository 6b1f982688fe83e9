// Changes that show before the server agreed.

import { said, t } from "../lib/i18n.js";
import { toast } from "./toast.js";

/**
 * Show a change at once, ask the server, and take the change back if it refuses, with a way to try again.
 *
 * @template T
 * @param {import("../vendor/preact.js").Signal<T>} held
 * @param {(value: T) => T} change
 * @param {() => Promise<any>} request
 * @returns {Promise<boolean>} whether the server agreed
 */
export async function optimistic(held, change, request) {
  const before = held.value;
  held.value = change(before);
  try {
    await request();
    return true;
  } catch (problem) {
    held.value = before;
    toast(said(problem), { action: t("common.retry"), run: () => optimistic(held, change, request), bad: true });
    return false;
  }
}
