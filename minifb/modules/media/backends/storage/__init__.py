"""Where the bytes of media are: on this machine's disk, or in an S3 bucket. Both promise the same.

Content is named by its sha256, so what is kept under a name never changes: it is there whole, or not at all.
"""

from collections.abc import AsyncGenerator, AsyncIterator
from pathlib import Path
from typing import Protocol

import msgspec

from minifb.kernel.clock import Instant

PIECE = 64 * 1024
"""Bytes handed on at a time."""


class Missing(Exception):
    """Nothing of that name is kept."""


class Spoiled(Exception):
    """What is kept is not any more what came: the disk has damaged it."""


class StorageFailed(Exception):
    """The storage did not do it, for now; it may later."""


class StorageFull(StorageFailed):
    """There is no room left; nothing of it was kept."""


class Kept(msgspec.Struct, frozen=True):
    """Something that is kept."""

    sha256: str
    bytes: int
    at: Instant
    """When it was written, by the clock of the storage."""


class Storage(Protocol):
    """How bytes are kept."""

    name: str
    """What health calls it: `storage` on this machine, `s3` elsewhere."""

    async def put(self, sha256: str, source: Path) -> None:
        """Keep what a file of ours holds; safe from a power cut when this returns. The file itself stays, unchanged.

        What is kept already is not written again. Raises `StorageFull` or `StorageFailed`.
        """
        ...

    async def fetch(self, sha256: str, path: Path) -> None:
        """Lay the bytes at a path that is not there yet, for somebody who only reads them."""
        ...

    async def read(self, sha256: str) -> bytes:
        """Give all of something small; raises `Missing` or `Spoiled`."""
        ...

    def pieces(self, sha256: str, start: int, stop: int) -> AsyncGenerator[bytes, None]:
        """Give the bytes from `start` to before `stop`, piece by piece, no faster than they are taken."""
        ...

    async def check(self, sha256: str) -> None:
        """See that the bytes are there and still those of that name; what was looked at lately is believed.

        Raises `Missing` or `Spoiled`.
        """
        ...

    async def delete(self, sha256: str) -> None:
        """Let go of something; no harm when it is not there."""
        ...

    def kept(self) -> AsyncIterator[list[Kept]]:
        """List all that is kept, page by page."""
        ...

    async def free(self) -> int | None:
        """Give the bytes of room left, where that is known."""
        ...

    async def healthy(self) -> bool:
        """Tell whether it answers and takes something."""
        ...

    async def close(self) -> None:
        """Give back what is held open."""
        ...
