// Opens a dialog that is fetched when it is first wanted, outside the page: it lives on when the card it came from is gone.

import { effect, h, html, signal, useErrorBoundary } from "../vendor/preact.js";
import { learn, t } from "../lib/i18n.js";
import { here } from "../lib/router.js";
import { toast } from "./toast.js";

/** @typedef {{id: number, component: any, props: Record<string, any>}} One */

/** What is open, the latest last. All are drawn in the one tree of the app, for ids are unique within a tree alone. */
const open = signal(/** @type {One[]} */ ([]));
let last = 0;

/**
 * Show a dialog until it closes itself by `onClose`, or the reader goes to another page.
 *
 * @param {() => Promise<any>} load  fetches the component: `() => import("./why.js").then((it) => it.WhyDialog)`
 * @param {Record<string, any>} [props]  what it is given beside `onClose`
 */
export async function show(load, props = {}) {
  let component;
  try {
    [component] = await Promise.all([load(), learn()]);
  } catch {
    toast(t("problem.offline"), { bad: true });
    return;
  }
  const { key } = here.peek();
  const close = () => { away(); queueMicrotask(() => stop()); };
  const away = put(component, { ...props, onClose: close });
  const stop = effect(() => { if (here.value.key !== key) close(); });
}

/** Draw something above the page until it is taken away. @param {any} component @param {Record<string, any>} props @returns {() => void} takes it away */
export function put(component, props) {
  const id = ++last;
  open.value = [...open.peek(), { id, component, props }];
  return () => { if (open.peek().some((one) => one.id === id)) open.value = open.peek().filter((one) => one.id !== id); };
}

/** Where they appear; once, in the shell. */
export function Shown() {
  return html`${open.value.map((one) => h(Guarded, { key: one.id, one }))}`;
}

/** What fails is gone, and the page beneath stays. @param {{one: One}} props */
function Guarded({ one }) {
  const [error] = useErrorBoundary((problem) => console.error(problem));
  return error ? null : h(one.component, one.props);
}
