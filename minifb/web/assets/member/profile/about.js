// What somebody tells about themselves; on one's own page with who sees it, and why others see less.

import { h, html, useEffect, useSignal } from "../../vendor/preact.js";
import { Icon } from "../../kit/icon.js";
import { show } from "../../kit/show.js";
import { Empty } from "../../kit/states.js";
import { call } from "../../lib/client.js";
import { locale, t } from "../../lib/i18n.js";
import { born } from "./born.js";

const SEEN = { everyone: "globe", friends: "users", onlyMe: "lock" };

/** @param {{profile: any, eyes: string}} props */
export function About({ profile, eyes }) {
  const own = profile.relation === "self" && !eyes;
  const privacy = useSignal(/** @type {any} */ (null));
  useEffect(() => { if (own) call("GET /users/privacy").then((told) => { privacy.value = told; }, () => {}); }, [own]);
  const { bio, birthday, location, links, lastSeen, createdAt } = profile;
  const edit = () => show(() => import("./edit.js").then((it) => it.EditDialog), { profile });
  /** @param {string} field */
  const who = (field) => own && privacy.value && h(Who, { circle: privacy.value[field] });
  const rows = [
    bio && ["quote", t("profile.bio"), html`<p class="text" dir="auto">${bio}</p>`, who("bio")],
    birthday && ["cake", t("profile.birthday"), html`<span>${born(birthday)}</span>`, who("birthday")],
    location && ["map-pin", t("profile.location"), html`<span dir="auto">${location}</span>`, who("location")],
    links?.length > 0 && ["link", t("profile.links"), h(Links, { links }), who("links")],
    lastSeen && ["clock", t("profile.last_seen"), html`<span>${t(`profile.seen_${lastSeen}`)}</span>`, who("lastSeen")],
    ["calendar", t("profile.joined"), html`<time datetime=${createdAt}>${new Intl.DateTimeFormat(locale(), { month: "long", year: "numeric" }).format(new Date(createdAt))}</time>`, false],
  ].filter((row) => !!row);
  const told = bio || birthday || location || links?.length;
  const hidden = [bio, birthday, location, links, lastSeen, profile.counts.friends].some((field) => field === undefined);
  return html`<section class="card about" aria-label=${t("profile.tab_about")}>
    <div class="card-head"><h2>${t("profile.tab_about")}</h2>${own && html`<button type="button" class="plain small" onClick=${edit}>${h(Icon, { name: "pencil", size: 16 })}${t("profile.edit")}</button>`}</div>
    <dl>${rows.map((row) => { const [icon, label, value, seen] = /** @type {any[]} */ (row); return html`<div key=${label}>${h(Icon, { name: icon })}<dt>${label}${seen}</dt><dd>${value}</dd></div>`; })}</dl>
    ${own && !told && h(Empty, { icon: "user-pen", text: t("profile.about_own_empty"), children: html`<button type="button" class="primary" onClick=${edit}>${t("profile.about_begin")}</button>` })}
    ${hidden && html`<p class="profile-note">${h(Icon, { name: "lock", size: 16 })}<span>${t(eyes ? "profile.hidden_eyes" : profile.relation === "friends" ? "profile.hidden_friend" : "profile.hidden_stranger", { name: profile.firstName })}</span></p>`}
    ${own && html`<p class="profile-note">${h(Icon, { name: "shield", size: 16 })}<a href="/settings/privacy">${t("profile.privacy_change")}</a></p>`}
  </section>`;
}

/** @param {{circle: "everyone" | "friends" | "onlyMe"}} props */
function Who({ circle }) {
  return html` <span class="pill">${h(Icon, { name: SEEN[circle], size: 14 })}${t(`profile.circle_${circle}`)}</span>`;
}

/** @param {{links: {title: string, url: string}[]}} props */
function Links({ links }) {
  return html`<ul>${links.map(({ title, url }) => html`<li key=${url}><a href=${url} target="_blank" rel="noopener noreferrer nofollow me" dir="auto">${title || url.replace(/^https?:\/\/(www\.)?/, "").replace(/\/$/, "")}</a></li>`)}</ul>`;
}
