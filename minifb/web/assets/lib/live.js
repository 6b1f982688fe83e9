// The one socket of this tab (docs/guide/messages-socket.md). Frames are hints: after a gap everybody fetches anew.

import { signal } from "../vendor/preact.js";
import { call } from "./client.js";

/** Whether the socket is up: `off` before sign-in, `lost` while it is being opened again. */
export const line = signal(/** @type {"off" | "open" | "lost"} */ ("off"));

/** @type {Map<string, Set<(data: any) => void>>} */
const listeners = new Map();
/** @type {WebSocket | null} */
let socket = null;
let wanted = false;
let tries = 0;
let opened = 0;
/** @type {any} */
let timer = 0;

/**
 * Hear frames of a type; `gap` is told whenever the line is open again after it was lost.
 *
 * @param {string} type
 * @param {(data: any) => void} listener
 * @returns {() => void} stops it
 */
export function on(type, listener) {
  const all = listeners.get(type) ?? new Set();
  listeners.set(type, all.add(listener));
  return () => all.delete(listener);
}

/** Send a frame; false when the line is not open. @param {string} type @param {object} data @param {string} [id] */
export function send(type, data, id) {
  if (socket?.readyState !== WebSocket.OPEN) return false;
  socket.send(JSON.stringify({ type, id, data }));
  return true;
}

/** Open the line and keep it open until `close`. */
export function open() {
  if (wanted) return;
  wanted = true;
  connect();
  addEventListener("online", soon);
  document.addEventListener("visibilitychange", soon);
}

/** Close the line for good, as at sign-out. */
export function close() {
  wanted = false;
  clearTimeout(timer);
  removeEventListener("online", soon);
  document.removeEventListener("visibilitychange", soon);
  socket?.close();
  line.value = "off";
}

function soon() {
  if (!wanted || document.hidden || socket?.readyState === WebSocket.OPEN || socket?.readyState === WebSocket.CONNECTING) return;
  tries = 0;
  connect();
}

function connect() {
  clearTimeout(timer);
  const mine = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/messages/ws`);
  socket = mine;
  mine.onopen = () => {
    tries = 0;
    line.value = "open";
    opened += 1;
    if (opened > 1) tell("gap", {});
  };
  mine.onmessage = (event) => {
    const frame = JSON.parse(event.data);
    tell(frame.type, frame.data);
  };
  mine.onclose = (event) => {
    if (socket !== mine) return;
    socket = null;
    if (!wanted) return;
    line.value = "lost";
    if (event.code === 4403) return;
    if (event.code === 4401) return renewed();
    timer = setTimeout(connect, wait(event.code));
  };
}

/** @param {number} code */
function wait(code) {
  if (code === 4429) return 60_000;
  const longest = Math.min(1000 * 2 ** tries, 30_000);
  tries += 1;
  return longest / 2 + Math.random() * (longest / 2); // jitter: after a restart not everybody at once
}

/** The session is stale: any request renews it, or finds that it is over. */
async function renewed() {
  try {
    await call("GET /auth/account");
  } catch (problem) {
    if (/** @type {any} */ (problem).status === 401) return;
  }
  timer = setTimeout(connect, wait(0));
}

/** @param {string} type @param {any} data */
function tell(type, data) {
  for (const listener of [...(listeners.get(type) ?? [])]) listener(data);
}
