// The member's picture and the one behind their name, and the way to change them.

import { h, html } from "../../vendor/preact.js";
import { t } from "../../lib/i18n.js";
import { Avatar } from "../../kit/avatar.js";
import { Icon } from "../../kit/icon.js";
import { show } from "../../kit/show.js";
import { me } from "../me.js";

/** @param {{place: "avatar" | "cover"}} props */
export function Picture({ place }) {
  const shown = me.value[place];
  const change = () => show(() => import("../profile/picture.js").then((it) => it.PictureDialog), { place, profile: me.value });
  return html`<div class="set-picture">
    ${place === "avatar" ? h(Avatar, { person: me.value, size: 96 }) : html`<div class="cover-box">${shown && html`<img src=${shown.url} alt="" />`}</div>`}
    <div class="stack">
      <h3>${t(`settings.${place}`)}</h3>
      <div><button type="button" class="plain" onClick=${change}>${h(Icon, { name: "image-up" })}${t(shown ? "settings.picture_other" : "settings.picture_choose")}</button></div>
    </div>
  </div>`;
}
