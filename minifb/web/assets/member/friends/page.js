// Friends: who asked, whom one asked, whom one may know, all of them, lists, birthdays.

import { h, html } from "../../vendor/preact.js";
import { Icon } from "../../kit/icon.js";
import { Tabs } from "../../kit/tabs.js";
import { t } from "../../lib/i18n.js";
import { useTitle } from "../title.js";
import { Missing } from "../missing.js";
import { badges } from "../me.js";
import { AllFriends } from "./all.js";
import { Birthdays } from "./birthdays.js";
import { invite } from "./invite.js";
import { Lists } from "./lists.js";
import { Requests } from "./requests.js";
import { Sent } from "./sent.js";
import { AllSuggestions } from "./suggestions.js";

/** @type {Record<string, () => any>} */
const TABS = { requests: Requests, suggestions: AllSuggestions, all: AllFriends, sent: Sent, lists: Lists, birthdays: Birthdays };

/** @param {{params: Record<string, string>}} props */
export function FriendsPage({ params }) {
  const tab = params.tab ?? "requests";
  const known = Object.hasOwn(TABS, tab);
  useTitle(known ? `${t(`friends.tab_${tab}`)} – ${t("friends.title")}` : "");
  if (!known) return h(Missing, {});
  const { requests } = badges.value;
  /** @param {string} key @returns {[string, string, string]} */
  const entry = (key) => {
    const text = t(`friends.tab_${key}`);
    const counted = key === "requests" && requests > 0;
    return [key, counted ? t("shell.with_count", { name: text, count: requests }) : text, key === "requests" ? "/friends" : `/friends/${key}`];
  };
  return html`<div class="page-head"><h1>${t("friends.title")}</h1>
      <button type="button" class="plain friends-invite" onClick=${invite}>${h(Icon, { name: "link", size: 18 })}${t("friends.invite")}</button></div>
    <div class="friends stack">
      ${h(Tabs, { label: t("friends.title"), current: tab, tabs: Object.keys(TABS).map(entry) })}
      ${h(TABS[tab], { key: tab })}
    </div>`;
}
