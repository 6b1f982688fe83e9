// What is kept on this device, so that the last talks can be read without a connection. Forgotten at sign-out.

import { batch, effect } from "../../vendor/preact.js";
import { get, put, remove } from "../../lib/idb.js";
import { myId } from "../me.js";
import { boxes, conversations, known, take } from "./store.js";
import { heldThreads, threadOf } from "./threads.js";

const TALKS = 30;
const THREADS = 20;
const LINES = 50;
const PAUSE_MS = 1500;
const LIST = "chat:list";

/** Of which conversations lines are kept, the one used last at the end. @type {string[]} */
let lined = [];
/** @type {any} */
let timer = 0;
/** @type {WeakMap<object, any>} */
const written = new WeakMap();

/** Take up what was kept, unless the server was quicker; then keep what comes. */
export async function recall() {
  const found = await get("cache", LIST).catch(() => null);
  if (found?.owner === myId.value) {
    lined = found.lined;
    batch(() => found.conversations.forEach((/** @type {any} */ one) => { if (!conversations.get(one.id)) take(one); }));
  }
  effect(() => {
    void known.value;
    void boxes.inbox.items.value;
    for (const thread of heldThreads()) void thread.lines.value;
    clearTimeout(timer);
    timer = setTimeout(write, PAUSE_MS);
  });
}

/** Show the lines that were kept of a conversation. @param {string} id */
export async function recallThread(id) {
  const found = await get("cache", `chat:${id}`).catch(() => null);
  if (found?.owner === myId.value) threadOf(id).show(found.messages);
}

async function write() {
  const owner = myId.peek();
  if (!owner) return;
  try {
    const shown = boxes.inbox.items.peek().slice(0, TALKS).map((id) => conversations.get(id)?.peek()).filter(Boolean);
    for (const thread of heldThreads()) {
      const lines = thread.lines.peek();
      if (thread.later.peek() || written.get(thread) === lines) continue;
      written.set(thread, lines);
      await put("cache", `chat:${thread.id}`, { owner, messages: lines.slice(-LINES).map((line) => line.peek()) });
      lined = [...lined.filter((id) => id !== thread.id), thread.id];
    }
    while (lined.length > THREADS) await remove("cache", `chat:${lined.shift()}`);
    await put("cache", LIST, { owner, lined, conversations: shown });
  } catch {
    // A full or forbidden store: then nothing is kept.
  }
}
