// What somebody is to me, and the button that changes it: ask, take back, say yes or no, end it.

import { h, html, signal, useState } from "../vendor/preact.js";
import { call, once } from "../lib/client.js";
import { name, t } from "../lib/i18n.js";
import { on } from "../lib/live.js";
import { Confirm } from "../kit/dialog.js";
import { Icon } from "../kit/icon.js";
import { Menu } from "../kit/menu.js";
import { optimistic } from "../kit/optimistic.js";
import { show } from "../kit/show.js";
import { count } from "./me.js";

/** @typedef {"none" | "requested" | "asksYou" | "friends" | "self"} Relation */
/** @typedef {{id: string, username: string, firstName: string, lastName: string}} Person */

/** What is known, by the member's id; all buttons for somebody read the same. @type {Map<string, import("../vendor/preact.js").Signal<Relation>>} */
const known = new Map();

/** What somebody is to me; `told` is what the list said, and holds until something newer is known. @param {string} id @param {Relation} [told] */
export function relationWith(id, told = "none") {
  const held = known.get(id) ?? signal(told);
  known.set(id, held);
  return held;
}

/** Take what the server said just now. @param {string} id @param {Relation} relation */
export function learn(id, relation) {
  relationWith(id, relation).value = relation;
}

on("notification.created", ({ notification }) => {
  if (notification?.kind === "friend.request") learn(notification.actors[0]?.id, "asksYou");
  if (notification?.kind === "friend.accepted") learn(notification.actors[0]?.id, "friends");
});

/** Ask to be friends. @param {Person} person */
export function ask(person) {
  const held = relationWith(person.id);
  const key = once();
  return optimistic(held, () => "requested", async () => {
    const made = await call("POST /users/friends/request", { body: { userId: person.id }, once: key });
    held.value = made.status;
  });
}

/** Say yes to whoever asked. @param {Person} person */
export async function accept(person) {
  const done = await optimistic(relationWith(person.id), () => "friends", () => call("PUT /users/friends/{id}/accept", { path: { id: person.id } }));
  if (done) count();
  return done;
}

/** End what there is: unfriend, take a request back, or decline one; the other is not told. @param {Person} person */
export async function part(person) {
  const done = await optimistic(relationWith(person.id), () => "none", () => call("DELETE /users/friends/{id}", { path: { id: person.id } }));
  if (done) count();
  return done;
}

/**
 * What one can do about being friends with somebody.
 *
 * @param {{person: Person & {canRequest?: boolean}, relation?: Relation, small?: boolean, onChange?: () => void}} props
 *   `relation` as the server told it with the person; `onChange` hears of every change that the server took
 */
export function FriendButton({ person, relation, small = false, onChange }) {
  const [asked, setAsked] = useState(false);
  const now = relationWith(person.id, relation).value;
  const size = small ? "small" : "";
  const whom = html`<span class="hidden"> ${name(person)}</span>`;
  /** @param {(person: Person) => Promise<boolean>} act */
  const run = (act) => async () => { if (await act(person)) onChange?.(); };
  if (now === "self" || (now === "none" && person.canRequest === false)) return null;
  if (now === "none") {
    return html`<button type="button" class=${`primary ${size}`} onClick=${run(ask)}>${h(Icon, { name: "user-plus", size: 18 })}<span>${t("friends.add")}${whom}</span></button>`;
  }
  if (now === "asksYou") {
    return html`<button type="button" class=${`primary ${size}`} onClick=${run(accept)}>${t("friends.accept")}${whom}</button>
      <button type="button" class=${`plain ${size}`} onClick=${run(part)}>${t("friends.decline")}${whom}</button>`;
  }
  if (now === "requested") {
    return h(Menu, {
      label: t("friends.requested"), className: `plain ${size}`,
      items: [{ icon: "undo-2", text: t("friends.cancel"), run: run(part) }],
      children: html`${h(Icon, { name: "clock", size: 18 })}<span>${t("friends.requested")}${whom}</span>`,
    });
  }
  return html`${h(Menu, {
    label: t("friends.friends"), className: `plain ${size}`,
    items: [
      { icon: "list-checks", text: t("friends.on_lists"), run: () => show(() => import("./friends/choose.js").then((it) => it.ChooseLists), { person }) },
      { icon: "user-minus", text: t("friends.unfriend"), bad: true, run: () => setAsked(true) },
    ],
    children: html`${h(Icon, { name: "user-check", size: 18 })}<span>${t("friends.friends")}${whom}</span>`,
  })}
  ${asked && h(Confirm, {
    title: t("friends.unfriend_title", { name: name(person) }), text: t("friends.unfriend_text"), yes: t("friends.unfriend"),
    onYes: run(part), onClose: () => setAsked(false),
  })}`;
}
