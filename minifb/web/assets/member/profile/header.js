// The head of a profile: cover, face, name, what ties the two, and what one can do.

import { h, html, useEffect, useRef, useState } from "../../vendor/preact.js";
import { Avatar, look } from "../../kit/avatar.js";
import { Icon } from "../../kit/icon.js";
import { Menu } from "../../kit/menu.js";
import { Placeholder } from "../../kit/placeholder.js";
import { isHere, watchPresence } from "../../kit/presence.js";
import { show } from "../../kit/show.js";
import { Tabs } from "../../kit/tabs.js";
import { name, t } from "../../lib/i18n.js";
import { talkTo } from "../chat/open.js";
import { FriendButton } from "../friend.js";
import { PersonMenu, copyLink } from "./menu.js";

/** @param {"avatar" | "cover"} place @param {any} profile */
function change(place, profile) {
  show(() => import("./picture.js").then((it) => it.PictureDialog), { place, profile });
}

/** @param {{profile: any, eyes: string}} props */
export function Header({ profile, eyes }) {
  const own = profile.relation === "self" && !eyes;
  useEffect(() => watchPresence(), []);
  return html`<header class="profile-head card">
    <div class="cover" style=${look(profile.id)}>
      ${profile.cover?.placeholder && h(Placeholder, { key: profile.cover.url, hash: profile.cover.placeholder })}
      ${profile.cover && html`<img src=${profile.cover.url} alt="" />`}
      ${own && html`<button type="button" class="plain small cover-change" onClick=${() => change("cover", profile)}>${h(Icon, { name: "camera", size: 18 })}<span>${t("profile.change_cover")}</span></button>`}
    </div>
    <div class="profile-who">
      <div class="profile-face">
        ${h(Avatar, { person: profile, size: 128, online: profile.relation === "friends" && isHere(profile.id) })}
        ${own && html`<button type="button" class="icon-button" aria-label=${t("profile.change_photo")} onClick=${() => change("avatar", profile)}>${h(Icon, { name: "camera" })}</button>`}
      </div>
      <div class="profile-name">
        <h1 dir="auto">${name(profile)}</h1>
        <p class="profile-facts">${h(Facts, { profile, eyes })}</p>
      </div>
      <div class="profile-acts">${eyes ? null : own ? h(OwnActs, { profile }) : h(Acts, { profile })}</div>
    </div>
    ${profile.bio && html`<p class="text profile-bio" dir="auto">${profile.bio}</p>`}
    ${profile.relation !== "self" && profile.canRequest === false && profile.relation === "none" && html`<small class="profile-note">${t("profile.requests_closed", { name: profile.firstName })}</small>`}
  </header>`;
}

/** @param {{profile: any, eyes: string}} props */
function Facts({ profile, eyes }) {
  const { counts, mutualFriends } = profile;
  const facts = [html`<span>@${profile.username}</span>`];
  if (counts.friends !== undefined) facts.push(eyes ? html`<span>${t("profile.friends_count", { count: counts.friends })}</span>` : html`<a href=${`/@${profile.username}/friends`}>${t("profile.friends_count", { count: counts.friends })}</a>`);
  if (mutualFriends > 0) facts.push(html`<a href=${`/@${profile.username}/friends`}>${t("profile.mutual_count", { count: mutualFriends })}</a>`);
  if (isHere(profile.id) && profile.relation === "friends") facts.push(html`<span>${t("profile.here")}</span>`);
  return facts.map((fact, at) => html`<span key=${at} class="fact">${fact}</span>`);
}

/** @param {{profile: any}} props */
function OwnActs({ profile }) {
  return html`<button type="button" class="primary" onClick=${() => show(() => import("./edit.js").then((it) => it.EditDialog), { profile })}>${h(Icon, { name: "pencil", size: 18 })}${t("profile.edit")}</button>
    ${h(Menu, { label: t("profile.menu_own"), items: [
      { icon: "eye", text: t("profile.view_as"), hint: t("profile.view_as_hint"), run: () => show(() => import("./choose.js").then((it) => it.ChooseEyes), { profile }) },
      { icon: "shield", text: t("profile.privacy"), href: "/settings/privacy" },
      { icon: "link", text: t("profile.copy_link"), run: () => copyLink(profile) },
    ] })}`;
}

/** @param {{profile: any}} props */
function Acts({ profile }) {
  return html`${h(FriendButton, { person: profile, relation: profile.relation })}
    <button type="button" class="plain" onClick=${() => talkTo(profile.id)}>${h(Icon, { name: "message-circle", size: 18 })}${t("profile.message")}</button>
    ${h(PersonMenu, { profile })}`;
}

/** The tabs, which stay in sight; once the head is out of sight, they say whose page it is. @param {{profile: any, tabs: string[], current: string, eyes: string}} props */
export function Strip({ profile, tabs, current, eyes }) {
  const strip = useRef(/** @type {HTMLElement | null} */ (null));
  const [past, setPast] = useState(false);
  useEffect(() => {
    const watch = new IntersectionObserver(([seen]) => setPast(!seen.isIntersecting && seen.boundingClientRect.top < 100), { rootMargin: "-64px 0px 0px 0px" });
    const head = strip.current?.previousElementSibling;
    if (head) watch.observe(head);
    return () => watch.disconnect();
  }, []);
  const query = eyes ? `?as=${encodeURIComponent(eyes)}` : "";
  /** @param {string} key @returns {[string, string, string]} */
  const entry = (key) => [key, t(`profile.tab_${key}`), `/@${profile.username}${key === "posts" ? "" : `/${key}`}${query}`];
  return html`<div ref=${strip} class=${`profile-strip ${past ? "past" : ""}`}>
      <button type="button" class="strip-who" tabindex=${past ? 0 : -1} aria-hidden=${past ? undefined : "true"} aria-label=${t("profile.to_top", { name: name(profile) })} onClick=${() => scrollTo({ top: 0, behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" })}>
        ${h(Avatar, { person: profile, size: 32 })}<strong dir="auto">${name(profile)}</strong></button>
      ${h(Tabs, { label: t("profile.tabs", { name: name(profile) }), current, tabs: tabs.map(entry) })}
    </div>`;
}
