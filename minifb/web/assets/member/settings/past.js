// Public posts of the past become posts to friends, all at once; the number is told before.

import { h, html, useState } from "../../vendor/preact.js";
import { call, once } from "../../lib/client.js";
import { t } from "../../lib/i18n.js";
import { Confirm } from "../../kit/dialog.js";
import { Loaded } from "../../kit/loaded.js";
import { Saved, useSaving } from "../../kit/saved.js";

export function PastPosts() {
  return h(Loaded, { load: () => call("GET /posts/limit-past"), rows: 1, draw: (past, put) => h(Limit, { past, put }) });
}

/** @param {{past: {before: string, count: number}, put: (past: any) => void}} props */
function Limit({ past, put }) {
  const [asked, setAsked] = useState(false);
  const [state, save] = useSaving();
  const key = once();
  const limit = () => save(async () => {
    await call("POST /posts/limit-past", { body: { before: past.before }, once: key });
    put({ ...past, count: 0 });
  });
  return html`<p>${past.count ? t("settings.past_count", { count: past.count }) : t("settings.past_none")}</p>
    <div class="row">${past.count > 0 && html`<button type="button" class="plain" aria-disabled=${state.busy} onClick=${() => setAsked(true)}>${t("settings.past_go")}</button>`}${h(Saved, { state })}</div>
    ${asked && h(Confirm, { title: t("settings.past_go"), text: t("settings.past_sure", { count: past.count }), yes: t("settings.past_yes"), onYes: limit, onClose: () => setAsked(false) })}`;
}
