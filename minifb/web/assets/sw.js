// The service worker: the app starts without the net, shows what was read last, and rings when something is told.
// What a member read is kept under that member's name, never shown to another, and gone at sign-out, with every cache
// whose name begins with "member". The server fills in what stands between __ and __.

const BUILD = "__BUILD__";
const FILES = `files-${BUILD}`; // the same for everybody
const SHELL = `member-shell-${BUILD}`; // says that somebody is signed in, and in which language
const WHO = "member-who";
const [SOON, ANSWERS, PICTURES] = [3000, 150, 200]; // milliseconds; how many are kept

const PLACES = /^\/($|@|(__PLACES__)(\/|$))/;
const FIRST = ["__FIRST__"]; // what the app asks first, beside the notifications
const READ = /^\/(posts\/(?!drafts|saved|hidden)[^/]+(\/comments)?|users\/(?!privacy|search|blocks|lists)[^/]+(\/posts)?|messages\/(conversations(\/[^/]+(\/messages)?)?|unread-count)|notifications(\/unread-count)?)$/;
const LEAVES = /^\/auth\/(login|logout|register|passkeys)/;

self.addEventListener("install", (event) => event.waitUntil(prepare()));
self.addEventListener("activate", (event) => event.waitUntil(tidy()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin) return;
  if (request.method === "POST" && LEAVES.test(pathname)) event.waitUntil(forget(() => true));
  if (request.method !== "GET" || request.headers.has("range")) return;
  if (request.mode === "navigate") { if (PLACES.test(pathname)) event.respondWith(page(event, pathname)); }
  else if (pathname.startsWith("/s/")) event.respondWith(kept(request, FILES).then((found) => found ?? fetch(request)));
  else if (request.destination === "image" && pathname.startsWith("/media/")) event.respondWith(picture(event));
  else if (READ.test(pathname)) event.respondWith(answer(event));
});

async function prepare() {
  const list = await (await fetch(`/s/${BUILD}/files.json`)).json();
  await (await caches.open(FILES)).addAll(list);
}

async function tidy() {
  await forget((name) => name.startsWith("member-shell") && name !== SHELL);
  for (const name of await caches.keys()) if (name.startsWith("files-") && name !== FILES) await caches.delete(name);
  await self.clients.claim();
}

async function forget(fits) {
  for (const name of await caches.keys()) if (name.startsWith("member") && fits(name)) await caches.delete(name);
}

function kept(request, cacheName) {
  return caches.match(request, { cacheName, ignoreVary: true });
}

/** Who is signed in; read each time, for sign-out empties the caches and not this script. */
const who = async () => (await (await kept("/", WHO))?.text()) ?? "";

/** A page: the kept shell at once, and a fresh one for the next time. The feed has a shell of its own. */
async function page(event, pathname) {
  const key = pathname === "/" ? "/" : "/n";
  const shell = await kept(key, SHELL);
  const fresh = fetch(event.request).then(async (response) => {
    if (response.ok) event.waitUntil(keepShell(key, response.clone()));
    return response;
  });
  if (!shell) return fresh;
  event.waitUntil(fresh.catch(() => {}));
  return shell;
}

/** Keep a shell only if it is of this build, and says that somebody is signed in. */
async function keepShell(key, response) {
  const text = await response.clone().text();
  if (text.includes(`/s/${BUILD}/`) && /"signedIn":\s*true/.test(text)) await (await caches.open(SHELL)).put(key, response);
}

/** What the API answers: from the net; after three seconds, or without a net, as it was read last. */
async function answer(event) {
  const id = await who();
  if (!id) return fetch(event.request);
  const before = () => kept(event.request, `member-${id}`);
  const fresh = fetch(event.request).then((response) => {
    if (response.ok) event.waitUntil(keep(id, `member-${id}`, event.request, response.clone(), ANSWERS));
    return response;
  });
  const late = new Promise((resolve) => setTimeout(resolve, SOON)).then(before).then((found) => found ?? fresh);
  return Promise.race([fresh, late]).catch(async (problem) => (await before()) ?? Promise.reject(problem));
}

/** Pictures: as they are, and without a net as they were. */
async function picture(event) {
  const id = await who();
  const cacheName = `member-${id}-media`;
  try {
    const response = await fetch(event.request);
    if (id && response.status === 200) event.waitUntil(keep(id, cacheName, event.request, response.clone(), PICTURES));
    return response;
  } catch (problem) {
    return (id && (await kept(event.request, cacheName))) || Promise.reject(problem);
  }
}

/** Keep an answer if it is still the same member's, as the newest of so many. */
async function keep(id, cacheName, request, response, most) {
  if ((await who()) !== id) return;
  const cache = await caches.open(cacheName);
  await cache.delete(request, { ignoreVary: true });
  await cache.put(request, response);
  const all = await cache.keys();
  for (const old of all.slice(0, Math.max(0, all.length - most))) await cache.delete(old, { ignoreVary: true });
}

self.addEventListener("message", (event) => {
  if (event.data?.type === "take over") self.skipWaiting();
  if (event.data?.type === "member") event.waitUntil(meet(event.data));
});

/** Somebody is signed in: what another one read goes, what a start without a net needs is fetched. */
async function meet({ id, kinds }) {
  const known = (await who()) === id;
  if (!known) await forget((name) => name !== SHELL);
  const cache = await caches.open(WHO);
  await cache.put("/", new Response(id));
  await cache.put("/kinds", Response.json(kinds)); // how a push calls them, in the member's language
  if (known) return;
  for (const key of ["/", "/n"]) await fetch(key).then((response) => keepShell(key, response));
  for (const path of [...FIRST, "/notifications?unread=false&limit=20"]) {
    await fetch(path).then((response) => response.ok && keep(id, `member-${id}`, path, response, ANSWERS));
  }
}

self.addEventListener("push", (event) => event.waitUntil(ring(event.data?.json())));
self.addEventListener("notificationclick", (event) => event.waitUntil(follow(event.notification)));

/** Show what was told, unless the app is looked at. */
async function ring(told) {
  if (!told?.notification) return;
  await self.navigator.setAppBadge?.(Number(told.app_badge) || 0).catch(() => {});
  const { title, body, tag, navigate, data } = told.notification;
  if (data?.kind !== "test" && (await self.clients.matchAll()).some((client) => client.focused)) return;
  const kinds = await (await kept("/kinds", WHO))?.json();
  const [icon, badge] = ["icon-192.png", "badge-96.png"].map((name) => `/s/${BUILD}/icons/${name}`);
  const shown = { body, tag, renotify: Boolean(tag), icon, badge, data: { ...data, navigate } };
  await self.registration.showNotification(kinds?.[data?.kind] ?? title, shown);
}

/** Open what it was about: in a tab that is there, or in a new one. */
async function follow(shown) {
  shown.close();
  const { navigate, kind } = shown.data;
  const target = new URL(navigate ?? "/n", location.origin);
  const [open] = await self.clients.matchAll({ type: "window" });
  if (!open) return self.clients.openWindow(target);
  open.postMessage({ type: "open", url: target.pathname + target.search + target.hash, kind });
  await open.focus().catch(() => {});
}
