// Whose birthday it is today, among friends.

import { h, html } from "../../vendor/preact.js";
import { list, name, t } from "../../lib/i18n.js";
import { Avatar } from "../../kit/avatar.js";
import { Icon } from "../../kit/icon.js";
import { talkTo } from "../chat/open.js";

/** A card with the friends who celebrate. @param {{people: any[]}} props */
export function BirthdaysToday({ people }) {
  return html`<section class="card birthdays" aria-label=${t("feed.birthdays")}>
    <p>${h(Icon, { name: "cake", size: 24 })}<span>${t("feed.birthday", { count: people.length, names: list(people.map(name)) })}</span></p>
    <ul>${people.map((person) => html`<li key=${person.id}>
      <a href=${`/@${person.username}`}>${h(Avatar, { person, size: 32 })}<span dir="auto">${name(person)}</span></a>
      <button type="button" class="plain small" onClick=${() => talkTo(person.id)}>${t("feed.congratulate")}<span class="hidden">: ${name(person)}</span></button>
    </li>`)}</ul>
  </section>`;
}
