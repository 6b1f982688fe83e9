// Sends bytes and tells how far they are: what fetch cannot do. Otherwise as lib/http.js.

import { call } from "./client.js";
import { Problem } from "./http.js";

/** @typedef {{status: number, told: any, header: (name: string) => string | null}} Answer */
/** @typedef {{body?: Blob | FormData | null, headers?: Record<string, string>, signal?: AbortSignal, onProgress?: (sent: number) => void}} Options */

/**
 * Send a request with a body that takes a while.
 *
 * @param {string} method
 * @param {string} path
 * @param {Options} [options]  `onProgress` hears how many bytes of the body are sent
 * @returns {Promise<Answer>}
 * @throws {Problem}
 */
export async function send(method, path, options = {}) {
  let answer = await attempt(method, path, options);
  if (answer.status === 401) {
    await call("GET /auth/account").catch(() => {}); // renews the session, or finds that it is over
    answer = await attempt(method, path, options);
  }
  if (answer.status >= 200 && answer.status < 300) return answer;
  throw new Problem({ code: "unknown", ...answer.told, status: answer.status, retryAfter: Number(answer.header("Retry-After") ?? 0) });
}

/** @param {string} method @param {string} path @param {Options} options @returns {Promise<Answer>} */
function attempt(method, path, { body = null, headers = {}, signal, onProgress }) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const stop = () => request.abort();
    request.open(method, path);
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("X-Minifb", "1");
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => onProgress?.(event.loaded);
    request.onload = () => resolve({ status: request.status, told: parsed(request.responseText), header: (name) => request.getResponseHeader(name) });
    request.onerror = () => reject(new Problem({ status: 0, code: "offline", title: "The server cannot be reached." }));
    request.onabort = () => reject(new DOMException("Stopped.", "AbortError"));
    request.onloadend = () => signal?.removeEventListener("abort", stop);
    if (signal?.aborted) return reject(new DOMException("Stopped.", "AbortError"));
    signal?.addEventListener("abort", stop);
    request.send(body);
  });
}

/** @param {string} text */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
