// The frame around every page: bars, banners, toasts, and the page itself, whose heading gets the focus.

import { h, html, signal, useEffect, useErrorBoundary, useState } from "../vendor/preact.js";
import { learn, t } from "../lib/i18n.js";
import { go, here, match } from "../lib/router.js";
import { toHeading } from "../kit/heading.js";
import { Shown } from "../kit/show.js";
import { Failed, Skeleton } from "../kit/states.js";
import { Toasts } from "../kit/toast.js";
import { Aside } from "./aside.js";
import { Banner, BottomBar, Keys, Side, TopBar } from "./bars.js";
import { ComposeHost } from "./compose/host.js";
import { me } from "./me.js";
import { Missing } from "./missing.js";
import { routes } from "./routes.js";

/** Whether there is room beside the page; what is not shown there asks for nothing. */
const room = matchMedia("(min-width: 68rem)");
const wide = signal(room.matches);
room.addEventListener("change", () => { wide.value = room.matches; });

/** The whole app. */
export function App() {
  const { path, key } = here.value;
  const fits = match(routes, path);
  const closed = fits && !fits.found.open && me.value === null;
  useEffect(() => { if (closed) go(`/login${path === "/" ? "" : `?to=${encodeURIComponent(path)}`}`, { replace: true }); }, [closed, path]);
  const bare = !fits || fits.found.bare || !me.value;
  const page = fits ? h(Page, { key: fits.found, route: fits.found, params: fits.params, entry: key }) : h(Missing, {});
  return html`${h(Skip, {})}${h(Banner, {})}
    ${bare ? html`<main id="main" class="bare">${!closed && page}</main>` : h(Framed, { page })}
    ${h(Shown, {})}${h(Toasts, {})}`;
}

/** @param {{page: any}} props */
function Framed({ page }) {
  return html`${h(TopBar, {})}
    <div class="columns">${h(Side, {})}<main id="main">${page}</main><aside class="beside" aria-label=${t("shell.aside")}>${wide.value && h(Aside, {})}</aside></div>
    ${h(BottomBar, {})}${h(ComposeHost, {})}${h(Keys, {})}`;
}

function Skip() {
  /** @param {Event} event */
  const skip = (event) => {
    event.preventDefault(); // in the history it would be another place
    const main = /** @type {HTMLElement} */ (document.getElementById("main"));
    main.tabIndex = -1;
    main.focus();
  };
  return html`<a class="skip" href="#main" onClick=${skip}>${t("shell.skip")}</a>`;
}

/** @param {{route: import("./routes.js").Route, params: Record<string, string>, entry: string}} props */
function Page({ route, params, entry }) {
  const [page, setPage] = useState(/** @type {any} */ (null));
  const [failure, setFailure] = useState(/** @type {any} */ (null));
  const [error, reset] = useErrorBoundary((problem) => console.error(problem));
  const load = () => {
    setFailure(null);
    Promise.all([route.load(), route.first ? null : learn()]).then(([it]) => setPage(() => it), setFailure);
  };
  useEffect(load, [route]);
  useEffect(() => { if (page) announce(); }, [page, entry]);
  if (error) return h(Failed, { problem: error, retry: reset });
  if (failure) return h(Failed, { problem: { code: "offline" }, retry: load });
  if (!page) return h(Skeleton, {});
  return h(page, { params });
}

let begun = false;

/** Say where we are: the focus goes to the heading of the new page. Of the first one the browser tells by itself. */
function announce() {
  const first = !begun;
  begun = true;
  if (first || document.querySelector("dialog[open]") || document.activeElement?.closest?.("main input, main textarea")) return;
  toHeading();
}
