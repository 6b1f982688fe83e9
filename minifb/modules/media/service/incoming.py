"""Incoming: files on their way in, each in a file of its own until it is whole, hashed and counted as it comes.

What breaks off leaves nothing but that file, and that is dropped: at once here, by the sweep after a crash.
"""

import asyncio
import errno
import hashlib
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from minifb.kernel.data.tx import Database
from minifb.kernel.refusals import NoSpace, Refusal
from minifb.modules.media.rules.settings import MIB, MediaSettings
from minifb.modules.media.rules.types import HEAD_BYTES, Recognised
from minifb.modules.media.rules.uploads import Arrived, FileTooLarge, judge
from minifb.modules.media.service.films import film_here
from minifb.modules.media.store import resumable

PIECE_BYTES = 256 * 1024
"""So much is gathered before it is written."""
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


@contextmanager
def noticing_full() -> Iterator[None]:
    """Say in the words of the house that the disk is full."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise NoSpace from error
        raise


class Hand:
    """Does the work on one file, in a thread and one piece after the other, also when whoever waits is called away."""

    def __init__(self) -> None:
        """Start with nothing to do."""
        self._work: asyncio.Future[None] | None = None

    async def do(self, work: Callable[..., None], *given: Any) -> None:
        """Do a piece of work when the one before it is done."""
        await self.rest()
        self._work = asyncio.ensure_future(asyncio.to_thread(work, *given))
        with noticing_full():
            await asyncio.shield(self._work)

    async def rest(self) -> None:
        """Wait until nothing is being done."""
        if self._work is not None:
            await asyncio.wait([self._work])


class Incoming:
    """The folder of files on their way in."""

    def __init__(self, folder: Path, settings: MediaSettings, db: Database) -> None:
        """Use a folder; the rows of uploads under way say what of it is still wanted after a stop."""
        self.folder = folder
        self.settings = settings
        self._db = db
        self._arriving: set[str] = set()

    async def open(self) -> None:
        """Make the folder, and drop what came in and became nothing because the server was stopped in the middle."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        await self.sweep()

    async def sweep(self) -> None:
        """Drop what nobody is sending and no row of an upload under way names."""
        left = await asyncio.to_thread(self._names) - self._arriving
        for name in left - await self._db.read(lambda tx: resumable.under_way(tx, left)):
            await asyncio.to_thread(self.path(name).unlink, missing_ok=True)

    def _names(self) -> set[str]:
        return {path.name for path in self.folder.iterdir()}

    def path(self, id: str) -> Path:
        """Say where the bytes of an upload are."""
        return self.folder / id

    def refuse_full(self, more: int) -> None:
        """Refuse what would leave too little room on the disk for everything else."""
        if shutil.disk_usage(self.folder).free - more < self.settings.spare_mib * MIB:
            raise NoSpace

    def begin(self, id: str, declared: str) -> "Arrival":
        """Begin to take a file in."""
        self._arriving.add(id)
        return Arrival(id, self.path(id), declared, self.settings)

    async def drop(self, arrivals: Iterable["Arrival"]) -> None:
        """Let go of files that came, whatever became of them."""
        for arrival in arrivals:
            await arrival.discard()
            self._arriving.discard(arrival.id)


class Arrival:
    """One file on its way in."""

    def __init__(self, id: str, path: Path, declared: str, settings: MediaSettings) -> None:
        """Start with nothing; the file is made with its first bytes."""
        self.id = id
        self.path = path
        self.refusal: Refusal | None = None
        self.alt: str | None = None
        self._declared = declared
        self._settings = settings
        self._found: Recognised | None = None
        self._pending = bytearray()
        self._size = 0
        self._hash = hashlib.sha256()
        self._file: IO[bytes] | None = None
        self._hand = Hand()

    async def take(self, piece: bytes) -> None:
        """Take the next bytes; refuse the file as soon as it is clear that it is not taken."""
        self._pending += piece
        self._size += len(piece)
        if self._found is None and self._size >= HEAD_BYTES:
            self._judge()
        if self._found is not None and self._size > self._settings.bytes_max(self._found.kind):
            raise FileTooLarge
        if len(self._pending) >= PIECE_BYTES:
            await self._pass_on(self._write)

    async def end(self) -> None:
        """Take the file as whole; it is on the disk for sure when this returns."""
        if self._found is None:
            self._judge()
        await self._pass_on(self._finish)

    def arrived(self) -> Arrived:
        """Say what came."""
        assert self._found is not None  # noqa: S101 - `end` looked
        return Arrived(self.id, self._found.kind, self._found.type, self._hash.hexdigest(), self._size, self.alt)

    async def discard(self) -> None:
        """Drop the file, whatever there is of it."""
        self._pending.clear()
        await self._hand.rest()
        await asyncio.to_thread(self._drop)

    def _judge(self) -> None:
        self._found = judge(bytes(self._pending[:HEAD_BYTES]), self._declared, self._settings, film_here=film_here())

    async def _pass_on(self, work: Callable[[bytes], None]) -> None:
        piece = bytes(self._pending)
        self._pending.clear()
        await self._hand.do(work, piece)

    def _write(self, piece: bytes) -> None:
        if self._file is None:
            self._file = private(self.path)
        write_all(self._file, piece)
        self._hash.update(piece)

    def _finish(self, piece: bytes) -> None:
        self._write(piece)
        assert self._file is not None  # noqa: S101 - it was written to
        os.fsync(self._file.fileno())
        self._file.close()

    def _drop(self) -> None:
        if self._file is not None:
            self._file.close()
            self.path.unlink(missing_ok=True)


def private(path: Path, *, go_on: bool = False) -> IO[bytes]:
    """Open a file for writing that nobody else may read: a new one, or to go on with one."""
    new = 0 if go_on else os.O_EXCL
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | new, 0o600), "wb", buffering=0)


def write_all(file: IO[bytes], piece: bytes) -> None:
    """Write all of a piece: without a buffer in between, a write may take a part of it."""
    view = memoryview(piece)
    while view:
        view = view[file.write(view) :]
