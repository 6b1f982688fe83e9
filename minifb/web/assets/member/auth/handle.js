// A handle made of a name: what the address of a profile will be, until somebody chooses another one.

const LETTERS = /** @type {Record<string, string>} */ ({ ä: "ae", ö: "oe", ü: "ue", ß: "ss", æ: "ae", ø: "o", å: "a", œ: "oe", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i" });

/** @param {string} firstName @param {string} lastName */
export function handleOf(firstName, lastName) {
  const plain = `${firstName} ${lastName}`.toLowerCase().replace(/[^\x00-\x7f]/g, (letter) => LETTERS[letter] ?? letter.normalize("NFD"));
  const handle = plain.replace(/[\u0300-\u036f']/g, "").replace(/[^a-z0-9]+/g, "_").replace(/^_+|_+$/g, "").slice(0, 30).replace(/_+$/, "");
  return handle.length < 3 ? "" : handle;
}

/** Another one, where that is taken. @param {string} handle */
export function otherThan(handle) {
  return `${handle.replace(/\d+$/, "").slice(0, 27)}${10 + Math.floor(Math.random() * 90)}`;
}
