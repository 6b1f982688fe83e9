"""What every storage promises, asked of the disk and of S3 alike."""

import asyncio
import hashlib
import os
import tempfile
from pathlib import Path

import pytest

from minifb.modules.media.backends.storage import Missing, Storage


def name_of(data: bytes) -> str:
    """Give the name of content."""
    return hashlib.sha256(data).hexdigest()


def written(folder: Path, data: bytes) -> Path:
    """Write a file of ours, each time another: what was taken in is not written to again."""
    file, path = tempfile.mkstemp(".in", dir=folder)
    with os.fdopen(file, "wb") as out:
        out.write(data)
    return Path(path)


async def put(storage: Storage, folder: Path, data: bytes) -> str:
    """Put content in and give its name."""
    await storage.put(name_of(data), written(folder, data))
    return name_of(data)


async def part(storage: Storage, name: str, start: int, stop: int) -> bytes:
    """Read a part of something, put together again."""
    return b"".join([piece async for piece in storage.pieces(name, start, stop)])


class StorageContract:
    """The promises; a class that stands on it brings a fixture `storage`."""

    async def test_what_is_put_is_there(self, storage: Storage, tmp_path: Path) -> None:
        """What was put in comes out the same, and the file it came from is still there."""
        data = b"a picture" * 1000
        source = written(tmp_path, data)
        await storage.put(name_of(data), source)
        assert await storage.read(name_of(data)) == data
        assert source.read_bytes() == data

    async def test_any_part_can_be_read(self, storage: Storage, tmp_path: Path) -> None:
        """A part is given byte for byte, whatever pieces it goes out in."""
        data = os.urandom(3 * 1024 * 1024 + 17)
        name = await put(storage, tmp_path, data)
        for start, stop in ((0, len(data)), (1, 2), (70_000, 2_500_000), (len(data) - 5, len(data))):
            assert await part(storage, name, start, stop) == data[start:stop]

    async def test_the_same_again_is_no_second(self, storage: Storage, tmp_path: Path) -> None:
        """The same content put in again, also at the same moment, is kept once."""
        data = os.urandom(100_000)
        await asyncio.gather(*(storage.put(name_of(data), written(tmp_path, data)) for _ in range(4)))
        await storage.put(name_of(data), written(tmp_path, data))
        kept = [one async for page in storage.kept() for one in page]
        assert [(one.sha256, one.bytes) for one in kept] == [(name_of(data), len(data))]

    async def test_it_can_be_laid_at_a_path(self, storage: Storage, tmp_path: Path) -> None:
        """Who needs a file gets one with those bytes, and may throw it away without harm."""
        data = os.urandom(1_500_000)
        name = await put(storage, tmp_path, data)
        await storage.fetch(name, tmp_path / "here")
        assert (tmp_path / "here").read_bytes() == data
        (tmp_path / "here").unlink()
        await storage.check(name)

    async def test_what_is_deleted_is_gone(self, storage: Storage, tmp_path: Path) -> None:
        """What was deleted cannot be read, laid at a path, checked or listed; deleting it again does no harm."""
        name = await put(storage, tmp_path, b"gone soon")
        await storage.delete(name)
        await storage.delete(name)
        for ask in (
            storage.read(name),
            storage.check(name),
            storage.fetch(name, tmp_path / "x"),
            part(storage, name, 0, 4),
        ):
            with pytest.raises(Missing):
                await ask
        assert [page async for page in storage.kept()] == []

    async def test_everything_kept_is_listed(self, storage: Storage, tmp_path: Path) -> None:
        """The list names all that is kept, with size and age."""
        names = {await put(storage, tmp_path, f"number {at}".encode()) for at in range(30)}
        kept = [one for page in [page async for page in storage.kept()] for one in page]
        assert {one.sha256 for one in kept} == names
        assert all(one.bytes >= 8 and one.at > 0 for one in kept)

    async def test_it_is_well(self, storage: Storage) -> None:
        """A storage that takes something says that it is well."""
        assert await storage.healthy()
