// After a gap, everything is true again: the lists are fetched anew, and of the threads that are held what changed.

import { batch } from "../../vendor/preact.js";
import { call } from "../../lib/client.js";
import { boxes, known, lose, openId, take } from "./store.js";
import { heldThread, heldThreads, loseThread } from "./threads.js";
import { showUnread } from "./unread.js";

const ROUNDS = 4;
const ASKED_MAX = 100;
/** For conversations of which no lines are held: only whether they are still there. */
const NOTHING = 2 ** 53;
let running = false;

/** Catch up, for all that is held or for some threads. @param {import("./thread.js").Thread[]} [some] */
export async function catchUp(some) {
  if (running && some) return;
  running = true;
  try {
    const lists = some ? [] : [boxes.inbox, boxes.requests].map((box) => box.refresh());
    const open = some ? undefined : heldThread(openId.value)?.load();
    await Promise.all([...lists, sync(some ?? heldThreads(), !some), open]);
  } catch {
    // The line is away again: then there is a next time.
  } finally {
    running = false;
  }
}

/** @param {import("./thread.js").Thread[]} threads @param {boolean} all  also ask which conversations are gone */
async function sync(threads, all) {
  const lined = new Set(threads.map((thread) => thread.id));
  const others = all ? known.value.filter((id) => !lined.has(id)) : [];
  let asked = [...threads.map(({ id, revision }) => ({ id, revision })), ...others.map((id) => ({ id, revision: NOTHING }))].slice(0, ASKED_MAX);
  for (let round = 0; asked.length && round < ROUNDS; round += 1) {
    const told = await call("POST /messages/sync", { body: { conversations: asked } });
    batch(() => apply(told));
    asked = told.conversations.flatMap((/** @type {any} */ one) => one.more ?? []);
  }
  // Too much was missed to be fetched change by change.
  await Promise.all(asked.map(({ id }) => { loseLines(id); return heldThread(id)?.load(); }));
}

/** @param {any} told */
function apply(told) {
  for (const { conversation, messages, more } of told.conversations) {
    const thread = heldThread(conversation.id);
    for (const message of messages) {
      if (thread && message.seq > thread.last) thread.came(message);
      else thread?.changed(message);
    }
    take(conversation);
    if (thread && !more) Object.assign(thread, { revision: conversation.revision, changes: 0 });
  }
  for (const id of told.gone) {
    lose(id);
    loseThread(id);
  }
  showUnread(told.unread.conversations);
}

/** @param {string} id */
function loseLines(id) {
  const thread = heldThread(id);
  if (thread) thread.lines.value = [];
}

