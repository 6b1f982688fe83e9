// Pictures, films and sounds on their way to the server: three at a time, each with its progress, each to be tried again.

import { effect, signal } from "../vendor/preact.js";
import { call, once } from "./client.js";
import { kindOf } from "./files.js";
import { Problem } from "./http.js";
import { said, t } from "./i18n.js";
import { on } from "./live.js";
import { Resumable } from "./resumable.js";
import { send } from "./send.js";
import { shrink } from "./shrink.js";

const AT_ONCE = 3;
/** Above this a file goes in parts: what breaks off then is worth going on with. */
const LARGE = 4 * 1024 * 1024;

/** @typedef {{status: "waiting" | "sending" | "done" | "failed", progress: number, media: any, problem: any}} State */

/** @type {Upload[]} */
const waiting = [];
let running = 0;
/** What is being made fit to be shown, by the medium's id. @type {Map<string, Upload>} */
const making = new Map();

/** One file, from the moment it was chosen until it is a medium. */
export class Upload {
  /** @param {File | null} file @param {any} [media]  a medium that is there already */
  constructor(file, media = null) {
    this.key = crypto.randomUUID();
    this.file = file;
    this.kind = media?.kind ?? (file ? kindOf(file) : null) ?? "file";
    this.preview = file ? URL.createObjectURL(file) : "";
    this.state = signal(/** @type {State} */ ({ status: media ? "done" : "waiting", progress: media ? 1 : 0, media, problem: null }));
    this.alt = signal(/** @type {string} */ (media?.alt ?? ""));
    this.once = once();
    this.stop = new AbortController();
    /** @type {Resumable | null} */
    this.parts = null;
    /** @type {Blob | null} */
    this.blob = null;
    if (media?.status === "processing") making.set(media.id, this);
  }

  /** The medium's id, once there is one. */
  get id() {
    return /** @type {string} */ (this.state.value.media?.id ?? "");
  }

  /** Whether it is still to be waited for. */
  get busy() {
    return this.state.value.status === "waiting" || this.state.value.status === "sending";
  }

  /** Begin, or go on where it broke off. */
  start() {
    if (this.kind === "file") return this.#fail(new Problem({ status: 415, code: "unknown_type" }));
    this.#set({ status: "waiting", problem: null });
    waiting.push(this);
    next();
  }

  /** Forget it; a medium that nothing holds goes by itself after a day. */
  cancel() {
    this.stop.abort();
    this.parts?.drop();
    making.delete(this.id);
    if (waiting.includes(this)) waiting.splice(waiting.indexOf(this), 1);
    if (this.preview) URL.revokeObjectURL(this.preview);
  }

  /** Say what it shows, for who cannot see it. @param {string} alt */
  async describe(alt) {
    this.alt.value = alt;
    if (this.id) await call("PUT /media/{id}", { path: { id: this.id }, body: { alt: alt || null } });
  }

  /** Send it. Never throws. */
  async run() {
    this.#set({ status: "sending" });
    try {
      const described = this.alt.value;
      const media = await this.#send(/** @type {File} */ (this.file));
      this.#set({ status: "done", progress: 1, media });
      if (media.status === "processing") making.set(media.id, this);
      if (this.alt.value && this.alt.value !== (media.alt ?? described)) await this.describe(this.alt.value).catch(() => {});
    } catch (problem) {
      if (!this.stop.signal.aborted) this.#fail(problem);
    }
  }

  /** @param {File} file */
  async #send(file) {
    this.blob ??= this.kind === "image" ? await shrink(file) : file;
    if (this.blob.size <= LARGE) return this.#whole(this.blob, file.name);
    this.parts ??= new Resumable(this.blob, this.blob.type, (progress) => this.#set({ progress }));
    const id = await this.parts.run(this.stop.signal);
    return call("GET /media/{id}", { path: { id }, signal: this.stop.signal });
  }

  /** @param {Blob} blob @param {string} name */
  async #whole(blob, name) {
    const body = new FormData();
    body.append("file", blob, name);
    if (this.alt.value) body.append("alt", this.alt.value);
    const onProgress = /** @param {number} sent */ (sent) => this.#set({ progress: Math.min(1, sent / blob.size) });
    return (await send("POST", "/media/upload", { body, headers: { "Idempotency-Key": this.once }, signal: this.stop.signal, onProgress })).told;
  }

  /** What the server made of it. @param {any} media */
  made(media) {
    making.delete(media.id);
    if (media.status === "failed") return this.#fail(new Problem({ status: 422, code: media.reason ?? "undecodable" }));
    this.#set({ media });
  }

  /** @param {any} problem */
  #fail(problem) {
    this.#set({ status: "failed", problem, progress: 0, media: null });
  }

  /** @param {Partial<State>} change */
  #set(change) {
    this.state.value = { ...this.state.value, ...change };
  }
}

/** Send files, in this order. @param {File[]} files @returns {Upload[]} */
export function upload(files) {
  const all = files.map((file) => new Upload(file));
  for (const one of all) one.start();
  return all;
}

/** Wait until none of them is on its way any more. @param {Upload[]} uploads @returns {Promise<void>} */
export function settled(uploads) {
  return new Promise((resolve) => {
    const stop = effect(() => {
      if (uploads.some((one) => one.busy)) return;
      queueMicrotask(() => stop());
      resolve();
    });
  });
}

/** Why a file was not taken, in words. @param {any} problem */
export function why(problem) {
  const key = `upload.${problem?.code}`;
  return t(key) === key ? said(problem) : t(key);
}

async function next() {
  if (running >= AT_ONCE) return;
  const one = waiting.shift();
  if (!one) return;
  running += 1;
  await one.run();
  running -= 1;
  next();
}

/** Ask what became of those that we did not hear of. */
async function ask() {
  for (const [id, one] of making) {
    const media = await call("GET /media/{id}", { path: { id } }).catch(() => null);
    if (media && media.status !== "processing") one.made(media);
  }
}

on("media.processed", ({ media }) => making.get(media.id)?.made(media));
on("media.failed", ({ id, reason }) => making.get(id)?.made({ id, status: "failed", reason }));
on("gap", ask);
