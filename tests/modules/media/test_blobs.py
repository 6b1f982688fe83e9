"""Content comes and goes: no row ever names bytes that are not there, and no bytes stay that no row names."""

import asyncio
import os
import random
from pathlib import Path

import pytest

from minifb.kernel.clock import DAY, SECOND
from minifb.kernel.refusals import Conflict, NoSpace
from minifb.modules.media.backends.storage import disk
from minifb.modules.media.rules.blobs import ORPHANED, StorageAway
from minifb.modules.media.service import vault
from minifb.modules.media.store import blobs
from tests.modules.media.shelves import picture, stored, upload
from tests.modules.media.storages import name_of, written
from tests.world import eventually, open_world


async def swept(world):
    """Wait until what is unused is gone."""
    media = world.service("media")

    async def done():
        await media.sweep_unused()
        return not await media.db.read(lambda tx: blobs.unused(tx, 1))

    await eventually(done)


async def test_what_is_deleted_leaves_the_disk(world):
    """A medium that is deleted takes all its forms with it, from the disk too, right after the answer."""
    ann = await world.person("ann")
    medium = await upload(ann)
    await swept(world)
    assert len(stored(world)) == len(medium["variants"])
    await ann.delete(f"/media/{medium['id']}")
    assert await ann.refused("GET", medium["variants"][0]["url"]) == (404, "not_found")

    async def gone():
        return not stored(world)

    await eventually(gone)


async def test_what_came_is_not_kept(world):
    """The file as it came, with all it tells, is gone from the disk as soon as what is shown was made of it."""
    ann, data = await world.person("ann"), picture(1)
    await upload(ann, data)

    async def gone():
        return name_of(data) not in stored(world)

    await eventually(gone)


async def test_the_same_content_is_kept_once(world):
    """Two members who upload the same picture fill the disk once; it stays until the last of them deletes it."""
    ann, bob = await world.persons("ann", "bob")
    of_ann = await upload(ann)
    await swept(world)
    once = stored(world)
    of_bob = await upload(bob)
    await swept(world)
    assert stored(world) == once
    await ann.delete(f"/media/{of_ann['id']}")
    await swept(world)
    assert stored(world) == once
    assert (await bob.ask("GET", of_bob["variants"][0]["url"])).status_code == 200
    await bob.delete(f"/media/{of_bob['id']}")
    await swept(world)
    assert stored(world) == []


async def test_coming_and_going_at_once(world, tmp_path, monkeypatch):
    """While many keep, drop and sweep the same few contents at once, whoever holds one can read it, and none stays."""
    media, chance = world.service("media"), random.Random(6)
    contents = [f"content {at}".encode() for at in range(4)]
    delete = disk.DiskStorage.delete

    async def slow(storage, name):
        await asyncio.sleep(chance.random() / 200)
        await delete(storage, name)

    monkeypatch.setattr(disk.DiskStorage, "delete", slow)

    async def hold(data):
        name = name_of(data)
        async with media.vault.keeping({name: written(tmp_path, data)}):
            await media.db.write(lambda tx: blobs.keep_blob(tx, name, len(data)))
        await asyncio.sleep(chance.random() / 100)
        assert await media.storage.read(name) == data
        await media.db.write(lambda tx: blobs.drop_blob(tx, name))
        await media.sweep_unused()

    async def fail(data):
        with pytest.raises(Conflict):
            async with media.vault.keeping({name_of(data): written(tmp_path, data)}):
                raise Conflict

    async def somebody():
        for _ in range(20):
            await chance.choice([hold, hold, fail])(chance.choice(contents))

    await asyncio.gather(*(somebody() for _ in range(8)))
    await swept(world)
    assert stored(world) == []


async def test_what_was_refused_leaves_nothing(world, tmp_path):
    """When the transaction says no, the bytes that came for it are gone with the answer; what others need stays."""
    media = world.service("media")
    fresh, needed = b"nobody else has it", b"somebody has it"
    async with media.vault.keeping({name_of(needed): written(tmp_path, needed)}):
        await media.db.write(lambda tx: blobs.keep_blob(tx, name_of(needed), len(needed)))
    files = {name_of(data): written(tmp_path, data) for data in (fresh, needed)}
    with pytest.raises(Conflict):
        async with media.vault.keeping(files):
            raise Conflict
    assert stored(world) == [name_of(needed)]


async def test_who_leaves_early_breaks_nothing(world, tmp_path, monkeypatch):
    """A client that goes away while its file is being kept leaves bytes for the row that may still be written."""
    media, data = world.service("media"), b"cut off"
    monkeypatch.setattr(vault, "UNSURE_SECONDS", 0.2)
    began = asyncio.Event()

    async def keep():
        async with media.vault.keeping({name_of(data): written(tmp_path, data)}):
            began.set()
            await asyncio.sleep(60)

    task = asyncio.ensure_future(keep())
    await began.wait()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert await media.vault.remove([name_of(data)]) == []
    await asyncio.sleep(0.3)
    assert await media.vault.remove([name_of(data)]) == [name_of(data)]


def planted(world, data: bytes, age: int) -> Path:
    """Leave a file as a crash between bytes and row would."""
    name = name_of(data)
    path = world.folder / "media" / "blobs" / name[:2] / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    at = (world.clock.now() - age) / SECOND
    os.utime(path, (at, at))
    return path


async def test_what_no_row_knows_is_swept(world):
    """A file that a crash left without a row goes after a day; younger ones and those in use stay."""
    ann = await world.person("ann")
    medium = await upload(ann)
    await swept(world)
    used = stored(world)
    for name in used:
        os.utime(world.folder / "media" / "blobs" / name[:2] / name, (1, 1))
    old, young = planted(world, b"old", ORPHANED + SECOND), planted(world, b"young", ORPHANED - SECOND)
    assert await world.service("media").sweep_orphans() == 1
    assert (old.exists(), young.exists()) == (False, True)
    assert (await ann.ask("GET", medium["variants"][0]["url"])).status_code == 200
    await world.advance(2 * DAY)
    await world.advance(DAY)
    assert not young.exists()


async def test_what_could_not_be_deleted_is_deleted_later(world, monkeypatch):
    """When the disk will not let something go, it is tried again: nothing stays for ever."""
    ann = await world.person("ann")
    medium = await upload(ann)
    await swept(world)
    media = world.service("media")

    def stuck(*_, **__):
        raise PermissionError("not now")

    monkeypatch.setattr(disk.Path, "unlink", stuck)
    await ann.delete(f"/media/{medium['id']}")
    assert await media.sweep_unused() == 0
    monkeypatch.undo()
    await swept(world)
    assert stored(world) == []


async def test_a_full_disk_and_one_that_fails_are_told(world, tmp_path, monkeypatch):
    """Whoever brings bytes that cannot be kept hears why, in the words of the house; health tells of the storage."""
    media = world.service("media")
    for error, refusal in ((OSError(28, "full"), NoSpace), (OSError(5, "broken"), StorageAway)):

        def fail(*_, error=error):
            raise error

        monkeypatch.setattr(disk, "_lay", fail)
        with pytest.raises(refusal):
            async with media.vault.keeping({name_of(b"x"): written(tmp_path, b"x")}):
                pass
    monkeypatch.undo()
    assert (await world.stranger.get("/health/media"))["dependencies"]["storage"] == "up"
    monkeypatch.setattr(disk.os, "access", lambda *_: False)
    health = await world.stranger.get("/health/media")
    assert (health["status"], health["dependencies"]["storage"]) == ("degraded", "down")


async def test_fsck_names_what_is_damaged(tmp_path, template, run):
    """An operator hears which files the disk has damaged or lost, what they are, and what nothing needs."""
    async with open_world(tmp_path / "data", template=template) as world:
        medium = await upload(await world.person("ann"))
        await swept(world)
        files = [world.folder / "media" / "blobs" / name[:2] / name for name in stored(world)]
        planted(world, b"nobody's", DAY)

    def fsck():
        return run("fsck", "--data", str(tmp_path / "data"))

    well = await asyncio.to_thread(fsck)
    assert well.returncode == 0
    assert f"{len(files)} of {len(files)} files are as they came" in well.stdout
    assert "files that nothing needs: 1;" in well.stdout
    files[0].write_bytes(files[0].read_bytes()[:-1] + b"?")
    files[1].unlink()
    told = await asyncio.to_thread(fsck)
    assert told.returncode == 1
    lines = [line for line in told.stdout.splitlines() if medium["id"] in line]
    assert [line.split(": ")[1] for line in lines] == ["damaged", "missing"]
    assert [files[0].name in lines[0], files[1].name in lines[1]] == [True, True]
