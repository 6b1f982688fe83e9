"""The shelf: what is handed out is taken from here, sound or not at all."""

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import aclosing

from cachebox import LRUCache

from minifb.kernel.ops.failures import Failures
from minifb.modules.media.backends.storage import Missing, Spoiled, Storage, StorageFailed
from minifb.modules.media.rules.blobs import Damaged, StorageAway
from minifb.modules.media.rules.delivery import STREAMS_MAX, Part, TooManyStreams
from minifb.modules.media.rules.media import Form

MEMORY_BYTES = 32 * 1024 * 1024
"""What is asked for often and small is kept in memory, up to so much."""


class Shelf:
    """Takes bytes from a storage. What it keeps in memory is named by its content, so it is never out of date."""

    def __init__(self, storage: Storage, failures: Failures, *, bytes_max: int) -> None:
        """Keep at most so many bytes in memory; 0 keeps nothing."""
        self._storage, self._failures = storage, failures
        self._kept: LRUCache[str, bytes] | None = None
        if bytes_max:
            self._kept = LRUCache(bytes_max, getsizeof=lambda _, data: len(data) + 200)
        self._streams: Counter[str] = Counter()

    async def whole(self, form: Form) -> bytes:
        """Give all of something small."""
        data = self._kept.get(form.blob) if self._kept is not None else None
        if data is None:
            try:
                data = await self._storage.read(form.blob)
            except (Missing, Spoiled, StorageFailed) as error:
                raise self._refusal(form, error) from error
            if self._kept is not None:
                self._kept[form.blob] = data
        return data

    async def stream(self, form: Form, part: Part, viewer: str) -> AsyncIterator[bytes]:
        """Give a part of something large, piece by piece; a viewer may have so many under way."""
        if self._streams[viewer] >= STREAMS_MAX:
            raise TooManyStreams(retry_after=5)
        try:
            await self._storage.check(form.blob)
        except (Missing, Spoiled, StorageFailed) as error:
            raise self._refusal(form, error) from error
        return self._pieces(form, part, viewer)

    async def _pieces(self, form: Form, part: Part, viewer: str) -> AsyncIterator[bytes]:
        self._streams[viewer] += 1
        try:
            async with aclosing(self._storage.pieces(form.blob, part.start, part.stop)) as pieces:
                async for piece in pieces:
                    yield piece
        finally:
            self._streams[viewer] -= 1
            self._streams = +self._streams

    def _refusal(self, form: Form, error: Exception) -> Damaged | StorageAway:
        """Say what may be said about it, and note the rest for whoever runs the server."""
        self._failures.note(error)
        return StorageAway() if isinstance(error, StorageFailed) else Damaged()
