"""Bytes in a bucket: the promises of every storage on a real S3 server, and what only a network can get wrong."""

import itertools
import os

import pytest
from msgspec.structs import replace

from minifb.kernel.clock import SetClock
from minifb.modules.media.backends.storage import Missing, Spoiled, StorageFailed
from minifb.modules.media.backends.storage.s3 import BELIEVED_SECONDS, S3Storage
from tests.backends.s3 import s3_server
from tests.modules.media.shelves import picture, shelve, stored, upload
from tests.modules.media.storages import StorageContract, name_of, put, written
from tests.world import eventually, open_world

pytestmark = [pytest.mark.backends, pytest.mark.timeout(120)]
NUMBERS = itertools.count(1)


@pytest.fixture(scope="module")
def server():
    """A server for this file."""
    with s3_server() as server:
        yield server


@pytest.fixture
def bucket(server):
    """A bucket of the test's own."""
    return replace(server.bucket(f"media{next(NUMBERS)}"), prefix="minifb")


@pytest.fixture
async def storage(bucket):
    """That bucket, with nothing in it."""
    return S3Storage(bucket, SetClock())


class TestS3(StorageContract):
    """The promises of every storage."""


async def test_something_large_goes_in_parts(storage, tmp_path):
    """A film of many parts arrives whole."""
    data = os.urandom(12 * 1024 * 1024 + 3)
    name = await put(storage, tmp_path, data)
    await storage.fetch(name, tmp_path / "back")
    assert (tmp_path / "back").read_bytes() == data


async def test_a_bucket_may_be_shared(storage, bucket, tmp_path):
    """What others keep in the same bucket is not listed, and what we keep is not theirs."""
    other = S3Storage(replace(bucket, prefix="backups"), SetClock())
    await put(other, tmp_path, b"theirs")
    await put(storage, tmp_path, b"ours")
    assert [one.sha256 for page in [page async for page in storage.kept()] for one in page] == [name_of(b"ours")]


async def test_other_bytes_are_never_given(storage, tmp_path):
    """Bytes under a name that is not theirs are noticed."""
    await storage.put(name_of(b"right"), written(tmp_path, b"wrong"))
    with pytest.raises(Spoiled):
        await storage.read(name_of(b"right"))


async def test_wrong_keys_are_told(bucket, tmp_path):
    """With a secret that is not right nothing is kept, and health says so."""
    stranger = S3Storage(replace(bucket, secret_key="guessed"), SetClock())
    with pytest.raises(StorageFailed):
        await put(stranger, tmp_path, b"secret")
    assert not await stranger.healthy()


async def test_a_bucket_that_is_missing_is_told(server):
    """A bucket that nobody made is not well, and nothing can be put there."""
    bucket = replace(server.bucket(f"media{next(NUMBERS)}"), name="nobodys")
    assert not await S3Storage(bucket, SetClock()).healthy()


async def test_a_server_that_goes_away_is_told_and_comes_back(server, bucket, tmp_path):
    """While the server is away nothing is kept or given, without waiting for long; afterwards all is there."""
    clock = SetClock()
    storage = S3Storage(bucket, clock)
    name = await put(storage, tmp_path, b"before")
    assert await storage.healthy()
    server.stop()
    try:
        with pytest.raises(StorageFailed):
            await storage.read(name)
        with pytest.raises(StorageFailed):
            await put(storage, tmp_path, b"meanwhile")
        clock.advance(BELIEVED_SECONDS * 1_000_000)
        assert not await storage.healthy()
    finally:
        server.start()
    clock.advance(BELIEVED_SECONDS * 1_000_000)
    assert await storage.healthy()
    assert await storage.read(name) == b"before"
    with pytest.raises(Missing):
        await storage.check(name_of(b"meanwhile"))


# ── a whole server on it ──


@pytest.fixture
async def house(bucket, tmp_path, template):
    """A server that keeps its media there."""
    settings = {"bucket": bucket.name, "prefix": "media", "endpoint": bucket.endpoint}
    settings |= {"access_key": bucket.access_key, "secret_key": bucket.secret_key, "storage": "s3"}
    told = {f"modules__media__{name}": value for name, value in settings.items()}
    async with open_world(tmp_path / "data", template=template, cache=False, **told) as world:
        yield world


async def names(world):
    """List what is kept in the bucket."""
    return sorted(
        [one.sha256 for page in [page async for page in world.service("media").storage.kept()] for one in page]
    )


async def test_pictures_live_in_the_bucket(house):
    """A picture is taken in, made, shown in parts and deleted with its bytes in the bucket and none on our disk."""
    ann = await house.person("ann")
    medium = await upload(ann)
    for variant in medium["variants"]:
        answer = await ann.ask("GET", variant["url"])
        assert (answer.status_code, len(answer.content)) == (200, variant["bytes"])
        part = await ann.ask("GET", variant["url"], headers={"range": "bytes=5-9"})
        assert (part.status_code, part.content) == (206, answer.content[5:10])

    async def only_what_is_shown():
        return len(await names(house)) == len(medium["variants"])

    await eventually(only_what_is_shown)
    assert stored(house) == []
    await ann.delete(f"/media/{medium['id']}")

    async def nothing():
        return not await names(house)

    await eventually(nothing)


async def test_a_film_is_streamed_from_the_bucket(house):
    """Something large goes out in pieces, whole or from the middle."""
    ann, data = await house.person("ann"), os.urandom(3_500_000)
    address = await shelve(house, ann, data)
    assert (await ann.ask("GET", address)).content == data
    part = await ann.ask("GET", address, headers={"range": "bytes=1500000-"})
    assert (part.status_code, part.content) == (206, data[1_500_000:])


async def test_a_bucket_that_is_away_stops_nothing_else(house, server):
    """While the bucket is away uploads and pictures are refused cleanly, the rest goes on; then all is as before."""
    ann = await house.person("ann")
    medium = await upload(ann)
    address = medium["variants"][0]["url"]
    server.stop()
    try:
        for method, path, options in (
            ("GET", address, {}),
            ("POST", "/media/upload", {"files": {"file": ("p.jpg", picture(7))}}),
        ):
            assert await ann.refused(method, path, **options) == (503, "storage_away")
        house.clock.advance(BELIEVED_SECONDS * 1_000_000)
        health = await house.stranger.get("/health/media")
        assert (health["status"], health["dependencies"]["s3"]) == ("degraded", "down")
        await ann.post("/posts", text="still here")
        assert len((await ann.get(f"/media/user/{ann.id}"))["items"]) == 1
    finally:
        server.start()
    assert (await ann.ask("GET", address)).status_code == 200
    assert (await upload(ann, picture(7)))["status"] == "ready"
