// The whole API by its routes: `call("GET /posts/{id}", { path: { id } })`. Types: schema.d.ts, made from OpenAPI.

import { ask } from "./http.js";

/** @typedef {import("./schema.js").Routes} Routes */

/**
 * Call one route of the API.
 *
 * @template {keyof Routes} R
 * @param {R} route  as it stands in the API's documentation
 * @param {{path?: Routes[R]["path"], query?: Routes[R]["query"], body?: Routes[R]["body"], form?: FormData, signal?: AbortSignal, once?: string, anonymous?: boolean, keepalive?: boolean}} [options]
 * @returns {Promise<Routes[R]["answer"]>}
 * @throws {import("./http.js").Problem}
 */
export function call(route, { path = {}, query = {}, ...rest } = {}) {
  const [method, template] = route.split(" ");
  const where = template.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(/** @type {any} */ (path)[name]));
  return ask(method, where + search(query), rest);
}

/** Write a query; what is undefined or null is left out. @param {Record<string, any>} query */
export function search(query) {
  const written = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null && one !== "") written.append(name, String(one));
    }
  }
  return written.size ? `?${written}` : "";
}

/** A new idempotency key, or client id. */
export function once() {
  return crypto.randomUUID();
}
