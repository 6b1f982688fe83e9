// What is kept on this device: drafts, what waits to be sent, what was last read. Emptied at sign-out.

const STORES = ["drafts", "outgoing", "cache"];

/** @type {Promise<IDBDatabase> | null} */
let opening = null;

function opened() {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open("minifb", 1);
    request.onupgradeneeded = () => { for (const name of STORES) request.result.createObjectStore(name); };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return opening;
}

/**
 * @template T
 * @param {string} store
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest<T>} run
 * @returns {Promise<T>}
 */
async function within(store, mode, run) {
  const database = await opened();
  return new Promise((resolve, reject) => {
    const request = run(database.transaction(store, mode).objectStore(store));
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** @typedef {"drafts" | "outgoing" | "cache"} Store */

/** @param {Store} store @param {string} key @returns {Promise<any>} */
export function get(store, key) {
  return within(store, "readonly", (one) => one.get(key));
}

/** @param {Store} store @param {string} key @param {any} value */
export function put(store, key, value) {
  return within(store, "readwrite", (one) => one.put(value, key));
}

/** @param {Store} store @param {string} key */
export function remove(store, key) {
  return within(store, "readwrite", (one) => one.delete(key));
}

/** Everything in a store, oldest key first. @param {Store} store @returns {Promise<any[]>} */
export function all(store) {
  return within(store, "readonly", (one) => one.getAll());
}

/** Forget everything, as at sign-out. */
export async function forget() {
  for (const store of STORES) await within(store, "readwrite", (one) => one.clear());
}
