// The service worker of this app: it is registered here, told who is signed in, and asked for what it keeps.

import { effect } from "../vendor/preact.js";
import { toast } from "../kit/toast.js";
import { call, once } from "../lib/client.js";
import { below, t } from "../lib/i18n.js";
import { go } from "../lib/router.js";
import { me, site } from "./me.js";

/** The one policy of the app: an address of a script is /sw.js or nothing. */
const policy = /** @type {any} */ (window).trustedTypes?.createPolicy("minifb", {
  createScriptURL: (/** @type {string} */ address) => {
    if (address !== "/sw.js") throw new TypeError(address);
    return address;
  },
});

let reloading = false;

/** Register it, unless the server says that there is none: files that change while one works on them are not kept. */
export async function register() {
  const workers = navigator.serviceWorker;
  if (!workers || !site.worker) return;
  const known = Boolean(workers.controller);
  workers.addEventListener("message", ({ data }) => { if (data?.type === "open") opened(data); });
  workers.addEventListener("controllerchange", () => {
    if (reloading || (known && document.hidden && !document.querySelector("dialog[open]"))) location.reload();
    else present(me.peek()?.id);
  });
  try {
    const registration = await workers.register(policy ? policy.createScriptURL("/sw.js") : "/sw.js");
    if (!registration) return;
    watch(registration);
    effect(() => { present(me.value?.id); });
    document.addEventListener("visibilitychange", () => { if (!document.hidden) registration.update().catch(() => {}); });
  } catch (problem) {
    console.warn("Nothing is kept for offline:", problem);
  }
}

/** Offer the new version when it is there; it never takes over under somebody's hands. @param {ServiceWorkerRegistration} registration */
function watch(registration) {
  const offer = () => {
    const { waiting } = registration;
    if (!waiting || !navigator.serviceWorker.controller) return;
    const run = () => {
      reloading = true;
      waiting.postMessage({ type: "take over" });
    };
    toast(t("worker.new"), { action: t("worker.reload"), run, seconds: 3600 });
  };
  offer();
  registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", offer));
}

/** Say who is signed in, so that what one member read is never shown to another, and what pushes are called: the worker has no words of its own. @param {string | undefined} id */
async function present(id) {
  if (!id) return;
  const { active } = await navigator.serviceWorker.ready;
  active?.postMessage({ type: "member", id, kinds: below("push.kind.") });
}

/** A push was followed. @param {{url: string, kind?: string}} followed */
function opened({ url, kind }) {
  go(url);
  if (kind) call("POST /notifications/analytics", { body: { event: "clicked", kind: /** @type {any} */ (kind), channel: "push" }, once: once() }).catch(() => {});
}

/** Drop the kept page, so that the next load shows a changed language or look. */
export async function renewShell() {
  for (const name of await caches.keys().catch(() => [])) if (name.startsWith("member-shell")) await caches.delete(name);
}
