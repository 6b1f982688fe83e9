"""Bytes on this machine's disk: one file per content, in folders named by the first two letters of its sha256.

A file appears under its name only when all of it is on disk: it is written (or was, by whoever brings it), synced, then
given its name, and the folder synced too. So there is never half a file, whenever the power fails.
"""

import asyncio
import errno
import hashlib
import os
import re
import shutil
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import ParamSpec, TypeVar

from cachebox import LRUCache

from minifb.kernel.clock import Clock, Instant
from minifb.modules.media.backends.storage import PIECE, Kept, Missing, Spoiled, StorageFailed, StorageFull

THREADS = 4
"""The disk is waited for beside the loop, by so many at once."""
ENOUGH = 64 * 1024 * 1024
"""With less room than this, storage is not well."""
BELIEVED_SECONDS = 24 * 3600
"""So long a file that was read through and found sound is believed, as long as nothing touched it."""

_SHA256 = re.compile(r"[0-9a-f]{64}(?=\Z|\.part\Z)")
_DIGITS = re.compile("[0-9a-f]{2}")
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_NO_LINKS = frozenset({errno.EXDEV, errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK})

P = ParamSpec("P")
R = TypeVar("R")
Stamp = tuple[int, int, int]


class DiskStorage:
    """Keeps files in a folder."""

    name = "storage"

    def __init__(self, folder: Path, clock: Clock) -> None:
        """Keep them there; the folder is made with the first."""
        self._folder, self._clock = folder, clock
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="storage")
        self._naming = Lock()
        self._looked_at: LRUCache[str, tuple[Stamp, float]] = LRUCache(100_000)

    async def put(self, sha256: str, source: Path) -> None:
        """Give a file its name here; what is kept already stays, unless the disk has spoiled it."""
        await self._beside(self._put, sha256, source)

    async def fetch(self, sha256: str, path: Path) -> None:
        """Lay the file at a path."""
        await self._beside(_lay, self._path(sha256), path)

    async def read(self, sha256: str) -> bytes:
        """Give all of something small."""
        return await self._beside(self._read, sha256)

    async def pieces(self, sha256: str, start: int, stop: int) -> AsyncGenerator[bytes, None]:
        """Give the bytes from `start` to before `stop`; the file may be deleted meanwhile, its bytes still come."""
        file = await self._beside(os.open, self._path(sha256), os.O_RDONLY)
        try:
            while start < stop:
                piece = await self._beside(os.pread, file, min(PIECE, stop - start), start)
                if not piece:
                    raise StorageFailed(f"{sha256} is shorter than it was")
                yield piece
                start += len(piece)
        finally:
            os.close(file)

    async def check(self, sha256: str) -> None:
        """Read a file through, unless that was done lately and nothing touched it since."""
        if not await self._beside(self._sound, sha256):
            raise Spoiled(sha256)

    async def delete(self, sha256: str) -> None:
        """Let go of a file."""
        await self._beside(self._delete, sha256)

    async def kept(self) -> AsyncIterator[list[Kept]]:
        """List all files, folder by folder."""
        for folder in await self._beside(_folders, self._folder):
            if found := await self._beside(_listed, folder):
                yield found

    async def free(self) -> int | None:
        """Give the bytes of room left."""
        return await self._beside(self._free)

    async def healthy(self) -> bool:
        """Tell whether there is room, and we may write."""
        try:
            free = await self.free() or 0
        except StorageFailed:
            return False
        return free >= ENOUGH and os.access(_there(self._folder), os.W_OK)

    async def close(self) -> None:
        """Let the threads go."""
        self._threads.shutdown(wait=False)

    # ── beside the loop ──

    async def _beside(self, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        def run() -> R:
            with _told_as_ours():
                return work(*args, **kwargs)

        return await asyncio.get_running_loop().run_in_executor(self._threads, run)

    def _path(self, sha256: str) -> Path:
        return self._folder / sha256[:2] / sha256

    def _read(self, sha256: str) -> bytes:
        data = self._path(sha256).read_bytes()
        if hashlib.sha256(data).hexdigest() != sha256:
            raise Spoiled(sha256)
        return data

    def _put(self, sha256: str, source: Path) -> None:
        target = self._path(sha256)
        if target.exists() and self._sound(sha256):
            return
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _sync(source)
        part = target.with_name(f"{sha256}.part")
        with self._naming:
            part.unlink(missing_ok=True)
            _lay(source, part)
            part.replace(target)
            part.unlink(missing_ok=True)  # two names of one file: then `replace` does nothing
        for folder in (target.parent, self._folder, self._folder.parent):
            _sync(folder)

    def _sound(self, sha256: str) -> bool:
        path = self._path(sha256)
        with path.open("rb") as file:
            found = os.fstat(file.fileno())
            stamp = (found.st_ino, found.st_size, found.st_mtime_ns)
            known, until = self._looked_at.get(sha256, (None, 0.0))
            if known == stamp and self._clock.monotonic() < until:
                return True
            sound = hashlib.file_digest(file, "sha256").hexdigest() == sha256
        if sound:
            self._looked_at[sha256] = (stamp, self._clock.monotonic() + BELIEVED_SECONDS)
        return sound

    def _delete(self, sha256: str) -> None:
        path = self._path(sha256)
        for one in (path, path.with_name(f"{sha256}.part")):
            one.unlink(missing_ok=True)
        if path.parent.exists():
            _sync(path.parent)

    def _free(self) -> int:
        return shutil.disk_usage(_there(self._folder)).free


@contextmanager
def _told_as_ours() -> Iterator[None]:
    """Tell what the system says in the words of a storage."""
    try:
        yield
    except FileNotFoundError as error:
        raise Missing(str(error)) from error
    except OSError as error:
        raise (StorageFull if error.errno in _FULL else StorageFailed)(str(error)) from error


def _lay(source: Path, target: Path) -> None:
    """Lay a file at a second path: the same bytes on disk where the file system can, else a copy, synced."""
    try:
        os.link(source, target)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        shutil.copyfile(source, target)
        target.chmod(0o600)
        _sync(target)


def _sync(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on disk."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _there(folder: Path) -> Path:
    """Give a folder, or the nearest above it that is there."""
    while not folder.exists():
        folder = folder.parent
    return folder


def _folders(folder: Path) -> list[Path]:
    """Give the folders there are, by the two digits each is named by."""
    try:
        return sorted(one for one in folder.iterdir() if _DIGITS.fullmatch(one.name))
    except FileNotFoundError:
        return []


def _listed(folder: Path) -> list[Kept]:
    try:
        entries = list(os.scandir(folder))
    except FileNotFoundError:
        return []
    found = []
    for entry in entries:
        if name := _SHA256.match(entry.name):
            try:
                told = entry.stat(follow_symlinks=False)
            except FileNotFoundError:  # deleted just now
                continue
            at: Instant = told.st_mtime_ns // 1_000
            found.append(Kept(name.group(), told.st_size, at))
    return found
