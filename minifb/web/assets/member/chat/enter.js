// Whether Enter sends what one writes; as long as nobody chose, it does where there are real keys.

import { signal } from "../../vendor/preact.js";

const KEY = "chat.enter";

/** Whether Enter sends; otherwise it begins a new line, and Ctrl+Enter sends. */
export const entersSend = signal((localStorage.getItem(KEY) ?? (matchMedia("(pointer: coarse)").matches ? "line" : "send")) === "send");

/** @param {boolean} sends */
export function setEnter(sends) {
  entersSend.value = sends;
  localStorage.setItem(KEY, sends ? "send" : "line");
}
