"""Parts: how the bytes of a resumable upload come to its file, by one connection at a time."""

import asyncio
import hashlib
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import IO
from weakref import WeakValueDictionary

from minifb.modules.media.rules.resumable import TakenOver
from minifb.modules.media.rules.types import HEAD_BYTES
from minifb.modules.media.rules.uploads import FileTooLarge
from minifb.modules.media.service.incoming import PIECE_BYTES, Hand, private, write_all

SURE_BYTES = 16 * 1024 * 1024
"""After so much it is made sure that it is on the disk, so that no more than this is sent again after a crash."""


class Turns:
    """Who may write to which upload. A connection that comes later counts: the earlier one is dead, or will be."""

    def __init__(self) -> None:
        """Start with nobody writing."""
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._reading: dict[str, asyncio.Future[bytes | None]] = {}

    @asynccontextmanager
    async def taken(self, id: str) -> AsyncIterator[None]:
        """Have an upload to oneself; whoever reads for it now is told that it goes on elsewhere."""
        if (reading := self._reading.get(id)) is not None:
            reading.cancel()
        lock = self._locks.get(id)
        if lock is None:
            lock = self._locks[id] = asyncio.Lock()
        async with lock:
            yield

    async def next(self, id: str, body: AsyncIterator[bytes]) -> bytes | None:
        """Wait for the next piece; None: there are no more."""
        reading = self._reading[id] = asyncio.ensure_future(anext(body, None))
        try:
            return await reading
        except asyncio.CancelledError:
            task = asyncio.current_task()
            if task is not None and not task.cancelling():
                raise TakenOver from None
            raise
        finally:
            del self._reading[id]


class Writing:
    """The file of an upload, written on from where it is sure to be complete."""

    def __init__(self, path: Path, position: int, length: int) -> None:
        """Go on at a position; what was written behind it may be broken."""
        self.path = path
        self.position = position
        """So much is written."""
        self.sure = position
        """So much is on the disk for sure."""
        self._length = length
        self._file: IO[bytes] | None = None
        self._pending = bytearray()
        self._hand = Hand()

    @property
    def complete(self) -> bool:
        """Whether all of it came."""
        return self.position + len(self._pending) == self._length

    @property
    def due(self) -> bool:
        """Whether there is enough to make sure of."""
        return self.position - self.sure >= SURE_BYTES

    async def take(self, piece: bytes) -> None:
        """Take the next bytes; more than were announced are refused."""
        if self.position + len(self._pending) + len(piece) > self._length:
            raise FileTooLarge
        self._pending += piece
        if len(self._pending) >= PIECE_BYTES:
            await self._write()

    async def make_sure(self) -> int:
        """Bring all that came to the disk; tell how far it is."""
        await self._write()
        await self._hand.do(self._bring)
        return self.sure

    def give_up(self) -> None:
        """Forget what came and is not written: it is not wanted."""
        self._pending.clear()

    async def close(self) -> None:
        """Write no more."""
        await self._hand.rest()
        if self._file is not None:
            self._file.close()

    async def _write(self) -> None:
        if not self._pending:
            return
        piece = bytes(self._pending)
        self._pending.clear()
        await self._hand.do(self._append, piece)

    def _append(self, piece: bytes) -> None:
        if self._file is None:
            self._file = private(self.path, go_on=True)
            self._file.truncate(self.position)
            self._file.seek(self.position)
            _bring_name(self.path.parent)
        write_all(self._file, piece)
        self.position += len(piece)

    def _bring(self) -> None:
        if self._file is not None and self.sure < self.position:
            os.fsync(self._file.fileno())
        self.sure = self.position


def _bring_name(folder: Path) -> None:
    """Bring to the disk that there is a file of this name; on Windows that is the system's own affair."""
    if os.name == "posix":
        opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def length_of(path: Path) -> int:
    """Tell how long a file is; 0: there is none."""
    return path.stat().st_size if path.exists() else 0


def head_of(path: Path) -> bytes:
    """Read how a file begins."""
    with path.open("rb") as file:
        return file.read(HEAD_BYTES)


def digest_of(path: Path) -> str:
    """Give the sha256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
