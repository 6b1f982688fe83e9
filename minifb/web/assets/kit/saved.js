// What became of a change, beside the control that made it: a quiet "Saved", or what was wrong.

import { h, html, useEffect, useRef, useState } from "../vendor/preact.js";
import { said, t } from "../lib/i18n.js";
import { Icon } from "./icon.js";

/** @typedef {{busy: boolean, done: number, problem: any}} Saving */

/**
 * Save something and remember how it went, for `Saved`.
 *
 * @returns {[Saving, (request: () => Promise<any>) => Promise<boolean>]} the state, and what saves: it says whether the server agreed
 */
export function useSaving() {
  const [state, setState] = useState({ busy: false, done: 0, problem: /** @type {any} */ (null) });
  const last = useRef(0);
  /** @param {() => Promise<any>} request */
  const save = async (request) => {
    const mine = ++last.current;
    setState({ busy: true, done: 0, problem: null });
    try {
      await request();
      if (mine === last.current) setState({ busy: false, done: mine, problem: null });
      return true;
    } catch (problem) {
      if (mine === last.current) setState({ busy: false, done: 0, problem });
      return false;
    }
  };
  return [state, save];
}

/** The words beside a control. @param {{state: Saving, field?: string, id?: string}} props  `field`: whose error is told first; `id`: for aria-describedby */
export function Saved({ state, field, id }) {
  const [seen, setSeen] = useState(0);
  useEffect(() => {
    if (!state.done) return undefined;
    const timer = setTimeout(() => setSeen(state.done), 3000);
    return () => clearTimeout(timer);
  }, [state.done]);
  const faults = state.problem?.errors ?? [];
  const wrong = state.problem && said(faults.find((/** @type {any} */ one) => one.field === field) ?? faults[0] ?? state.problem);
  return html`<span class="saved" id=${id} role="status">
    ${wrong ? html`<span class="saved-wrong">${wrong}</span>` : state.done > seen && html`${h(Icon, { name: "check", size: 16 })}${t("common.saved")}`}
  </span>`;
}
