// The secret of a link that was mailed or printed. It stands behind `#`, which no server sees, and not in the history.

import { useState } from "../../vendor/preact.js";

/** The secret of the link that led here; empty where the link was cut off. */
export function useSecret() {
  return useState(take)[0];
}

function take() {
  const token = new URLSearchParams(location.hash.slice(1)).get("token") ?? "";
  if (location.hash) history.replaceState(history.state, "", location.pathname + location.search);
  return token;
}
