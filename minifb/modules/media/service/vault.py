"""The vault: what comes into the storage and leaves it, so that no row ever names bytes that are not there.

Bytes come first and their row after them; they leave only when no row counts them and nobody is about to write one.
This is the one process that writes here, so who is about to is known in memory (`keeping`).
"""

import asyncio
import contextlib
from collections import Counter
from collections.abc import AsyncIterator, Collection, Mapping
from pathlib import Path
from weakref import WeakValueDictionary

import structlog

from minifb.kernel.clock import Clock
from minifb.kernel.data.tx import Database
from minifb.kernel.refusals import NoSpace, OutcomeUnknown, Unavailable
from minifb.kernel.settings import CannotStart
from minifb.modules.media.backends.storage import Storage, StorageFailed, StorageFull
from minifb.modules.media.backends.storage.disk import DiskStorage
from minifb.modules.media.rules.blobs import StorageAway
from minifb.modules.media.rules.settings import MediaSettings
from minifb.modules.media.store import blobs

log = structlog.get_logger()

UNSURE_SECONDS = 120
"""So long bytes stay for a row that may still be written: its writer went away before it heard."""


def storage_of(settings: MediaSettings, folder: Path, clock: Clock) -> Storage:
    """Make the storage that is configured."""
    if settings.storage == "disk":
        return DiskStorage(folder / "blobs", clock)
    if not settings.bucket:
        raise CannotStart("media is to be kept in S3, but in no bucket", "set modules.media.bucket")
    from minifb.modules.media.backends.storage.s3 import Bucket, S3Storage

    bucket = Bucket(
        name=settings.bucket,
        region=settings.region,
        endpoint=settings.endpoint,
        prefix=settings.prefix,
        access_key=settings.access_key,
        secret_key=settings.secret_key,
    )
    return S3Storage(bucket, clock)


class Vault:
    """Takes bytes in and lets them go."""

    def __init__(self, storage: Storage, db: Database) -> None:
        """Stand between a storage and the rows that count what is in it."""
        self.storage = storage
        self._db = db
        self._pinned: Counter[str] = Counter()
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    @contextlib.asynccontextmanager
    async def keeping(self, files: Mapping[str, Path]) -> AsyncIterator[None]:
        """Take files in, by their sha256, and hold them for the unit inside the block that writes their rows.

        The files themselves stay where they are. When the block fails, what no row counts is let go again.
        """
        names = list(files)
        self._pinned.update(names)
        try:
            for name, path in files.items():
                async with self._alone(name):
                    await self._put(name, path)
            yield
        except (asyncio.CancelledError, OutcomeUnknown):
            # The unit may still be written: nothing goes before that is decided.
            asyncio.get_running_loop().call_later(UNSURE_SECONDS, self._unpin, names)
            raise
        except BaseException:
            self._unpin(names)
            with contextlib.suppress(Unavailable):  # what stays behind is found by the sweep
                await self.remove(names)
            raise
        self._unpin(names)

    async def fetch(self, sha256: str, path: Path) -> None:
        """Lay bytes at a path that is not there yet, for somebody who only reads them."""
        await self.storage.fetch(sha256, path)

    async def remove(self, names: Collection[str]) -> list[str]:
        """Let those of these go that no row counts and nobody is about to count; give them.

        One that the storage will not let go is left for the next time, and is in nobody's way.
        """
        gone = []
        for name in names:
            try:
                if await self._remove(name):
                    gone.append(name)
            except StorageFailed as error:
                log.warning("content could not be deleted", content=name, error=str(error))
        return gone

    async def _remove(self, name: str) -> bool:
        async with self._alone(name):
            if self._pinned[name] > 0:
                return False
            count = await self._db.read(lambda tx: blobs.count(tx, name))
            if count:
                return False
            await self.storage.delete(name)
            if count == 0:
                # Bytes first: a row that nobody counts and that is left behind is found again, a file is not.
                await self._db.write(lambda tx: blobs.forget(tx, name))
            return True

    async def _put(self, name: str, path: Path) -> None:
        try:
            await self.storage.put(name, path)
        except StorageFull as error:
            raise NoSpace from error
        except StorageFailed as error:
            raise StorageAway from error

    def _unpin(self, names: Collection[str]) -> None:
        self._pinned.subtract(names)
        self._pinned = +self._pinned  # what nobody holds is not kept in mind

    def _alone(self, name: str) -> asyncio.Lock:
        """Give the lock of one content: it is taken in, or let go, by one at a time."""
        lock = self._locks.get(name)
        if lock is None:
            lock = self._locks[name] = asyncio.Lock()
        return lock
