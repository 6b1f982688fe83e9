// What stands where a post was until the reader goes on: why it is gone, and how to have it back.

import { h, html } from "../../vendor/preact.js";
import { name, t } from "../../lib/i18n.js";
import { Icon } from "../../kit/icon.js";
import { hide } from "./store.js";

/** @param {{post: import("./store.js").Held, why: "deleted" | "hidden" | "muted" | "blocked"}} props */
export function Gone({ post, why }) {
  if (why !== "hidden") return null;
  const { id, author } = post.value;
  return html`<div class="card gone-post" role="status">
    ${h(Icon, { name: "eye-off" })}<span>${t("card.hidden", { name: name(author) })}</span>
    <button type="button" class="quiet" onClick=${() => hide(id, false)}>${t("common.undo")}</button>
  </div>`;
}
