// Where one goes after signing in.

import { go, here } from "../../lib/router.js";
import { enter, limited } from "../me.js";

/** Somebody signed in: find out who, and go where they wanted to, unless they must set up a second factor first. @param {string} to */
export async function entered(to) {
  await enter();
  if (!limited.peek()) go(to, { replace: true });
  else if (here.peek().path !== "/login") go(`/login?to=${encodeURIComponent(to)}`, { replace: true });
}

/** A place on this server that an address asks for; anything else is the start. @param {string | null} asked */
export function place(asked) {
  if (!asked) return "/";
  const target = new URL(asked, location.origin);
  const ours = target.origin === location.origin && asked.startsWith("/");
  return ours && target.pathname !== "/login" ? target.pathname + target.search + target.hash : "/";
}
