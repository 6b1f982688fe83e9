// What one is writing in each conversation: kept while one looks elsewhere, its words also through a reload.

import { effect, signal } from "../../vendor/preact.js";
import { get, put, remove } from "../../lib/idb.js";
import { myId } from "../me.js";

const PAUSE_MS = 500;

/** @typedef {import("./thread.js").Line} Line */

export class Draft {
  /** @param {string} id  of the conversation */
  constructor(id) {
    this.id = id;
    this.text = signal("");
    this.reply = signal(/** @type {Line | null} */ (null));
    this.edit = signal(/** @type {Line | null} */ (null));
    this.uploads = signal(/** @type {import("../../lib/upload.js").Upload[]} */ ([]));
    /** What was written before one began to edit a message. */
    this.aside = "";
    this.#keep();
  }

  async #keep() {
    const kept = await get("drafts", `chat:${this.id}`).catch(() => null);
    if (kept?.owner === myId.peek() && !this.text.peek()) this.text.value = kept.text;
    /** @type {any} */
    let timer = 0;
    effect(() => {
      const text = this.edit.value ? this.aside : this.text.value;
      clearTimeout(timer);
      timer = setTimeout(() => {
        const kept = text ? put("drafts", `chat:${this.id}`, { owner: myId.peek(), text }) : remove("drafts", `chat:${this.id}`);
        kept.catch(() => {});
      }, PAUSE_MS);
    });
  }

  /** Begin to change a message. @param {Line} line */
  beginEdit(line) {
    if (!this.edit.value) this.aside = this.text.value;
    this.reply.value = null;
    this.edit.value = line;
    this.text.value = line.peek().text;
  }

  /** End it: what was being written before is there again. */
  endEdit() {
    if (!this.edit.value) return;
    this.edit.value = null;
    this.text.value = this.aside;
    this.aside = "";
  }

  /** It is sent. */
  clear() {
    this.text.value = "";
    this.reply.value = null;
    this.uploads.value = [];
  }
}

/** @type {Map<string, Draft>} */
const drafts = new Map();

/** @param {string} id */
export function draftOf(id) {
  const draft = drafts.get(id) ?? new Draft(id);
  drafts.set(id, draft);
  return draft;
}
