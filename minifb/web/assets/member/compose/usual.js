// For whom one usually writes: what one chose last, remembered for each account on this device.

/** @param {string} id  the member's @returns {{kind: string, ids?: string[]}} */
export function usual(id) {
  try {
    return JSON.parse(localStorage.getItem(`audience ${id}`) ?? "") ?? { kind: "friends" };
  } catch {
    return { kind: "friends" };
  }
}

/** Remember it, unless it names people: those are chosen anew for each post. @param {string} id @param {{kind: string, ids?: string[]}} audience */
export function remember(id, audience) {
  if (audience.kind === "specific" || audience.kind === "friendsExcept") return;
  localStorage.setItem(`audience ${id}`, JSON.stringify(audience));
}
