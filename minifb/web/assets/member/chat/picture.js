// The face of a conversation: the other one's, the group's picture, or two of its members.

import { h, html } from "../../vendor/preact.js";
import { Avatar } from "../../kit/avatar.js";
import { Icon } from "../../kit/icon.js";
import { other, others } from "./words.js";

/** @param {{conversation: any, size: 36 | 40 | 48 | 64 | 96, online?: boolean}} props */
export function Picture({ conversation, size, online = false }) {
  const person = other(conversation);
  if (person) return h(Avatar, { person, size, online });
  if (conversation.picture) return h(Avatar, { person: { id: conversation.id, firstName: "", lastName: "", avatar: conversation.picture }, size });
  const two = others(conversation).slice(0, 2);
  if (two.length < 2) return html`<span class="avatar" style=${{ "--hue": 240, "--px": `${size}px` }} aria-hidden="true">${h(Icon, { name: conversation.kind === "group" ? "users" : "user", size: Math.round(size / 2) })}</span>`;
  const half = /** @type {const} */ ({ 36: 24, 40: 28, 48: 32, 64: 40, 96: 64 })[size];
  return html`<span class="talk-pair" style=${{ "--px": `${size}px` }} aria-hidden="true">${two.map((one) => h(Avatar, { key: one.id, person: one, size: half }))}</span>`;
}
