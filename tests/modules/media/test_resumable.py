"""Resumable uploads: what breaks off goes on where it was, as the protocol tus 1.0 has it."""

import asyncio
import base64
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx2

from minifb.kernel.clock import HOUR, MINUTE
from tests.pictures import encoded, photo
from tests.world import Person, World, open_world

JPEG = encoded(photo(640, 480), "JPEG", quality=95)
NO_PICTURE = b"\xff\xd8\xff\xe0" + bytes(9_996)
TUS = {"tus-resumable": "1.0.0"}
PART = {**TUS, "content-type": "application/offset+octet-stream"}


async def begin(person: Person, length: int, *, part: bytes = b"", **said: str) -> httpx2.Response:
    """Begin an upload, saying something about it; perhaps with the first part."""
    metadata = ",".join(f"{name} {base64.b64encode(text.encode()).decode()}" for name, text in said.items())
    headers = {**(PART if part else TUS), "upload-length": str(length), "upload-metadata": metadata}
    return await person.ask("POST", "/media/uploads", headers=headers, content=part)


async def go_on(person: Person, where: str, offset: int, part: Any) -> httpx2.Response:
    """Send a part."""
    return await person.ask("PATCH", where, headers={**PART, "upload-offset": str(offset)}, content=part)


async def offset_of(person: Person, where: str) -> int:
    """Ask how far an upload is."""
    response = await person.ask("HEAD", where, headers=TUS)
    assert (response.status_code, response.content) == (204, b"")
    assert response.headers["cache-control"] == "no-store"
    return int(response.headers["upload-offset"])


async def promised(person: Person) -> int:
    """Tell how much is set aside for uploads under way."""
    kinds = (await person.get("/media/usage"))["kinds"]
    return sum(kind["bytes"] for kind in kinds if kind["kind"] == "upload")


async def test_an_upload_in_parts_becomes_a_medium(world: World) -> None:
    """Sent in parts, each from where the last one ended, a photo is as good as one sent at once."""
    ann = await world.person("ann")
    begun = await begin(ann, len(JPEG), filename="IMG_1.jpg", alt="The sea")
    where = begun.headers["location"]
    assert (begun.status_code, begun.headers["upload-offset"], begun.headers["tus-resumable"]) == (201, "0", "1.0.0")
    assert await promised(ann) == len(JPEG)
    for start in range(0, len(JPEG), 7_000):
        assert await offset_of(ann, where) == start
        sent = await go_on(ann, where, start, JPEG[start : start + 7_000])
        assert (sent.status_code, sent.headers["tus-resumable"]) == (204, "1.0.0")
    assert await offset_of(ann, where) == len(JPEG)
    medium = await ann.get(f"/media/{begun.json()['id']}")
    assert (medium["status"], medium["alt"], medium["width"]) == ("ready", "The sea", 640)
    assert await promised(ann) == 0
    assert list((world.folder / "media" / "incoming").iterdir()) == []


async def test_all_may_come_with_the_first_request(world: World) -> None:
    """A small file needs one request: it is begun, sent and done."""
    ann = await world.person("ann")
    begun = await begin(ann, len(JPEG), part=JPEG)
    assert (begun.status_code, begun.json()["offset"]) == (201, len(JPEG))
    assert (await ann.get(f"/media/{begun.json()['id']}"))["status"] == "ready"


async def test_what_is_asked_wrongly_is_refused(world: World) -> None:
    """Another version, a wrong place, too many bytes, another's upload: each is refused, and nothing is lost."""
    ann, ben = await world.persons("ann", "ben")
    where = (await begin(ann, 1_000)).headers["location"]
    other = await ann.ask("HEAD", where, headers={"tus-resumable": "0.2.2"})
    assert (other.status_code, other.headers["tus-version"]) == (412, "1.0.0")
    assert (await go_on(ann, where, 5, b"x")).json()["code"] == "offset_conflict"
    assert (await go_on(ann, where, 0, JPEG[:1_001])).json()["code"] == "file_too_large"
    wrong = await ann.ask("PATCH", where, headers={**TUS, "upload-offset": "0"}, content=b"x")
    assert (wrong.status_code, wrong.json()["code"]) == (415, "no_part")
    assert (await ben.ask("HEAD", where, headers=TUS)).status_code == 404
    assert (await go_on(ben, where, 0, b"x")).status_code == 404
    assert (await ben.ask("DELETE", where, headers=TUS)).status_code == 404
    assert await offset_of(ann, where) == 0
    for length in ("", "0", "-1", "1e3", "٣", str(10**12)):
        response = await ann.ask("POST", "/media/uploads", headers={**TUS, "upload-length": length.encode()})
        assert response.status_code in {400, 413, 422}, length
    spoken = await world.stranger.ask("OPTIONS", "/media/uploads")
    assert spoken.headers["tus-extension"] == "creation,creation-with-upload,expiration,termination"
    assert spoken.headers["tus-max-size"] == str(500 * 1_048_576)


async def test_a_file_that_is_not_taken_ends_its_upload(world: World) -> None:
    """As soon as it is clear that it is no picture, film or sound, the upload is over and its room is free."""
    ann = await world.person("ann")
    where = (await begin(ann, 50_000)).headers["location"]
    assert (await go_on(ann, where, 0, b"<html>" + bytes(5_000))).json()["code"] == "unknown_type"
    assert (await ann.ask("HEAD", where, headers=TUS)).status_code == 404
    small = (await begin(ann, 6)).headers["location"]
    assert (await go_on(ann, small, 0, b"<html>")).json()["code"] == "unknown_type"
    broken = await begin(ann, len(NO_PICTURE), part=NO_PICTURE)
    assert (broken.status_code, broken.json()["code"]) == (422, "undecodable")
    usage = await ann.get("/media/usage")
    assert (usage["files"], usage["bytes"]) == (0, 0)
    assert list((world.folder / "media" / "incoming").iterdir()) == []


async def test_the_later_connection_counts(world: World) -> None:
    """Who asks how far it is ends a connection that hangs; what that one brought is kept, and the upload goes on."""
    ann = await world.person("ann")
    where = (await begin(ann, len(JPEG))).headers["location"]
    hanging = asyncio.Event()

    async def hang() -> AsyncIterator[bytes]:
        yield JPEG[:10_000]
        hanging.set()
        await asyncio.sleep(60)

    first = asyncio.create_task(go_on(ann, where, 0, hang()))
    await hanging.wait()
    offset = await offset_of(ann, where)
    assert offset == 10_000
    assert (await first).json()["code"] == "taken_over"
    assert (await go_on(ann, where, offset, JPEG[offset:])).status_code == 204
    assert (await ann.get(f"/media/{where[-36:]}"))["status"] == "ready"


async def test_bytes_that_the_disk_lost_are_sent_again(world: World) -> None:
    """Where a restored folder holds less than the server remembers, the client goes on from what is really there."""
    ann = await world.person("ann")
    where = (await begin(ann, len(JPEG), part=JPEG[:9_000])).headers["location"]
    with (world.folder / "media" / "incoming" / where[-36:]).open("r+b") as file:
        file.truncate(4_000)
    assert await offset_of(ann, where) == 4_000
    assert (await go_on(ann, where, 4_000, JPEG[4_000:])).status_code == 204
    assert (await ann.get(f"/media/{where[-36:]}"))["status"] == "ready"


async def test_an_upload_can_be_ended(world: World) -> None:
    """Who gives an upload up has its room back at once; one that became a medium takes that along."""
    ann = await world.person("ann")
    where = (await begin(ann, len(JPEG), part=JPEG[:9_000])).headers["location"]
    assert (await ann.ask("DELETE", where, headers=TUS)).status_code == 204
    done = (await begin(ann, len(JPEG), part=JPEG)).headers["location"]
    assert (await ann.ask("DELETE", done, headers=TUS)).status_code == 204
    assert await ann.refused("GET", f"/media/{done[-36:]}") == (404, "not_found")
    usage = await ann.get("/media/usage")
    assert (usage["files"], usage["bytes"]) == (0, 0)
    assert list((world.folder / "media" / "incoming").iterdir()) == []


async def test_an_upload_nobody_goes_on_with_expires(world: World) -> None:
    """A day after its last part an upload is gone, with its bytes and the room set aside for it."""
    ann = await world.person("ann")
    where = (await begin(ann, len(JPEG), part=JPEG[:9_000])).headers["location"]
    await world.advance(23 * HOUR)
    ann = await world.login("ann")
    assert (await go_on(ann, where, 9_000, JPEG[9_000:9_500])).status_code == 204
    await world.advance(23 * HOUR)
    ann = await world.login("ann")
    assert await offset_of(ann, where) == 9_500
    await world.advance(2 * HOUR + MINUTE)
    ann = await world.login("ann")
    assert (await ann.ask("HEAD", where, headers=TUS)).status_code == 404
    assert await promised(ann) == 0
    assert list((world.folder / "media" / "incoming").iterdir()) == []


QUOTA_EDGE: dict[str, Any] = {"modules__media__quota_mib": 1, "modules__media__uploads_open_max": 100}


async def at_the_edge_of_the_quota(world: World) -> None:
    """Begin sixty-four uploads at once where ten fit."""
    ann = await world.person("ann")
    answers = await asyncio.gather(*(begin(ann, 100_000) for _ in range(64)))
    begun = [answer for answer in answers if answer.status_code == 201]
    assert len(begun) == 10
    assert {answer.json()["code"] for answer in answers if answer not in begun} == {"quota_reached"}
    usage = await ann.get("/media/usage")
    assert (usage["bytes"], usage["quota"]) == (1_000_000, 1_048_576)
    assert (await ann.ask("DELETE", begun[0].headers["location"], headers=TUS)).status_code == 204
    assert (await begin(ann, 100_000)).status_code == 201


async def test_room_is_promised_once(tmp_path: Path, template: Path) -> None:
    """Sixty-four uploads begun at once get as much room as their member has left, and not a byte more."""
    async with open_world(tmp_path / "data", template=template, **QUOTA_EDGE) as world:
        await at_the_edge_of_the_quota(world)
