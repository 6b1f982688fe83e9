// A member's page: who they are, what they posted, what they tell about themselves, their photos and friends.

import { h, html, useEffect } from "../../vendor/preact.js";
import { Failed, Skeleton } from "../../kit/states.js";
import { name, t } from "../../lib/i18n.js";
import { go, here } from "../../lib/router.js";
import { relationWith } from "../friend.js";
import { me } from "../me.js";
import { useTitle } from "../title.js";
import { About } from "./about.js";
import { Closed } from "./closed.js";
import { Eyes } from "./eyes.js";
import { FriendsOf } from "./friends.js";
import { Header, Strip } from "./header.js";
import { nameOf, read, seen } from "./people.js";
import { Photos } from "./photos.js";
import { Posts } from "./posts.js";

const TABS = ["posts", "about", "photos", "friends"];

/** @param {{params: Record<string, string>}} props */
export function ProfilePage({ params }) {
  const handle = params.handle.toLowerCase();
  const own = handle === me.value?.username;
  const eyes = own ? here.value.query.get("as") ?? "" : "";
  const tab = params.tab ?? "posts";
  return h(Person, { key: `${handle} ${eyes}`, handle, tab, eyes });
}

/** @param {{handle: string, tab: string, eyes: string}} props */
function Person({ handle, tab, eyes }) {
  const { profile, problem } = seen(handle, eyes).value;
  useEffect(() => { read(handle, eyes); }, [handle, eyes]);
  // The profile shows more, or less, as soon as the two are friends, or no longer.
  const relation = profile ? relationWith(profile.id, profile.relation).value : "none";
  useEffect(() => { if (profile && !eyes && relation !== profile.relation) read(handle); }, [relation]);
  useEffect(() => { if (profile && !nameOf(handle).startsWith("@")) go(`/@${profile.username}`, { replace: true }); }, [profile]);
  useTitle(profile ? name(profile) : problem ? t("profile.closed_title") : "");
  if (!profile && problem?.status === 404) return h(Closed, { handle });
  if (!profile && problem) return h(Failed, { problem, retry: () => { read(handle, eyes); } });
  if (!profile) return html`<h1 class="hidden">@${handle}</h1>${h(Skeleton, { rows: 2 })}`;
  // Through other eyes only what the API can show so: posts and what is told.
  const shown = eyes ? ["posts", "about"] : TABS;
  const current = shown.includes(tab) ? tab : "posts";
  return html`<article class="profile">
    ${eyes && h(Eyes, { profile, eyes })}
    ${h(Header, { profile, eyes })}
    ${h(Strip, { profile, tabs: shown, current, eyes })}
    <div class="stack">
      ${current === "posts" && h(Posts, { key: `${profile.id} ${relation}`, profile, eyes })}
      ${current === "about" && h(About, { profile, eyes })}
      ${current === "photos" && h(Photos, { key: profile.id, profile })}
      ${current === "friends" && h(FriendsOf, { key: profile.id, profile })}
    </div>
  </article>`;
}
