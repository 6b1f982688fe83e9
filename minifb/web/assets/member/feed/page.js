// Home: what the people one knows post, with a place to post oneself.

import { h, html, useEffect, useSignal } from "../../vendor/preact.js";
import { call } from "../../lib/client.js";
import { t } from "../../lib/i18n.js";
import { on } from "../../lib/live.js";
import { keep, settle } from "../../lib/router.js";
import { moment } from "../../lib/time.js";
import { Segmented } from "../../kit/field.js";
import { Icon } from "../../kit/icon.js";
import { Lazy } from "../../kit/lazy.js";
import { List } from "../../kit/list.js";
import { Empty } from "../../kit/states.js";
import { useTitle } from "../title.js";
import { onPosted } from "../compose/open.js";
import { ComposePrompt } from "../compose/prompt.js";
import { PostCard } from "./card.js";
import { Feed } from "./feed.js";
import { usePostKeys } from "./keys.js";
import { tell } from "./seen.js";

const MINUTE = 60_000;
/** Below so many posts the birthdays of today stand. */
const BIRTHDAYS_AFTER = 1;

/** @param {{params: Record<string, string>}} props */
export function FeedPage({ params: _ }) {
  useTitle("");
  const feed = keep("feed", () => new Feed());
  usePostKeys();
  useNews(feed);
  useEffect(() => {
    settle();
    return onPosted((post, how) => { if (how === "new") feed.add(post); });
  }, [feed]);
  /** @param {any} post @param {number} at */
  const row = (post, at) => {
    const card = h(PostCard, { key: post.peek().id, post, feed: true, at });
    return at === BIRTHDAYS_AFTER ? [card, h(Birthdays, { key: "birthdays" })] : card;
  };
  return html`<h1 class="hidden">${t("feed.title")}</h1>
    <div class="feed-top">${h(ComposePrompt, {})}${h(Order, { feed })}</div>
    ${h(News, { feed })}
    ${navigator.maxTouchPoints > 0 && h(Lazy, { extra: true, key: feed, load: () => import("./pull.js").then((it) => it.Pull), props: { onPull: () => feed.pages.refresh() } })}
    ${feed.kept.value && html`<p class="feed-kept">${h(Icon, { name: "cloud-off", size: 18 })}<span>${t("feed.kept", { when: moment(feed.kept.value) })}</span></p>`}
    ${h(List, { pages: feed.pages, row, kind: "post", className: "feed list", empty: h(NoPosts, {}), end: !feed.kept.value && h(End, {}) })}`;
}

/** @param {{feed: Feed}} props */
function Order({ feed }) {
  const options = /** @type {[string, string][]} */ ([["ranked", t("feed.ranked")], ["latest", t("feed.latest")]]);
  return html`<div class="feed-order">${h(Segmented, { label: t("feed.order"), value: feed.mode.value, options, onChange: (mode) => feed.order(/** @type {any} */ (mode)) })}</div>`;
}

/** How many posts are new, behind a button: the page never moves by itself. @param {{feed: Feed}} props */
function News({ feed }) {
  const count = feed.fresh.value;
  const showThem = async () => {
    scrollTo({ top: 0 });
    await feed.pages.refresh();
    /** @type {HTMLElement | null} */ (document.querySelector(".feed [data-anchor] a.author"))?.focus({ preventScroll: true });
  };
  return html`<div class="feed-news" role="status">${count > 0 && html`<button type="button" class="primary" onClick=${showThem}>
    ${h(Icon, { name: "arrow-up", size: 18 })}<span>${t("feed.new", { count })}</span></button>`}</div>`;
}

/** Friends whose birthday it is today; what shows them is fetched where there are any. */
function Birthdays() {
  const people = useSignal(/** @type {any[]} */ ([]));
  useEffect(() => {
    call("GET /users/birthdays", { query: { days: 1, limit: 10 } }).then(({ items }) => { people.value = items.map((one) => one.user); }, () => {});
  }, []);
  return people.value.length > 0 && h(Lazy, { extra: true, load: () => import("./birthdays.js").then((it) => it.BirthdaysToday), props: { people: people.value } });
}

function NoPosts() {
  const action = html`<a class="primary" href="/friends/suggestions">${h(Icon, { name: "user-plus" })}<span>${t("feed.find")}</span></a>`;
  return html`<div class="card">${h(Empty, { icon: "users", text: t("feed.empty"), children: action })}</div>
    ${h(Lazy, { extra: true, load: () => import("../friends/suggestions.js").then((it) => it.Suggestions) })}`;
}

function End() {
  return html`<p class="feed-end">${h(Icon, { name: "check", size: 20 })}<span>${t("feed.end")}</span></p>`;
}

/** Look for new posts about once a minute while the page is seen, and sooner when something happened. @param {Feed} feed */
function useNews(feed) {
  useEffect(() => {
    const timer = setInterval(() => feed.count(), MINUTE);
    const seen = () => (document.hidden ? tell() : feed.count(MINUTE));
    const back = () => { if (feed.kept.value || feed.pages.state.value === "failed") feed.pages.refresh(); };
    const stops = [on("notification.created", () => feed.count(5000)), on("gap", () => feed.count())];
    document.addEventListener("visibilitychange", seen);
    addEventListener("online", back);
    return () => {
      clearInterval(timer);
      tell();
      for (const stop of stops) stop();
      document.removeEventListener("visibilitychange", seen);
      removeEventListener("online", back);
    };
  }, [feed]);
}
