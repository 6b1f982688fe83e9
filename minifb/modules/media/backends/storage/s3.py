"""Bytes in an S3 bucket, or in whatever speaks its language: MinIO, versitygw, Ceph, R2."""

import asyncio
import hashlib
import os
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from minifb.kernel.clock import Clock, instant
from minifb.modules.media.backends.storage import Kept, Missing, Spoiled, StorageFailed, StorageFull

if TYPE_CHECKING:
    from obstore.store import ClientConfig, RetryConfig, S3Config, S3Store

PIECE = 1024 * 1024
"""Bytes asked for at a time: each is a request of its own, so nobody's slow line holds one open."""
PARTS = 3
"""Parts of 5 MiB that are sent side by side."""
BELIEVED_SECONDS = 30
"""So long an answer about the bucket's health stands."""

_FULL = ("QuotaExceeded", "StorageFull", "InsufficientStorage", "507 ")


class Bucket(msgspec.Struct, frozen=True, kw_only=True):
    """Where a bucket is, and who we are there."""

    name: str
    region: str = "us-east-1"
    endpoint: str = ""
    """Empty: Amazon's own."""
    prefix: str = ""
    access_key: str = ""
    """Empty: whatever the machine's environment or role says."""
    secret_key: str = ""


class S3Storage:
    """Keeps objects in a bucket."""

    name = "s3"

    def __init__(self, bucket: Bucket, clock: Clock) -> None:
        """Keep them there."""
        self._store = _opened(bucket)
        self._prefix = f"{bucket.prefix.strip('/')}/".lstrip("/")
        self._clock = clock
        self._well = (False, 0.0)

    async def put(self, sha256: str, source: Path) -> None:
        """Send a file; the bucket shows it when it has all of it."""
        import obstore

        with _told_as_ours():
            if await self._bytes(sha256) == await asyncio.to_thread(os.path.getsize, source):
                return
            await obstore.put_async(self._store, self._key(sha256), source, max_concurrency=PARTS)

    async def fetch(self, sha256: str, path: Path) -> None:
        """Bring the bytes to a path."""
        part = path.with_name(f"{path.name}.part")
        size = await self._bytes(sha256)
        if size is None:
            raise Missing(sha256)
        with part.open("wb") as file:
            async for piece in self.pieces(sha256, 0, size):
                await asyncio.to_thread(file.write, piece)
        part.replace(path)

    async def read(self, sha256: str) -> bytes:
        """Give all of something small."""
        import obstore

        with _told_as_ours():
            answer = await obstore.get_async(self._store, self._key(sha256))
            data = bytes(await answer.bytes_async())
        if await asyncio.to_thread(lambda: hashlib.sha256(data).hexdigest()) != sha256:
            raise Spoiled(sha256)
        return data

    async def pieces(self, sha256: str, start: int, stop: int) -> AsyncGenerator[bytes, None]:
        """Give the bytes from `start` to before `stop`."""
        import obstore

        while start < stop:
            end = min(start + PIECE, stop)
            with _told_as_ours():
                piece = bytes(await obstore.get_range_async(self._store, self._key(sha256), start=start, end=end))
            if len(piece) != end - start:
                raise StorageFailed(f"{sha256} is shorter than it was")
            yield piece
            start = end

    async def check(self, sha256: str) -> None:
        """See that it is there: a bucket keeps sums of its own, and checks them."""
        if await self._bytes(sha256) is None:
            raise Missing(sha256)

    async def delete(self, sha256: str) -> None:
        """Let go of an object."""
        import obstore

        with _told_as_ours():
            await obstore.delete_async(self._store, self._key(sha256))

    async def kept(self) -> AsyncIterator[list[Kept]]:
        """List all objects, as the bucket pages them."""
        import obstore

        with _told_as_ours():
            async for page in obstore.list(self._store, self._prefix or None):
                named = ((one["path"].rpartition("/")[2], one) for one in page)
                yield [Kept(name, one["size"], instant(one["last_modified"])) for name, one in named if len(name) == 64]

    async def free(self) -> int | None:
        """Nobody knows: a bucket takes what is paid for."""
        return None

    async def healthy(self) -> bool:
        """Ask the bucket for a list of nothing, at most twice a minute."""
        import obstore

        well, until = self._well
        now = self._clock.monotonic()
        if now >= until:
            try:
                with _told_as_ours():
                    await obstore.list_with_delimiter_async(self._store, f"{self._prefix}health")
                well = True
            except (Missing, StorageFailed):
                well = False
            self._well = well, now + BELIEVED_SECONDS
        return well

    async def close(self) -> None:
        """Nothing is held open."""

    def _key(self, sha256: str) -> str:
        return f"{self._prefix}{sha256[:2]}/{sha256}"

    async def _bytes(self, sha256: str) -> int | None:
        import obstore

        try:
            with _told_as_ours():
                return (await obstore.head_async(self._store, self._key(sha256)))["size"]
        except Missing:
            return None


def _opened(bucket: Bucket) -> "S3Store":
    from obstore.store import S3Store

    client: ClientConfig = {
        "allow_http": bucket.endpoint.startswith("http://"),
        "connect_timeout": timedelta(seconds=5),
        "timeout": timedelta(seconds=60),
    }
    config: S3Config = {"region": bucket.region, "virtual_hosted_style_request": False}
    if bucket.endpoint:
        config["endpoint"] = bucket.endpoint
    if bucket.access_key:
        config["access_key_id"], config["secret_access_key"] = bucket.access_key, bucket.secret_key
    retries: RetryConfig = {"max_retries": 3, "retry_timeout": timedelta(seconds=20)}
    return S3Store(bucket.name, config=config, client_options=client, retry_config=retries)


@contextmanager
def _told_as_ours() -> Iterator[None]:
    """Tell what the bucket says in the words of a storage."""
    from obstore.exceptions import BaseError, NotFoundError

    try:
        yield
    except (NotFoundError, FileNotFoundError) as error:
        raise Missing(_first_line(error)) from error
    except (BaseError, OSError) as error:
        full = any(sign in str(error) for sign in _FULL)
        raise (StorageFull if full else StorageFailed)(_first_line(error)) from error


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]
