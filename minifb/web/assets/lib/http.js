// Requests to the public API, and what can go wrong with them. Nothing else in the app calls fetch for JSON.

/**
 * What the server refused, or that it could not be reached (RFC 9457). `code` is stable, `message` is for people.
 */
export class Problem extends Error {
  /** @param {{status: number, code: string, title?: string, detail?: string, requestId?: string, retryAfter?: number, errors?: {field: string, code: string, message: string}[]}} told */
  constructor(told) {
    super(told.detail || told.title || told.code);
    this.status = told.status;
    this.code = told.code;
    this.title = told.title ?? "";
    this.requestId = told.requestId ?? "";
    this.retryAfter = told.retryAfter ?? 0;
    this.errors = told.errors ?? [];
  }

  /** What is wrong with one field, if anything. @param {string} field */
  of(field) {
    return this.errors.find((error) => error.field === field || error.field.startsWith(`${field}.`))?.message;
  }

  /** Whether trying the same again may help. */
  get passing() {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

/** Called when the session is over and could not be renewed; `main.js` sets what happens then. */
export const session = { ended: () => {} };

/** @type {Promise<boolean> | null} */
let renewing = null; // one refresh for all requests that find the session stale; never exported

/** Renew the session's cookies; false when it is over. */
async function renew() {
  renewing ??= fetch("/auth/refresh", { method: "POST", headers: { "X-Minifb": "1" } })
    .then((response) => response.ok)
    .finally(() => { renewing = null; });
  return renewing;
}

/**
 * Ask the server once, with its JSON in and out.
 *
 * @param {string} method
 * @param {string} path  with its query
 * @param {{body?: unknown, form?: FormData, signal?: AbortSignal, once?: string, anonymous?: boolean, keepalive?: boolean}} [options]
 *   `keepalive`: it is sent even if the page is left meanwhile; `once`: an idempotency key, so that a repeat changes nothing; `anonymous`: a 401 is an answer, not the session's end
 * @returns {Promise<any>} the answer, or null where there is none
 * @throws {Problem}
 */
export async function ask(method, path, options = {}) {
  let response = await reach(method, path, options);
  if (response.status === 401 && !options.anonymous) {
    if (await renew().catch(() => true)) response = await reach(method, path, options);
    if (response.status === 401) session.ended();
  }
  if (response.ok) return response.status === 204 ? null : response.json().catch(() => null);
  throw await refusal(response);
}

/** @param {string} method @param {string} path @param {{body?: unknown, form?: FormData, signal?: AbortSignal, once?: string, keepalive?: boolean}} options */
async function reach(method, path, { body, form, signal, once, keepalive }) {
  /** @type {Record<string, string>} */
  const headers = { Accept: "application/json" };
  if (method !== "GET") headers["X-Minifb"] = "1"; // no page of another site can send it
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (once) headers["Idempotency-Key"] = once;
  try {
    return await fetch(path, { method, headers, body: form ?? (body === undefined ? undefined : JSON.stringify(body)), signal, keepalive });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Problem({ status: 0, code: "offline", title: "The server cannot be reached." });
  }
}

/** @param {Response} response */
async function refusal(response) {
  const told = await response.json().catch(() => ({}));
  const retryAfter = Number(response.headers.get("Retry-After") ?? 0);
  return new Problem({ code: "unknown", title: response.statusText, ...told, status: response.status, retryAfter });
}
