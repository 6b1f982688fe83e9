// How conversations and lines are called: titles, what was said last, what happened in a group.

import { list, name, t } from "../../lib/i18n.js";
import { myId } from "../me.js";

const NAMED = 3;

/** The others in a conversation, as far as they are told. @param {any} conversation @returns {any[]} */
export function others(conversation) {
  return conversation.participants.filter((/** @type {any} */ one) => one.id !== myId.value);
}

/** The other one, in a conversation of two. @param {any} conversation */
export function other(conversation) {
  return conversation.kind === "direct" ? others(conversation)[0] : undefined;
}

/** What a conversation is called. @param {any} conversation */
export function titleOf(conversation) {
  if (conversation.title) return conversation.title;
  const all = others(conversation);
  if (conversation.kind === "direct") return all.length ? name(all[0]) : t("chat.gone");
  if (!all.length) return t("chat.alone");
  const more = conversation.participantCount - 1 - NAMED;
  const names = all.slice(0, NAMED).map((one) => one.firstName);
  return more > 0 ? t("chat.and_more", { names: names.join(", "), count: more }) : list(names);
}

/** Whoever said or did something; oneself is "You". @param {any} sender */
export function whoSaid(sender) {
  if (!sender) return t("chat.gone");
  return sender.id === myId.value ? t("common.you") : sender.firstName;
}

/** What happened, where a line was not written by anybody. @param {any} message */
export function happened({ sender, system }) {
  const mine = sender?.id === myId.value;
  const about = system.about ?? [];
  const names = list(about.map((/** @type {any} */ one) => (one.id === myId.value ? t("chat.you_object") : name(one))));
  const key = `chat.system_${system.action}${mine ? "_you" : ""}`;
  if (system.action === "renamed" && !system.title) return t(`chat.system_untitled${mine ? "_you" : ""}`, { who: whoSaid(sender) });
  return t(key, { who: whoSaid(sender), about: names, title: system.title ?? "" });
}

/** A line in few words: its text, or what it holds. @param {any} message */
export function inShort(message) {
  if (message.kind === "system") return happened(message);
  if (message.deletedAt) return t("chat.unsent");
  if (message.text) return message.text;
  return held(message.media ?? []);
}

/** @param {any[]} media */
function held(media) {
  const kinds = new Set(media.map((one) => one.kind));
  const kind = kinds.size === 1 ? media[0].kind : "file";
  return media.length ? t(`chat.held_${kind}`, { count: media.length }) : "";
}

/** What the list shows below the name. @param {any} conversation */
export function lastWords(conversation) {
  const message = conversation.lastMessage;
  if (!message) return t("chat.nothing_said");
  const short = inShort(message);
  if (message.kind === "system") return short;
  if (message.sender?.id === myId.value) return t("chat.you_said", { text: short });
  return conversation.kind === "group" && message.sender ? t("chat.they_said", { name: message.sender.firstName, text: short }) : short;
}
