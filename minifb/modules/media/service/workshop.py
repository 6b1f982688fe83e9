"""The workshop: runs each piece of work in a process of its own, listens to it, and ends it when its time is over.

What comes from such a process is believed no more than what comes from outside: it read a stranger's file.
"""

import asyncio
import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import msgspec

from minifb.modules.media.workers.work import Errand, Failed, Line, Made, Progress, Refused, Report, Work

LINE_MAX = 64 * 1024
LINES_MAX = 10_000
VARIANTS_MAX = 32
NAME = re.compile(r"[a-z0-9][a-z0-9.-]{0,31}")
STOP_SECONDS = 5.0
"""So long a process that was killed may take to be gone, before it is left to the system."""
OUT_OF_BOUNDS = frozenset({signal.SIGXCPU, signal.SIGXFSZ})
"""How the system ends what takes more than it may."""
FALLS = frozenset({signal.SIGSEGV, signal.SIGABRT, signal.SIGBUS, signal.SIGILL, signal.SIGFPE, signal.SIGSYS})
"""How a library falls over a file."""
Process = subprocess.Popen[bytes]
_LINE: msgspec.json.Decoder[Line] = msgspec.json.Decoder(Line)


class Broken(Exception):
    """The work could not be done now, and the file may not be to blame: it is tried again."""


class Hindered(Exception):
    """The machine would not do it now: no room, no memory. It is tried again, however often."""


class Called(Exception):
    """The work was called off."""


class Workshop:
    """Runs pieces of work; who may run how many at once is decided by whoever hands them in."""

    def __init__(self) -> None:
        """Start with nothing to do."""
        self._running: dict[str, Process] = {}
        self._called_off: set[str] = set()

    async def make(self, name: str, work: Work, report: Report) -> Made:
        """Have a piece of work done.

        Raises `Refused` when it never will be, `Broken` or `Hindered` when it may be another time, `Called` when it
        was called off.
        """
        try:
            last, code = await self._run(name, work, report)
            if name in self._called_off:
                raise Called
        except TimeoutError:
            # It has the last place in the queue: on a machine that is busy it may be late without being large.
            raise Broken("out of time") from None
        finally:
            self._running.pop(name, None)
            self._called_off.discard(name)
        match last:
            case Made():
                return checked(last, Path(work.folder))
            case Failed():
                raise Refused(last.code, last.detail)
        raise _fallen(code)

    async def _run(self, name: str, work: Work, report: Report) -> tuple[Line | None, int]:
        """Run a process to its end; give the last it said, if that was an end, and how it ended."""
        ours, theirs = socket.socketpair()
        with ours:
            with theirs:
                process = _started(work.folder, theirs)
            self._running[name] = process
            try:
                async with asyncio.timeout(work.limits.seconds):
                    last = await _talk(process, ours, msgspec.json.encode(Errand(work, os.getpid())), report)
                    return last, await _gone(process)
            finally:
                process.kill()
                await _gone(process)

    def call_off(self, name: str) -> None:
        """Stop a piece of work that runs."""
        if process := self._running.get(name):
            self._called_off.add(name)
            process.kill()

    def running(self) -> int:
        """Tell how many processes there are."""
        return len(self._running)


def command() -> list[str]:
    """Say how a worker is started: the single file starts itself under another name."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "_worker"]
    return [sys.executable, "-I", "-m", "minifb.modules.media.workers"]


def environment(of: Mapping[str, str]) -> dict[str, str]:
    """Tell a worker nothing of where we are; the single file must know where it is unpacked, or it unpacks again."""
    if not getattr(sys, "frozen", False):
        return {}
    return {name: value for name, value in of.items() if name.startswith("_PYI_") or name == "LD_LIBRARY_PATH"}


def checked(made: Made, folder: Path) -> Made:
    """Take what a worker says it made: plain files in its folder, under names that may stand in an address."""
    names = [variant.name for variant in made.variants]
    if not 0 < len(names) <= VARIANTS_MAX or len(set(names)) != len(names):
        raise Broken(f"variants: {names}")
    for variant in made.variants:
        path = folder / variant.path
        plain = NAME.fullmatch(variant.name) and NAME.fullmatch(variant.path)
        if not plain or path.is_symlink() or not path.is_file() or not path.stat().st_size:
            raise Broken(f"variant: {variant}")
    return made


def _started(folder: str, mouth: socket.socket) -> Process:
    """Start a worker. It takes a millisecond: it shares our memory until it has its own program.

    Loops start processes by copying the server's memory tables, for which all who are served would wait. And it is
    this thread with which a worker ends, so none that may go away can start it.
    """
    return subprocess.Popen(  # noqa: S603 - our own program
        command(),
        stdin=subprocess.PIPE,
        stdout=mouth.fileno(),
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env=environment(os.environ),
        start_new_session=True,
        bufsize=0,
    )


async def _talk(process: Process, ear: socket.socket, errand: bytes, report: Report) -> Line | None:
    """Hand in an errand and listen to the end; give the last that was said, if it was an end.

    It speaks over a socket and not a pipe: uvloop closes the number of a pipe once more after the pipe's own object
    did, and by then a thread may have opened something else under it.
    """
    if process.stdin is None:
        raise Broken("started without a pipe")
    with contextlib.suppress(BrokenPipeError), process.stdin:  # it died at once: what it says tells
        process.stdin.write(errand)  # far less than a pipe holds
    heard, line = await asyncio.open_connection(sock=ear, limit=LINE_MAX)
    try:
        return await _heard(heard, report)
    finally:
        line.close()


async def _heard(mouth: asyncio.StreamReader, report: Report) -> Line | None:
    line: Line | None = None
    for _ in range(LINES_MAX):
        try:
            text = await mouth.readline()
            if not text:
                return None if isinstance(line, Progress) else line
            line = _LINE.decode(text)
        except (ValueError, msgspec.DecodeError) as error:
            raise Broken(f"unheard of: {error}") from error
        if isinstance(line, Progress):
            report(min(max(line.done, 0.0), 1.0))
    raise Broken("too many lines")


def _fallen(code: int) -> Exception:
    """Tell what became of a process that ended without a word."""
    if code == os.EX_TEMPFAIL:
        return Hindered("no room")
    if -code in OUT_OF_BOUNDS:
        return Refused("too_much_work", signal.Signals(-code).name)
    if -code in FALLS:
        return Refused("undecodable", signal.Signals(-code).name)
    return Broken(f"ended with {code}")


async def _gone(process: Process) -> int:
    """Wait until a process that said its last, or was killed, is gone; tell how it ended."""
    if process.poll() is None:
        with contextlib.suppress(subprocess.TimeoutExpired):
            await asyncio.to_thread(process.wait, STOP_SECONDS)
    return process.returncode or 0
