// What one can do with a message: react, edit, unsend, remove for oneself, forward.

import { call, once } from "../../lib/client.js";
import { said, t } from "../../lib/i18n.js";
import { optimistic } from "../../kit/optimistic.js";
import { toast } from "../../kit/toast.js";
import { myId } from "../me.js";
import { hidden } from "./frames.js";

/** @typedef {import("./thread.js").Line} Line */

const DAY_MS = 86_400_000;
/** How old a message may be to be edited: the server knows, we learn it when it says no. */
const editable = { ms: DAY_MS };

/** Whether one can still try to change what it says. @param {any} message */
export function canEdit(message) {
  return message.sender?.id === myId.value && message.kind === "text" && !message.deletedAt && !message.forwarded && Number.isFinite(message.seq)
    && Date.now() - Date.parse(message.createdAt) < editable.ms;
}

/** @param {any} reactions @param {string | null} type */
function reacted({ counts, mine }, type) {
  const now = { ...counts };
  if (mine) now[mine] -= 1;
  if (type) now[type] = (now[type] ?? 0) + 1;
  return { counts: Object.fromEntries(Object.entries(now).filter(([, count]) => count > 0)), mine: type };
}

/** React, or take it back: the same again is none. @param {Line} line @param {string} type */
export function react(line, type) {
  const { id, reactions } = line.value;
  const wanted = reactions.mine === type ? null : type;
  const path = { id };
  return optimistic(line, (message) => ({ ...message, reactions: reacted(message.reactions, wanted) }), async () => {
    const told = wanted ? await call("PUT /messages/{id}/reaction", { path, body: { type: /** @type {any} */ (wanted) } }) : await call("DELETE /messages/{id}/reaction", { path });
    line.value = { ...line.value, reactions: told };
  });
}

/** Change what a message says. @param {Line} line @param {string} text */
export async function edit(line, text) {
  const before = line.value;
  if (before.text === text) return;
  const key = once();
  line.value = { ...before, text, spans: [], editedAt: new Date().toISOString() };
  try {
    line.value = await call("PUT /messages/{id}", { path: { id: before.id }, body: { text }, once: key });
  } catch (caught) {
    const problem = /** @type {any} */ (caught);
    line.value = before;
    if (problem.code === "edit_window_closed") editable.ms = Math.min(editable.ms, Date.now() - Date.parse(before.createdAt));
    toast(said(problem), { bad: true, ...(problem.passing ? { action: t("common.retry"), run: () => edit(line, text) } : {}) });
  }
}

/** Take one's own message back, for everybody. @param {Line} line */
export function unsend(line) {
  const path = { id: line.value.id };
  const bare = { text: "", spans: [], media: [], replyTo: null, reactions: { counts: {}, mine: null }, editedAt: null, forwarded: false };
  return optimistic(line, (message) => ({ ...message, ...bare, deletedAt: new Date().toISOString() }), () => call("DELETE /messages/{id}", { path, query: { for: "everyone" } }));
}

/** Remove a message for oneself. @param {Line} line */
export async function hide(line) {
  const { id, conversationId } = line.value;
  try {
    await call("DELETE /messages/{id}", { path: { id }, query: { for: "me" } });
    hidden(conversationId, id);
  } catch (problem) {
    toast(said(problem), { bad: true, action: t("common.retry"), run: () => hide(line) });
  }
}
