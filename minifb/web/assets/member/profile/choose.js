// Through whose eyes to look at one's own page: anybody who is no friend, or a friend.

import { h, html, useEffect, useMemo, useSignal } from "../../vendor/preact.js";
import { Avatar } from "../../kit/avatar.js";
import { Dialog } from "../../kit/dialog.js";
import { Icon } from "../../kit/icon.js";
import { name, t } from "../../lib/i18n.js";
import { go } from "../../lib/router.js";
import { friends, matching, named, whole } from "../friends/crowd.js";

/** @param {{profile: any, onClose: () => void}} props */
export function ChooseEyes({ profile, onClose }) {
  const pages = useMemo(friends, []);
  const query = useSignal("");
  useEffect(() => { whole(pages); }, []);
  /** @param {string} eyes */
  const look = (eyes) => () => { onClose(); go(`/@${profile.username}?as=${eyes}`); };
  const found = matching(named(pages.items.value), query.value).slice(0, 50);
  return h(Dialog, { title: t("profile.view_as"), onClose, children: html`
    <p>${t("profile.view_as_text")}</p>
    <div class="ticks">
      <button type="button" class="row-button" onClick=${look("public")}>${h(Icon, { name: "globe" })}<span><strong>${t("profile.public")}</strong><small>${t("profile.public_hint")}</small></span></button>
    </div>
    ${pages.items.value.length > 0 && html`<h3>${t("profile.a_friend")}</h3>
      <input type="search" aria-label=${t("friends.search")} placeholder=${t("friends.search")} dir="auto" onInput=${/** @param {any} event */ (event) => { query.value = event.target.value; }} />
      <div class="ticks">${found.map(({ user }) => html`<button key=${user.id} type="button" class="row-button" onClick=${look(user.id)}>${h(Avatar, { person: user, size: 40 })}<span><strong dir="auto">${name(user)}</strong><small>@${user.username}</small></span></button>`)}</div>`}` });
}
