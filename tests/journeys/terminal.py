"""A terminal with a program in it: what it shows is read, what a person types is typed."""

import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Self

_OBEYED = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]|\r")


class Terminal:
    """One run of `minifb` at a terminal of its own."""

    def __init__(self, *words: str, folder: Path) -> None:
        """Start the program with these words."""
        self._ours, theirs = pty.openpty()
        environ = {**os.environ, "TERM": "xterm", "COLUMNS": "100"}
        command = [sys.executable, "-m", "minifb", *words]
        self._process = subprocess.Popen(
            command, stdin=theirs, stdout=theirs, stderr=theirs, env=environ, cwd=folder, start_new_session=True
        )
        os.close(theirs)
        self.shown = ""
        """All that was shown, without colours and movements."""
        self._seen = 0

    def type(self, text: str, *, enter: bool = True) -> None:
        """Type something."""
        os.write(self._ours, (text + ("\r" if enter else "")).encode())

    def see(self, text: str, *, within: float = 20.0) -> None:
        """Wait until something is shown, after what was waited for before."""
        until = time.monotonic() + within
        while (at := self.shown.find(text, self._seen)) < 0:
            left = max(until - time.monotonic(), 0)
            assert self._read(left), f"never showed {text!r} after:\n{self.shown[self._seen :]}"
        self._seen = at + len(text)

    def _read(self, within: float) -> bool:
        ready, _, _ = select.select([self._ours], [], [], within)
        try:
            more = os.read(self._ours, 65536) if ready else b""
        except OSError:  # the program has ended
            return False
        self.shown += _OBEYED.sub("", more.decode(errors="replace"))
        return bool(more)

    def end(self) -> int:
        """Wait until it ends by itself, and give its exit code."""
        while self._read(5.0):
            pass
        return self._process.wait(10)

    def __enter__(self) -> Self:
        """Sit down."""
        return self

    def __exit__(self, *_: object) -> None:
        """Get up: a program that did not end is ended."""
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        os.close(self._ours)
