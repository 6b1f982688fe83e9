// The folded composer at the top of a feed: one's face, a question, and a way straight to the photos.

import { h, html } from "../../vendor/preact.js";
import { t } from "../../lib/i18n.js";
import { ACCEPT } from "../../lib/files.js";
import { Avatar } from "../../kit/avatar.js";
import { Icon } from "../../kit/icon.js";
import { me } from "../me.js";
import { compose } from "./open.js";

/** A card that opens the composer. */
export function ComposePrompt() {
  if (!me.value) return null;
  /** @param {any} event */
  const chosen = (event) => {
    const photos = [...event.target.files];
    event.target.value = "";
    if (photos.length) compose({ photos });
  };
  return html`<section class="card prompt" aria-label=${t("compose.new")}>
    ${h(Avatar, { person: me.value, size: 40 })}
    <button type="button" class="prompt-text" onClick=${() => compose({})}>${t("compose.prompt", { name: me.value.firstName })}</button>
    <label class="icon-button prompt-photo" title=${t("compose.photo")}>
      ${h(Icon, { name: "image-plus", size: 22 })}<span class="hidden">${t("compose.photo")}</span>
      <input type="file" class="hidden" multiple accept=${ACCEPT} onChange=${chosen} />
    </label>
  </section>`;
}
