// Where a place in a text area is on the page: a copy of the field is laid out unseen and measured.

const COPIED = /** @type {const} */ (["boxSizing", "inlineSize", "paddingBlock", "paddingInline", "borderWidth", "borderStyle", "font", "letterSpacing", "lineHeight", "textAlign", "direction", "wordSpacing", "tabSize"]);

/**
 * Where the letter at an offset stands, in the coordinates of the window.
 *
 * @param {HTMLTextAreaElement} field
 * @param {number} offset
 * @returns {{left: number, top: number, bottom: number}}
 */
export function caretAt(field, offset) {
  const copy = document.createElement("div");
  const look = getComputedStyle(field);
  for (const one of COPIED) copy.style[one] = look[one];
  Object.assign(copy.style, { position: "fixed", insetBlockStart: "0", insetInlineStart: "0", visibility: "hidden", whiteSpace: "pre-wrap", overflowWrap: "break-word" });
  const mark = document.createElement("span");
  mark.textContent = field.value.slice(offset, offset + 1).trim() || ".";
  copy.append(field.value.slice(0, offset), mark);
  document.body.append(copy);
  const from = copy.getBoundingClientRect();
  const at = mark.getBoundingClientRect();
  copy.remove();
  const box = field.getBoundingClientRect();
  const top = box.top + at.top - from.top - field.scrollTop;
  return { left: box.left + at.left - from.left, top, bottom: top + at.height };
}
