"""Bytes go out whole or in the part that was asked for, sound, and with the word on who may keep them."""

import asyncio
import os
import random

import pytest

from minifb.modules.media.rules.delivery import STREAMS_MAX, Part, TooManyStreams
from tests.modules.media.shelves import shelve, stored, upload
from tests.world import open_world

SMALL, LARGE = 10_000, 700_000
PARTS = [
    ("bytes=0-9", (0, 10)),
    ("bytes=100-", (100, None)),
    ("bytes=-7", (-7, None)),
    ("bytes=-9999999", (0, None)),
    ("bytes=5-99999999", (5, None)),
    ("bytes=9999-9999", (9999, 10_000)),
]


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_any_part_is_given(world, size):
    """A player that jumps to the middle of a film gets exactly the bytes it asked for, of small and large alike."""
    ann, data = await world.person("ann"), os.urandom(size)
    address = await shelve(world, ann, data)
    whole = await ann.ask("GET", address)
    assert (whole.status_code, whole.content) == (200, data)
    assert whole.headers["accept-ranges"] == "bytes"
    for said, (start, stop) in PARTS:
        part = await ann.ask("GET", address, headers={"range": said})
        expected = data[start:stop]
        first = size + start if start < 0 else start
        assert (part.status_code, part.content) == (206, expected), said
        assert part.headers["content-range"] == f"bytes {first}-{first + len(expected) - 1}/{size}"
        assert part.headers["content-length"] == str(len(expected))


@pytest.mark.parametrize("said", ["bytes=10000-", "bytes=-0", "bytes=0-1,4-5", "bytes=99999999999-"])
async def test_what_is_not_there_is_not_given(world, said):
    """A part beyond the end, and several parts at once, are refused with the size, and nobody remembers that."""
    ann = await world.person("ann")
    refused = await ann.ask("GET", await shelve(world, ann, os.urandom(SMALL)), headers={"range": said})
    assert (refused.status_code, refused.content) == (416, b"")
    assert refused.headers["content-range"] == f"bytes */{SMALL}"
    assert refused.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("said", ["bytes=5-1", "bytes=-", "pages=1-2", "bytes=a-b", "bytes", "bytes=1-2-3"])
async def test_nonsense_is_overheard(world, said):
    """What is no range gets the whole, as the standard wants it."""
    ann, data = await world.person("ann"), os.urandom(SMALL)
    whole = await ann.ask("GET", await shelve(world, ann, data), headers={"range": said})
    assert (whole.status_code, whole.content) == (200, data)


async def test_who_has_the_bytes_gets_no_second_copy(world):
    """A browser that has them is told so; a part is given only of what it has the beginning of."""
    ann, data = await world.person("ann"), os.urandom(LARGE)
    address = await shelve(world, ann, data)
    tag = (await ann.ask("GET", address)).headers["etag"]
    known = await ann.ask("GET", address, headers={"if-none-match": f'"other", {tag}', "range": "bytes=0-1"})
    assert (known.status_code, known.content, known.headers["etag"]) == (304, b"", tag)
    part = await ann.ask("GET", address, headers={"range": "bytes=0-1", "if-range": tag})
    assert (part.status_code, part.content) == (206, data[:2])
    anew = await ann.ask("GET", address, headers={"range": "bytes=0-1", "if-range": '"other"'})
    assert (anew.status_code, anew.content) == (200, data)


async def test_a_head_is_the_answer_without_the_bytes(world):
    """Who only wants to know gets what a GET would say, and nothing is read from the disk for it."""
    ann, data = await world.person("ann"), os.urandom(LARGE)
    address = await shelve(world, ann, data)
    got, head = await ann.ask("GET", address), await ann.ask("HEAD", address, headers={"range": "bytes=0-1"})
    assert (head.status_code, head.content) == (200, b"")
    named = ("content-length", "content-type", "etag", "accept-ranges", "cache-control")
    assert [head.headers[name] for name in named] == [got.headers[name] for name in named]


async def test_nothing_of_it_can_act(world):
    """Every answer tells the browser to guess nothing and to run nothing; what we do not know it is told to save."""
    ann = await world.person("ann")
    for type, shown in (("image/webp", True), ("video/mp4", True), ("text/html", False), ("image/svg+xml", False)):
        address = await shelve(world, ann, f"<script>{type}</script>".encode(), name="640.x", type=type)
        for options in ({}, {"headers": {"range": "bytes=0-3"}}, {"headers": {"range": "bytes=999-"}}):
            headers = (await ann.ask("GET", address, **options)).headers
            assert headers["x-content-type-options"] == "nosniff"
            assert headers["content-security-policy"] == "sandbox; default-src 'none'"
            assert headers["cross-origin-resource-policy"] == "same-origin"
            assert headers["content-type"] == (type if shown else "application/octet-stream")
            assert headers.get("content-disposition") == (None if shown else "attachment")


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_damaged_bytes_never_go_out(tmp_path, template, size):
    """Whichever of its bits the disk turns over, a damaged file is refused, and whoever runs the server is told."""
    chance, data = random.Random(size), os.urandom(size)
    async with open_world(tmp_path / "data", template=template, cache=False) as world:
        ann = await world.person("ann")
        address = await shelve(world, ann, data)
        path = next((world.folder / "media" / "blobs").glob("??/*"))
        for _ in range(100):
            bad = bytearray(data)
            bad[chance.randrange(size)] ^= 1 << chance.randrange(8)
            path.write_bytes(bad)
            assert await ann.refused("GET", address) == (503, "damaged")
            assert await ann.refused("GET", address, headers={"range": "bytes=0-9"}) == (503, "damaged")
        path.write_bytes(data)
        assert (await ann.ask("GET", address)).content == data
        path.unlink()
        assert await ann.refused("GET", address) == (503, "damaged")
        assert {failure.kind for failure in world.house.failures.grouped()} == {"Spoiled", "Missing"}


async def test_one_viewer_does_not_take_all_places(world):
    """Somebody who opens film after film without watching is told to wait; others are not in their way."""
    ann = await world.person("ann")
    address = await shelve(world, ann, os.urandom(LARGE))
    media = world.service("media")
    served = await media.served(ann.id, *address.split("/")[2:])
    open_ones = [await media.bytes_of(served, Part(0, LARGE), "ann") for _ in range(STREAMS_MAX)]
    for stream in open_ones:
        await anext(stream)
    with pytest.raises(TooManyStreams):
        await media.bytes_of(served, Part(0, LARGE), "ann")
    other = await media.bytes_of(served, Part(0, LARGE), "bob")
    assert sum([len(piece) async for piece in other]) == LARGE
    await asyncio.gather(*(stream.aclose() for stream in open_ones))
    again = await media.bytes_of(served, Part(0, LARGE), "ann")
    assert sum([len(piece) async for piece in again]) == LARGE


async def test_what_is_asked_for_often_is_read_once(world):
    """A picture that everybody looks at is not read from the disk each time."""
    ann = await world.person("ann")
    medium = await upload(ann)
    address = medium["variants"][0]["url"]
    first = await ann.ask("GET", address)
    for name in stored(world):
        (world.folder / "media" / "blobs" / name[:2] / name).unlink()
    assert (await ann.ask("GET", address)).content == first.content
