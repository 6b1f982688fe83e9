// What stands where something is not: on its way, empty, failed. Never a spinner on a page.

import { h, html, useEffect, useState } from "../vendor/preact.js";
import { said, t } from "../lib/i18n.js";
import { Icon } from "./icon.js";

/** Grey shapes of what comes, after a tenth of a second. @param {{rows?: number, kind?: "post" | "row" | "card"}} props */
export function Skeleton({ rows = 3, kind = "post" }) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 100);
    return () => clearTimeout(timer);
  }, []);
  return html`<div class=${`skeleton ${late ? "" : "early"}`} aria-busy="true">
    <span class="hidden">${t("common.loading")}</span>
    ${Array.from({ length: rows }, (_, row) => html`<div key=${row} class=${`skeleton-${kind}`} aria-hidden="true"><i></i><b></b><b></b></div>`)}
  </div>`;
}

/** One sentence and one thing to do. @param {{icon?: string, text: string, children?: any}} props */
export function Empty({ icon = "sparkles", text, children }) {
  return html`<div class="empty">${h(Icon, { name: icon, size: 32 })}<p>${text}</p>${children}</div>`;
}

/** What failed, how to try again, and what to tell the admin. @param {{problem: any, retry?: () => void}} props */
export function Failed({ problem, retry }) {
  return html`<div class="empty" role="alert">
    ${h(Icon, { name: problem?.code === "offline" ? "cloud-off" : "circle-alert", size: 32 })}
    <p>${said(problem)}</p>
    ${retry && html`<button type="button" class="plain" onClick=${retry}>${t("common.retry")}</button>`}
    ${problem?.requestId && html`<small>${t("common.request", { id: problem.requestId })}</small>`}
  </div>`;
}
