"""Bytes on the disk: the promises of every storage, and what only a disk can get wrong."""

import asyncio
import errno
import os

import pytest

from minifb.kernel.clock import SetClock
from minifb.modules.media.backends.storage import Missing, Spoiled, StorageFull, disk
from minifb.modules.media.backends.storage.disk import BELIEVED_SECONDS, DiskStorage
from tests.modules.media.storages import StorageContract, name_of, part, put, written


@pytest.fixture
async def storage(tmp_path):
    """A folder with nothing in it."""
    made = DiskStorage(tmp_path / "media" / "blobs", SetClock())
    yield made
    await made.close()


class TestDisk(StorageContract):
    """The promises of every storage."""


def file_of(tmp_path, name):
    """Say where content is on the disk."""
    return tmp_path / "media" / "blobs" / name[:2] / name


async def test_what_the_disk_spoiled_is_never_given(storage, tmp_path):
    """One bit that turned over is noticed, whether all of it is read or it is looked at before it is streamed."""
    name = await put(storage, tmp_path, os.urandom(400_000))
    path = file_of(tmp_path, name)
    data = bytearray(path.read_bytes())
    data[200_000] ^= 1
    path.unlink()
    path.write_bytes(data)
    for ask in (storage.read, storage.check):
        with pytest.raises(Spoiled):
            await ask(name)


async def test_what_was_spoiled_is_mended(storage, tmp_path):
    """Who brings the same content again mends what the disk has spoiled."""
    data = b"as it was" * 50
    name = await put(storage, tmp_path, data)
    file_of(tmp_path, name).unlink()
    file_of(tmp_path, name).write_bytes(b"as it is not" * 50)
    await put(storage, tmp_path, data)
    assert await storage.read(name) == data


async def test_a_check_is_believed_for_a_day(tmp_path, monkeypatch):
    """A large file is read through once a day, not for every viewer; one that was touched is read anew."""
    clock = SetClock()
    storage = DiskStorage(tmp_path / "media" / "blobs", clock)
    name = await put(storage, tmp_path, b"film" * 10_000)
    reads = []
    digest = disk.hashlib.file_digest
    monkeypatch.setattr(disk.hashlib, "file_digest", lambda *given: reads.append(1) or digest(*given))
    await storage.check(name)
    await storage.check(name)
    assert len(reads) == 1
    clock.advance((BELIEVED_SECONDS + 1) * 1_000_000)
    await storage.check(name)
    os.utime(file_of(tmp_path, name), (1, 1))
    await storage.check(name)
    assert len(reads) == 3
    await storage.close()


async def test_who_reads_on_reads_to_the_end(storage, tmp_path):
    """A film that is deleted while somebody watches it still comes to its end there."""
    data = os.urandom(500_000)
    name = await put(storage, tmp_path, data)
    pieces = storage.pieces(name, 0, len(data))
    first = await anext(pieces)
    await storage.delete(name)
    assert first + b"".join([piece async for piece in pieces]) == data


async def test_where_links_are_not_possible_it_copies(storage, tmp_path, monkeypatch):
    """On a file system without links the same is kept, from a copy; what a crash left of one is in nobody's way."""

    def refused(*_):
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", refused)
    data = b"copied" * 1000
    half = file_of(tmp_path, name_of(data)).with_name(f"{name_of(data)}.part")
    half.parent.mkdir(parents=True)
    half.write_bytes(b"half of i")
    with pytest.raises(Missing):
        await storage.read(name_of(data))
    assert [one.sha256 for page in [page async for page in storage.kept()] for one in page] == [name_of(data)]
    name = await put(storage, tmp_path, data)
    assert await storage.read(name) == data
    assert not half.exists()
    assert file_of(tmp_path, name).stat().st_mode & 0o077 == 0


async def test_a_full_disk_is_told_and_keeps_nothing(storage, tmp_path, monkeypatch):
    """When there is no room nothing appears under the name, and the reason is told as what it is."""

    def full(*_):
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(disk.os, "fsync", full)
    with pytest.raises(StorageFull):
        await put(storage, tmp_path, b"too much")
    monkeypatch.undo()
    with pytest.raises(Missing):
        await storage.read(name_of(b"too much"))


async def test_the_loop_goes_on(storage, tmp_path):
    """While content is kept and read, everything else goes on: no wait for the disk is a wait of the server."""
    data = os.urandom(20 * 1024 * 1024)
    longest = 0.0

    async def watch():
        nonlocal longest
        loop = asyncio.get_running_loop()
        while True:
            began = loop.time()
            await asyncio.sleep(0.005)
            longest = max(longest, loop.time() - began - 0.005)

    watching = asyncio.create_task(watch())
    name = name_of(data)
    await storage.put(name, written(tmp_path, data))
    await storage.check(name)
    await part(storage, name, 0, len(data))
    watching.cancel()
    assert longest < 0.25
