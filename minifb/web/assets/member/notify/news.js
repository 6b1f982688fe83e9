// The number on the bell, kept true: frames only say that it changed, and the same number stands on the app's icon.

import { effect } from "../../vendor/preact.js";
import { call } from "../../lib/client.js";
import { on } from "../../lib/live.js";
import { badges } from "../me.js";

/** @type {any} */
let timer = 0;

/** Follow it as long as the app is open. */
export function follow() {
  for (const type of ["notification.created", "notification.withdrawn", "notification.read"]) on(type, soon);
  effect(() => { mirror(badges.value.notifications); });
}

/** Ask once for several that come together. */
function soon() {
  clearTimeout(timer);
  timer = setTimeout(async () => {
    const { unseen } = await call("GET /notifications/unread-count").catch(() => ({ unseen: badges.peek().notifications }));
    if (unseen !== badges.peek().notifications) badges.value = { ...badges.peek(), notifications: unseen };
  }, 400);
}

/** @param {number} count */
function mirror(count) {
  const app = /** @type {any} */ (navigator);
  if (app.setAppBadge) (count ? app.setAppBadge(count) : app.clearAppBadge()).catch(() => {});
}
