// What the socket tells of conversations and messages, put where it belongs.

import { batch } from "../../vendor/preact.js";
import { learn as learnWords } from "../../lib/i18n.js";
import { on, send } from "../../lib/live.js";
import { drop, taken } from "../../lib/outgoing.js";
import { myId } from "../me.js";
import { joined } from "./line.js";
import { conversations, learn, lose, take } from "./store.js";
import { catchUp } from "./sync.js";
import { heldThread, loseThread } from "./threads.js";
import { typed, typedNot } from "./typing.js";

/** @typedef {any} Message */

/** So many changes are taken from frames before the revision is learnt anew: then little is to fetch after a gap. */
const CHANGES = 40;
let started = false;

/** Listen from now on; once, when the chat is first opened. */
export function listen() {
  if (started) return;
  started = true;
  taken.tell = (message) => {
    batch(() => { came(message); });
    Promise.all([import("../notify/ask.js").then((it) => it.askAfterMessage), learnWords()]).then(([ask]) => ask()).catch(() => {});
  };
  on("message.received", ({ message }) => { came(message); reached(message); });
  on("message.sent", ({ message, clientId }) => batch(() => { drop(clientId); came(message); }));
  for (const kind of ["edited", "reaction", "deleted", "restored"]) on(`message.${kind}`, ({ message }) => changed(message, kind));
  on("message.hidden", ({ conversationId, messageId }) => hidden(conversationId, messageId));
  on("conversation.updated", ({ conversation }) => updated(conversation));
  on("conversation.removed", ({ conversationId }) => batch(() => { lose(conversationId); loseThread(conversationId); }));
  on("conversation.read", ({ conversationId, unreadCount }) => conversations.change(conversationId, { unreadCount, markedUnread: false }));
  on("receipt.read", ({ conversationId, userId, seq }) => reader(conversationId, userId, { lastReadSeq: seq, deliveredSeq: seq }));
  on("receipt.delivered", ({ conversationId, userId, seq }) => reader(conversationId, userId, { deliveredSeq: seq }));
  on("typing.start", ({ conversationId, user }) => typed(conversationId, user));
  on("typing.stop", ({ conversationId, user }) => typedNot(conversationId, user.id));
  on("gap", () => catchUp());
}

/** Fetch a conversation; if that fails, the next frame or gap does it again. @param {string} id */
function learnQuietly(id) {
  learn(id).catch(() => {});
}

/** A new line. @param {Message} message */
function came(message) {
  const { conversationId: id, seq } = message;
  typedNot(id, message.sender?.id);
  const thread = heldThread(id);
  thread?.came(message);
  if (thread && thread.changes > CHANGES) catchUp([thread]);
  const held = conversations.get(id);
  if (!held) return learnQuietly(id);
  const before = held.peek();
  if (seq <= before.lastSeq && before.lastMessage?.seq >= seq) return;
  if (seq > before.lastSeq + 1) learnQuietly(id);
  const mine = message.sender?.id === myId.value;
  const counts = !mine && message.kind === "text" && !message.collapsed;
  held.value = {
    ...before, lastSeq: seq, lastMessage: message, updatedAt: message.createdAt, archived: false, request: mine && message.kind === "text" ? false : before.request,
    unreadCount: mine && message.kind === "text" ? 0 : before.unreadCount + Number(counts), markedUnread: mine ? false : before.markedUnread,
  };
}

/** Tell that a line has reached this device. @param {Message} message */
function reached({ conversationId, seq, sender }) {
  const held = conversations.get(conversationId);
  if (held && !held.value.request && sender?.id !== myId.value) send("receipt.delivered", { conversationId, seq });
}

/** A line that is another one now. @param {Message} message @param {string} kind */
function changed(message, kind) {
  const held = conversations.get(message.conversationId);
  batch(() => {
    heldThread(message.conversationId)?.changed(message);
    if (held && held.value.lastMessage?.id === message.id) held.value = { ...held.value, lastMessage: joined(held.value.lastMessage, message) };
  });
  if (kind === "deleted" && held?.value.unreadCount) learnQuietly(message.conversationId);
}

/** @param {string} conversationId @param {string} messageId */
export function hidden(conversationId, messageId) {
  heldThread(conversationId)?.hide(messageId);
  if (conversations.get(conversationId)?.value.lastMessage?.id === messageId) learnQuietly(conversationId);
}

/** @param {any} conversation  whole, or of a group only what is the same for all */
function updated(conversation) {
  if ("participants" in conversation) return take(conversation);
  const held = conversations.get(conversation.id);
  if (!held || held.value.participantCount !== conversation.participantCount) return learnQuietly(conversation.id);
  // Its last line comes by itself: with the number alone we would take that for one we know.
  const { lastSeq, revision, ...shared } = conversation;
  held.value = { ...held.value, ...shared };
}

/** How far somebody else is. @param {string} conversationId @param {string} userId @param {Record<string, number>} to */
function reader(conversationId, userId, to) {
  conversations.change(conversationId, (held) => ({
    ...held, participants: held.participants.map((/** @type {any} */ one) => (one.id === userId ? { ...one, ...to } : one)),
  }));
}
