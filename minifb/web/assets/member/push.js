// Push to this browser: whether it can, whether it does, on and off. Asked for from a click alone.

import { signal } from "../vendor/preact.js";
import { call } from "../lib/client.js";
import { myId, site } from "./me.js";

/**
 * How it stands: `unsupported`, `homeScreen` (an iPhone on which the app is not on the home screen), `denied` in the
 * browser, `off`, `on`.
 */
export const push = signal(/** @type {"unsupported" | "homeScreen" | "denied" | "off" | "on"} */ ("off"));

/** Who wanted it in this browser: another member who signs in here later is asked anew. */
const MARK = "push";

function look() {
  const able = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window && site.worker;
  if (!able) return apple() && !matchMedia("(display-mode: standalone)").matches ? "homeScreen" : "unsupported";
  if (Notification.permission === "denied") return "denied";
  return Notification.permission === "granted" && localStorage.getItem(MARK) === myId.peek() && myId.peek() ? "on" : "off";
}

/** Whether this is an iPhone or iPad, which calls itself a Mac with a touch screen. */
function apple() {
  return /iPhone|iPad/.test(navigator.userAgent) || (/Macintosh/.test(navigator.userAgent) && navigator.maxTouchPoints > 1);
}

/** Look again, and say to the server that this device is still there: one that is silent for long is forgotten. */
export async function renew() {
  push.value = look();
  if (push.value === "on") await send().catch(() => {});
}

/** Ask the member in the browser's words and subscribe; from a click. @returns {Promise<boolean>} whether it is on now */
export async function subscribe() {
  const answer = await Notification.requestPermission();
  if (answer !== "granted") {
    push.value = look();
    return false;
  }
  await send();
  localStorage.setItem(MARK, myId.value);
  push.value = "on";
  return true;
}

/** Send nothing here any more. */
export async function unsubscribe() {
  localStorage.removeItem(MARK);
  push.value = look();
  const { items } = await call("GET /notifications/push/subscriptions", { query: { limit: 100 } });
  for (const one of items) if (one.current) await call("DELETE /notifications/push/subscriptions/{id}", { path: { id: one.id } });
  const registration = await navigator.serviceWorker.ready;
  await (await registration.pushManager.getSubscription())?.unsubscribe();
}

/** Subscribe with the server's key, anew where that is another one, and tell the server. */
async function send() {
  const [{ publicKey }, registration] = await Promise.all([call("GET /notifications/push/key"), navigator.serviceWorker.ready]);
  let subscription = await registration.pushManager.getSubscription();
  if (subscription && written(subscription.options.applicationServerKey) !== publicKey) {
    await subscription.unsubscribe();
    subscription = null;
  }
  subscription ??= await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: publicKey });
  const { endpoint, keys } = /** @type {any} */ (subscription.toJSON());
  await call("POST /notifications/push/subscriptions", { body: { endpoint, keys, device: device() } });
}

/** A key in base64url, as the server writes it. @param {ArrayBuffer | null} key */
function written(key) {
  const text = String.fromCharCode(...new Uint8Array(key ?? new ArrayBuffer(0)));
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** What to call this device in the list of them: "Firefox, Linux". */
export function device() {
  const { userAgent } = navigator;
  const browser = [["Firefox", /Firefox/], ["Edge", /Edg\//], ["Opera", /OPR\//], ["Chrome", /Chrome|CriOS/], ["Safari", /Safari/]].find(([, sign]) => /** @type {RegExp} */ (sign).test(userAgent));
  const system = [["Android", /Android/], ["iPhone", /iPhone/], ["iPad", /iPad/], ["Windows", /Windows/], ["macOS", /Mac OS/], ["Linux", /Linux/]].find(([, sign]) => /** @type {RegExp} */ (sign).test(userAgent));
  return [browser?.[0], system?.[0]].filter(Boolean).join(", ").slice(0, 60);
}
