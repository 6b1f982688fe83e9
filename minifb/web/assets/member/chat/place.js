// Where one is in a thread: at the bottom it stays there, elsewhere the line one reads stays where it is.

/** So near the end counts as being there. */
const NEAR = 48;
/** So near an end more is fetched. */
const AHEAD = 800;
const FLASH_MS = 2000;
/** Lines are sought so close: none is lower. */
const STEP = 24;

/**
 * @param {{current: HTMLElement | null}} scroller
 * @param {import("./thread.js").Thread} thread
 * @param {import("../../vendor/preact.js").Signal<boolean>} away  told whether the end is out of sight
 */
export function hold(scroller, thread, away) {
  let stuck = true;
  let shown = 0;
  let sought = "";
  let top = 0;
  let anchor = /** @type {Element | null} */ (null);

  /** Note the line at the top of what one sees. */
  const note = () => {
    const log = scroller.current;
    if (!log) return;
    anchor = uppermost(log) ?? anchor;
    top = anchor?.getBoundingClientRect().top ?? 0;
  };

  /** What changed above moved the line one reads: put it back. */
  const back = () => {
    const log = scroller.current;
    if (!log || !anchor?.isConnected) return;
    const moved = anchor.getBoundingClientRect().top - top;
    if (Math.abs(moved) >= 1) log.scrollTop += moved;
    else return;
    top = anchor.getBoundingClientRect().top;
  };

  const toEnd = () => {
    const log = scroller.current;
    if (log) log.scrollTop = log.scrollHeight;
  };

  const scrolled = () => {
    const log = scroller.current;
    if (!log) return;
    const left = log.scrollHeight - log.scrollTop - log.clientHeight;
    stuck = left < NEAR && !thread.later.peek();
    away.value = left > log.clientHeight / 2 || thread.later.peek();
    if (stuck) thread.forget();
    else note();
    if (log.scrollTop < AHEAD && !thread.problem.peek()) thread.loadEarlier();
    if (left < AHEAD && thread.later.peek() && !thread.problem.peek()) thread.loadLater();
  };

  /** @param {Element} line */
  const flash = (line) => {
    line.classList.add("sought");
    setTimeout(() => line.classList.remove("sought"), FLASH_MS);
  };

  /** @param {string} id */
  const found = (id) => scroller.current?.querySelector(`[data-id="${CSS.escape(id)}"]`);

  return {
    /** After each drawing: stay where one is. */
    settle() {
      const log = scroller.current;
      if (!log || thread.state.peek() !== "ready") return;
      const wanted = thread.sought.peek();
      const line = wanted && wanted !== sought && found(wanted);
      if (line) {
        sought = wanted;
        stuck = false;
        line.scrollIntoView({ block: "center" });
        flash(line);
        /** @type {HTMLElement} */ (line).focus({ preventScroll: true });
        scrolled();
      } else if (thread.unreadFrom.peek() !== shown) {
        shown = thread.unreadFrom.peek();
        toEnd();
        const mark = log.querySelector(".log-unread");
        if (mark && mark.getBoundingClientRect().top < log.getBoundingClientRect().top + NEAR) mark.scrollIntoView({ block: "start" });
        scrolled();
      } else if (stuck) toEnd();
      else back();
    },
    /** Listen to the scroller and to what changes its size; gives what stops it. */
    listen() {
      const log = scroller.current;
      if (!log) return undefined;
      log.addEventListener("scroll", scrolled, { passive: true });
      const sizes = new ResizeObserver(() => { if (stuck) toEnd(); else back(); });
      sizes.observe(log);
      if (log.firstElementChild) sizes.observe(log.firstElementChild);
      return () => {
        log.removeEventListener("scroll", scrolled);
        sizes.disconnect();
      };
    },
    /** Go to the end, also where that is not fetched. */
    async latest() {
      stuck = true;
      if (thread.later.peek()) await thread.load();
      toEnd();
      away.value = false;
    },
    /** Go to a message, wherever it is. @param {string} id */
    async seek(id) {
      const line = found(id);
      if (line) {
        line.scrollIntoView({ block: "center" });
        flash(line);
        return;
      }
      thread.sought.value = "";
      sought = "";
      await thread.load({ around: id });
      thread.sought.value = id;
    },
    /** One wrote something oneself: that is at the end. */
    stick() {
      stuck = true;
    },
  };
}

/** The first line in sight. A day above it is no hold: it goes up to the first line of that day. @param {HTMLElement} log */
function uppermost(log) {
  const { left, width, top, bottom } = log.getBoundingClientRect();
  for (let y = top + 8; y < bottom; y += STEP) {
    const line = document.elementFromPoint(left + width / 2, y)?.closest(".line");
    if (line) return line;
  }
  return undefined;
}
