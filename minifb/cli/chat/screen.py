"""The screen: lines that come while somebody types, without tearing what they type apart.

On a terminal the lowest row is a prompt of our own; elsewhere (a pipe, Windows) lines are read and written plainly.
"""

import asyncio
import codecs
import os
import re
import sys
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

_SEQUENCE = re.compile(r"\x1b(?:\[[0-9;?]*[ -/]*[@-~]|O.|.)?")
_UP = "\x1b[A"
HISTORY_MAX = 100


def cleaned(text: str) -> str:
    """Take out of a text whatever a terminal would obey: others wrote it."""
    return "".join(each if each.isprintable() or each == "\n" else "\ufffd" if each < "\xa0" else "" for each in text)


class Screen:
    """Where lines are shown and read, plainly: one after the other."""

    def __init__(self, console: Console) -> None:
        """Write to a console."""
        self._console = console
        self._lines: asyncio.Queue[str | None] = asyncio.Queue()
        self.label = ""
        """What stands before what is typed."""
        self.typed: Callable[[bool], None] = lambda _something: None
        """Is told at each key, and whether something is typed now."""

    def show(self, text: Text | str, style: str = "") -> None:
        """Show a line."""
        self._console.print(Text(text, style) if isinstance(text, str) else text, soft_wrap=True)

    def relabel(self, label: str) -> None:
        """Put something else before what is typed."""
        self.label = label

    async def line(self) -> str | None:
        """Wait for the next line; None when there is none any more."""
        return await self._lines.get()

    def open(self) -> AbstractContextManager[Any]:
        """Begin to read."""
        loop = asyncio.get_running_loop()

        def read() -> None:
            for line in sys.stdin:
                loop.call_soon_threadsafe(self._lines.put_nowait, line.rstrip("\r\n"))
            loop.call_soon_threadsafe(self._lines.put_nowait, None)

        threading.Thread(target=read, daemon=True).start()
        return nullcontext()


class Terminal(Screen):
    """A terminal: the lowest row is what is being typed."""

    def __init__(self, console: Console) -> None:
        """Begin with nothing typed."""
        super().__init__(console)
        self._line, self._history, self._back = "", [""], 0
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def open(self) -> AbstractContextManager[Any]:
        """Read key by key, until the terminal is given back as it was."""
        return _Keys(self)

    def show(self, text: Text | str, style: str = "") -> None:
        """Show a line above the row that is being typed."""
        self.clear()
        super().show(text, style)
        self.draw()

    def relabel(self, label: str) -> None:
        """Put something else before what is typed."""
        if label != self.label:
            super().relabel(label)
            self.draw()

    def draw(self) -> None:
        """Draw the lowest row: of a long line its end."""
        room = max(self._console.width - cell_len(self.label) - 1, 8)
        end = self._line[-room:]
        while cell_len(end) > room:
            end = end[1:]
        self._write(f"\r\x1b[K\x1b[1m{self.label}\x1b[0m{end}")

    def clear(self) -> None:
        """Leave the lowest row empty."""
        self._write("\r\x1b[K")

    def take(self, data: bytes) -> None:
        """Take what was typed."""
        text, at = self._decoder.decode(data), 0
        while at < len(text):
            found = _SEQUENCE.match(text, at)
            key = found.group() if found else text[at]
            at += len(key)
            self._key(key)
        self.draw()
        self.typed(bool(self._line) and not self._line.startswith("/"))

    def _key(self, key: str) -> None:
        match key:
            case "\r" | "\n":
                self.clear()
                self._lines.put_nowait(self._line)
                self._history = [*self._history[:-1], self._line, ""][-HISTORY_MAX:]
                self._line, self._back = "", 0
            case "\x7f" | "\b":
                self._line = self._line[:-1]
            case "\x15":
                self._line = ""
            case "\x17":
                self._line = self._line.rstrip().rpartition(" ")[0]
            case "\x04":
                if not self._line:
                    self._lines.put_nowait(None)
            case "\x1b[A" | "\x1b[B":
                self._back = min(max(self._back + (1 if key == _UP else -1), 0), len(self._history) - 1)
                self._line = self._history[-1 - self._back]
            case _ if key.isprintable() and not key.startswith("\x1b"):
                self._line += key

    def _write(self, text: str) -> None:
        self._console.file.write(text)
        self._console.file.flush()


class _Keys:
    """The terminal while it gives us every key."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal

    def __enter__(self) -> None:
        import termios
        import tty

        self._before = termios.tcgetattr(sys.stdin)
        tty.setcbreak(sys.stdin)
        asyncio.get_running_loop().add_reader(sys.stdin, self._read)

    def __exit__(self, *_: object) -> None:
        import termios

        asyncio.get_running_loop().remove_reader(sys.stdin)
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, self._before)
        self._terminal.clear()

    def _read(self) -> None:
        data = os.read(sys.stdin.fileno(), 4096)
        if data:
            self._terminal.take(data)
        else:
            asyncio.get_running_loop().remove_reader(sys.stdin)
            self._terminal.take(b"\x15\x04")


def screen_here() -> Screen:
    """Give the screen that fits where this program runs."""
    console = Console(highlight=False)
    try:
        import termios  # noqa: F401 - is there or not
    except ImportError:
        return Screen(console)
    return Terminal(console) if console.is_terminal and sys.stdin.isatty() else Screen(console)
