// Sends a large file in parts, so that what breaks off goes on: tus 1.0 at /media/uploads (docs/guide/media.md).

import { Problem } from "./http.js";
import { send } from "./send.js";

const PART = 8 * 1024 * 1024;
/** The server knows by the first bytes what a file is, and refuses it before the others are sent. */
const FIRST = 64 * 1024;
const TRIES = 6;
const VERSION = { "Tus-Resumable": "1.0.0" };

/** A file on its way; `id` is also of the medium that becomes of it. */
export class Resumable {
  /** @param {Blob} blob @param {string} type @param {(progress: number) => void} onProgress */
  constructor(blob, type, onProgress) {
    this.blob = blob;
    this.type = type;
    this.tell = onProgress;
    this.id = "";
    this.offset = 0;
  }

  /**
   * Send what is not there yet; again and again while the line breaks, as long as it gets on.
   *
   * @param {AbortSignal} signal
   * @returns {Promise<string>} the id of the medium
   */
  async run(signal) {
    for (let tries = 0; ; tries++) {
      const before = this.offset;
      try {
        await (this.id ? this.#ask(signal) : this.#begin(signal));
        while (this.offset < this.blob.size) await this.#part(signal);
        return this.id;
      } catch (problem) {
        if (!(problem instanceof Problem)) throw problem;
        if (problem.status === 404 && this.id) this.id = "";
        else if (!problem.passing && problem.status !== 409) throw problem;
        if (this.offset > before) tries = 0;
        if (tries >= TRIES) throw problem;
        await pause(Math.max(problem.retryAfter * 1000, 500 * 2 ** tries), signal);
      }
    }
  }

  /** Nobody wants it any more. */
  drop() {
    if (this.id) send("DELETE", `/media/uploads/${this.id}`, { headers: VERSION }).catch(() => {});
    this.id = "";
  }

  /** @param {AbortSignal} signal */
  async #begin(signal) {
    const said = { "Upload-Metadata": `filetype ${btoa(this.type || "application/octet-stream")}` };
    const { told } = await this.#send("POST", "/media/uploads", 0, FIRST, { "Upload-Length": String(this.blob.size), ...said }, signal);
    this.id = told.id;
    this.offset = told.offset;
  }

  /** Ask how far it is. @param {AbortSignal} signal */
  async #ask(signal) {
    const answer = await send("HEAD", `/media/uploads/${this.id}`, { headers: VERSION, signal });
    this.offset = Number(answer.header("Upload-Offset"));
  }

  /** @param {AbortSignal} signal */
  async #part(signal) {
    const answer = await this.#send("PATCH", `/media/uploads/${this.id}`, this.offset, PART, { "Upload-Offset": String(this.offset) }, signal);
    this.offset = Number(answer.header("Upload-Offset"));
  }

  /** @param {string} method @param {string} path @param {number} from @param {number} most @param {Record<string, string>} headers @param {AbortSignal} signal */
  #send(method, path, from, most, headers, signal) {
    const body = this.blob.slice(from, from + most);
    const onProgress = /** @param {number} sent */ (sent) => this.tell(Math.min(1, (from + sent) / this.blob.size));
    return send(method, path, { body, headers: { ...VERSION, "Content-Type": "application/offset+octet-stream", ...headers }, signal, onProgress });
  }
}

/** Wait, or until the line is back. @param {number} time @param {AbortSignal} signal */
function pause(time, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(go, time);
    function go() {
      clearTimeout(timer);
      removeEventListener("online", go);
      signal.removeEventListener("abort", stop);
      resolve(undefined);
    }
    function stop() {
      go();
      reject(new DOMException("Stopped.", "AbortError"));
    }
    addEventListener("online", go);
    signal.addEventListener("abort", stop);
  });
}
