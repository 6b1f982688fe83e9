// The member app starts here: words, who is signed in, keys, links, then the page.

import { h, render } from "../vendor/preact.js";
import { learn, speak } from "../lib/i18n.js";
import { listen as listenKeys } from "../lib/keys.js";
import { on } from "../lib/live.js";
import { dress } from "../lib/look.js";
import { listen as listenLinks } from "../lib/router.js";
import { App } from "./app.js";
import { watchMessages } from "./chat/unread.js";
import { count, recognise } from "./me.js";
import { follow } from "./notify/news.js";
import { register } from "./worker.js";

async function start() {
  dress();
  const { lang } = document.documentElement;
  const texts = fetch(new URL(`../locales/${lang}.first.json`, import.meta.url)).then((response) => response.json());
  const known = recognise().catch((problem) => console.warn(problem.message));
  speak(lang, await texts);
  await known;
  const root = /** @type {HTMLElement} */ (document.getElementById("app"));
  root.replaceChildren();
  render(h(App, {}), root);
  document.documentElement.dataset.ready = "yes";
  listenLinks();
  listenKeys();
  on("gap", count);
  follow();
  on("notification.created", ({ notification }) => { if (notification?.kind === "friend.request") count(); });
  watchMessages();
  register();
  setTimeout(() => learn().catch(() => {}), 3000); // pages that need them sooner ask sooner
}

start();
