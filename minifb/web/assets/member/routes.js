// Which address is which page. A page is fetched when it is first opened; the feed comes with the app.

import { FeedPage } from "./feed/page.js";

/**
 * A page: a component, who may see it (`member` unless said), whether it has the bars around it, and whether its
 * words come with the app.
 *
 * @typedef {{load: () => Promise<any> | any, open?: boolean, bare?: boolean, first?: boolean}} Route
 */

// A page whose tabs have addresses is one route, so that it stays as it is when the tab changes.
/** @type {Route} */
const PROFILE = { load: () => import("./profile/page.js").then((it) => it.ProfilePage) };
/** @type {Route} */
const FRIENDS = { load: () => import("./friends/page.js").then((it) => it.FriendsPage) };

/** @type {Route} */
const CHAT = { load: () => import("./chat/page.js").then((it) => it.ChatPage) };

/** @type {[string, Route][]} */
export const routes = [
  ["/", { load: () => FeedPage, first: true }],
  ["/p/:id", { load: () => import("./post/page.js").then((it) => it.PostPage), open: true }],
  ["/photo/:id", { load: () => import("./photo/page.js").then((it) => it.PhotoPage), open: true }],
  ["/@:handle", PROFILE],
  ["/@:handle/:tab", PROFILE],
  ["/friends", FRIENDS],
  ["/friends/:tab", FRIENDS],
  ["/m", CHAT],
  ["/m/:id", CHAT],
  ["/n", { load: () => import("./notify/page.js").then((it) => it.NotificationsPage) }],
  ["/search", { load: () => import("./search/page.js").then((it) => it.SearchPage) }],
  ["/settings", { load: () => import("./settings/page.js").then((it) => it.SettingsPage) }],
  ["/settings/:tab", { load: () => import("./settings/page.js").then((it) => it.SettingsPage) }],
  ["/login", { load: () => import("./auth/login.js").then((it) => it.LoginPage), open: true, bare: true }],
  ["/register", { load: () => import("./auth/register.js").then((it) => it.RegisterPage), open: true, bare: true }],
  ["/invite/:code", { load: () => import("./auth/register.js").then((it) => it.RegisterPage), open: true, bare: true }],
  ["/welcome", { load: () => import("./auth/welcome.js").then((it) => it.WelcomePage), bare: true }],
  ["/forgot", { load: () => import("./auth/forgot.js").then((it) => it.ForgotPage), open: true, bare: true }],
  ["/reset", { load: () => import("./auth/forgot.js").then((it) => it.ResetPage), open: true, bare: true }],
  ["/verify", { load: () => import("./auth/links.js").then((it) => it.VerifyPage), open: true, bare: true }],
  ["/unsubscribe", { load: () => import("./auth/links.js").then((it) => it.UnsubscribePage), open: true, bare: true }],
  ["/setup", { load: () => import("./auth/setup.js").then((it) => it.SetupPage), open: true, bare: true }],
];
