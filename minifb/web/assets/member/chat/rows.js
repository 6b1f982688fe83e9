// The rows of a thread: lines in groups of one writer, days between them, and the mark of what is new.

/** @typedef {import("./thread.js").Line} Line */
/** @typedef {{kind: "line", key: string, line: Line, first: boolean, last: boolean} | {kind: "day", key: string, at: string} | {kind: "unread", key: string}} Row */

/** Lines of one writer that are further apart stand for themselves. */
const APART_MS = 5 * 60_000;

/**
 * @param {Line[]} lines
 * @param {number} unreadFrom  the number of the first line that is new; 0: none
 * @returns {Row[]}
 */
export function rowsOf(lines, unreadFrom) {
  const rows = /** @type {Row[]} */ ([]);
  let before = /** @type {any} */ (null);
  let day = "";
  let marked = !unreadFrom;
  for (const line of lines) {
    const message = line.peek();
    const at = new Date(message.createdAt);
    const today = at.toDateString();
    let breaks = !before || apart(before, message);
    if (today !== day) {
      rows.push({ kind: "day", key: `day ${today}`, at: message.createdAt });
      day = today;
      breaks = true;
    }
    if (!marked && message.seq >= unreadFrom) {
      rows.push({ kind: "unread", key: "unread" });
      marked = true;
      breaks = true;
    }
    const last = rows.at(-1);
    if (breaks && before) ends(rows);
    rows.push({ kind: "line", key: message.clientId ?? message.id, line, first: breaks || last?.kind !== "line", last: false });
    before = message;
  }
  ends(rows);
  return rows;
}

/** The last line so far is the last of its group. @param {Row[]} rows */
function ends(rows) {
  for (let at = rows.length - 1; at >= 0; at -= 1) {
    const row = rows[at];
    if (row.kind !== "line") continue;
    row.last = true;
    return;
  }
}

/** @param {any} one @param {any} next */
function apart(one, next) {
  return one.kind !== next.kind || one.kind === "system" || one.sender?.id !== next.sender?.id || Date.parse(next.createdAt) - Date.parse(one.createdAt) > APART_MS;
}

/** The number of the first line that is new, if as many as that are unread; 0: that is further back. @param {Line[]} lines @param {number} count @param {string} me */
export function firstUnread(lines, count, me) {
  let left = count;
  for (let at = lines.length - 1; at >= 0 && left > 0; at -= 1) {
    const { sender, kind, deletedAt, collapsed, seq } = lines[at].peek();
    if (sender?.id === me || kind === "system" || deletedAt || collapsed) continue;
    left -= 1;
    if (!left) return seq;
  }
  return 0;
}
