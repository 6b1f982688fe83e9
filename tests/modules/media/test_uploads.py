"""Uploading: one file, or several at once, as a form."""

import asyncio
import os
import subprocess
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.pictures import encoded, photo
from tests.world import Person, Refused, World, open_world

JPEG = encoded(photo(64, 48), "JPEG")
NO_PICTURE = b"\xff\xd8\xff\xe0" + bytes(100_000)
"""Begins like a JPEG, and is none."""
KEY = {"idempotency-key": "the-same-photo-again"}


async def put_up(person: Person, *contents: bytes, alts: tuple[str, ...] = ()) -> list[Any]:
    """Upload several files at once; give what became of each."""
    files = [("files", (f"{at}.jpg", content)) for at, content in enumerate(contents)]
    response = await person.ask("POST", "/media/batch-upload", files=files, data={"alt": list(alts)})
    assert response.status_code == 201, response.text
    items: list[Any] = response.json()["items"]
    return items


def kept_in(world: World) -> list[Path]:
    """List all files that media keeps."""
    return [path for path in (world.folder / "media").rglob("*") if path.is_file()]


async def test_a_photo_is_there_when_its_upload_answers(world: World) -> None:
    """Who uploads a photo gets it back with its address, what it shows and how much room it takes."""
    ann = await world.person("ann")
    response = await ann.ask("POST", "/media/upload", files={"file": ("IMG_1.jpg", JPEG)}, data={"alt": " The sea "})
    medium = response.json()
    assert response.status_code == 201
    assert response.headers["location"] == f"/media/{medium['id']}"
    assert (medium["ownerId"], medium["status"], medium["alt"]) == (ann.id, "ready", "The sea")
    assert (medium["kind"], medium["type"], medium["bytes"]) == ("image", "image/jpeg", len(JPEG))
    assert await ann.get(f"/media/{medium['id']}") == medium
    usage = await ann.get("/media/usage")
    made = sum(variant["bytes"] for variant in medium["variants"])
    assert (usage["files"], usage["bytes"], usage["today"]) == (1, made, len(JPEG))
    assert "IMG_1" not in response.text


async def test_what_is_no_picture_film_or_sound_is_refused_and_leaves_nothing(world: World) -> None:
    """Pages, programs and drawings with scripts are refused by what they are, whatever they are called."""
    ann = await world.person("ann")
    for content in (
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"<!doctype html><script>alert(1)</script>",
        b"MZ\x90\x00" + bytes(500),
        b"BM" + bytes(500),
        b"II*\x00" + bytes(500),
        b"%PDF-1.7 " + bytes(500),
        b"PK\x03\x04" + bytes(500),
        b"x",
        b"",
    ):
        refused = await ann.refused("POST", "/media/upload", files={"file": ("holiday.jpg", content, "image/jpeg")})
        assert refused == (415, "unknown_type"), content[:10]
    assert await ann.refused("POST", "/media/upload", files={"file": ("a.jpg", NO_PICTURE)}) == (422, "undecodable")
    assert (await ann.get("/media/usage"))["files"] == 0
    assert (await ann.get(f"/media/user/{ann.id}"))["items"] == []
    await world.service("media").sweep_unused()
    assert kept_in(world) == []


async def test_a_form_that_makes_no_sense_is_refused(world: World) -> None:
    """No file, two where one is wanted, an unknown field, a form cut off: each is refused in its own words."""
    ann = await world.person("ann")
    photo = ("a.jpg", JPEG)
    form = {"content-type": "multipart/form-data; boundary=x"}
    cases: list[tuple[dict[str, Any], tuple[int, str]]] = [
        ({"json": {"file": "a.jpg"}}, (415, "no_form")),
        ({"files": {"alt": (None, "words")}}, (422, "invalid")),
        ({"files": {"photo": photo}}, (422, "invalid")),
        ({"files": [("file", photo), ("file", photo)]}, (422, "invalid")),
        ({"files": {"file": photo}, "data": {"alt": "x" * 1_001}}, (422, "invalid")),
        ({"files": {"file": photo}, "data": {"alt": "bell\x07"}}, (422, "invalid")),
        (
            {"content": b"--x\r\nContent-Disposition: form-data; name=file\r\n\r\n" + JPEG, "headers": form},
            (400, "bad_form"),
        ),
        ({"content": b"no form at all", "headers": form}, (400, "bad_form")),
        (
            {"content": b"--x--\r\n", "headers": {"content-type": f"multipart/form-data; boundary={'x' * 71}"}},
            (415, "no_form"),
        ),
    ]
    for sent, refusal in cases:
        assert await ann.refused("POST", "/media/upload", **sent) == refusal, sent
    assert kept_in(world) == []
    assert await world.stranger.refused("POST", "/media/upload", files={"file": photo}) == (401, "unauthenticated")


async def test_a_batch_answers_file_by_file(world: World) -> None:
    """Of several files each becomes a medium or is refused for itself, in the order they were sent."""
    ann = await world.person("ann")
    first, page, broken, last = await put_up(ann, JPEG, b"<html>", NO_PICTURE, JPEG, alts=("one", "", "", "four"))
    assert (first["status"], first["alt"], last["status"], last["alt"]) == ("ready", "one", "ready", "four")
    assert (page["status"], page["code"], broken["status"], broken["code"]) == (415, "unknown_type", 422, "undecodable")
    listed = await ann.get(f"/media/user/{ann.id}")
    assert {one["id"] for one in listed["items"]} == {first["id"], last["id"]}
    too_many = [("files", ("a.jpg", JPEG))] * 21
    assert await ann.refused("POST", "/media/batch-upload", files=too_many) == (422, "invalid")


async def test_the_operator_says_what_is_taken(tmp_path: Path, template: Path) -> None:
    """A file of a kind that is off, or larger than its kind may be, is refused while it comes and is not kept."""
    settings: dict[str, Any] = {"modules__media__image_mib": 1, "modules__media__video_mib": 0}
    async with open_world(tmp_path / "data", template=template, **settings) as world:
        ann = await world.person("ann")
        large = JPEG + bytes(1_048_577 - len(JPEG))
        refused = await ann.refused("POST", "/media/upload", files={"file": ("a.jpg", large)})
        assert refused == (413, "file_too_large")
        small, problem = await put_up(ann, JPEG, large)
        assert (small["status"], problem["code"]) == ("ready", "file_too_large")
        film = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(5_000)
        assert await ann.refused("POST", "/media/upload", files={"file": ("a.mp4", film)}) == (415, "kind_off")
        assert list((world.folder / "media" / "incoming").iterdir()) == []


async def test_a_retry_with_the_same_key_uploads_once(world: World) -> None:
    """Whose answer was lost asks again with the same key, and gets the same picture, counted once."""
    ann = await world.person("ann")
    sent: dict[str, Any] = {"files": {"file": ("a.jpg", JPEG)}, "headers": KEY}
    first, again = [await ann.ask("POST", "/media/upload", **sent) for _ in range(2)]
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert again.headers["idempotency-replayed"] == "true"
    assert (await ann.get("/media/usage"))["files"] == 1


DAY_EDGE: dict[str, Any] = {"modules__media__day_mib": 1, "modules__media__wait_seconds": 0}


async def at_the_edge_of_the_day(world: World) -> None:
    """Upload sixty-four at once where ten fit."""
    ann = await world.person("ann")
    answers = await asyncio.gather(
        *(ann.ask("POST", "/media/upload", files={"file": ("a.jpg", NO_PICTURE)}) for _ in range(64))
    )
    kept = [answer for answer in answers if answer.status_code == 201]
    assert len(kept) == 1_048_576 // len(NO_PICTURE) == 10
    assert {(one.status_code, one.json()["code"]) for one in answers if one not in kept} == {(413, "day_quota_reached")}
    usage = await ann.get("/media/usage")
    assert (usage["today"], usage["dayQuota"]) == (len(kept) * len(NO_PICTURE), 1_048_576)
    assert list((world.folder / "media" / "incoming").iterdir()) == []


async def test_nobody_uploads_more_than_they_may(tmp_path: Path, template: Path) -> None:
    """Sixty-four uploads at once at the edge of the day's measure: as many are kept as fit, and not one more."""
    async with open_world(tmp_path / "data", template=template, **DAY_EDGE) as world:
        await at_the_edge_of_the_day(world)


# ── a full disk ──────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A data folder whose media are on a file system of 2 MiB."""
    if os.geteuid() != 0:
        pytest.skip("needs a small file system of its own, which only root can mount")
    disk = tmp_path / "data" / "media"
    disk.mkdir(parents=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk], check=True)
    yield disk
    subprocess.run(["umount", "-l", disk], check=True)


async def test_a_full_disk_is_told_and_nothing_is_half_written(small_disk: Path) -> None:
    """When the disk is full in the middle of a file the upload is refused as that; all else goes on."""
    async with open_world(small_disk.parent, modules__media__spare_mib=0) as world:
        ann = await world.person("ann")

        async def endless() -> AsyncIterator[bytes]:
            yield b'--x\r\nContent-Disposition: form-data; name="file"\r\n\r\n'
            for _ in range(40):
                yield NO_PICTURE
            yield b"\r\n--x--\r\n"

        headers = {"content-type": "multipart/form-data; boundary=x"}
        refused = await ann.refused("POST", "/media/upload", content=endless(), headers=headers)
        assert refused == (507, "no_space")
        assert kept_in(world) == []
        assert (await ann.upload(JPEG))["status"] == "ready"


async def test_uploads_leave_room_for_everything_else(tmp_path: Path, template: Path) -> None:
    """Before the disk is full uploads are refused, so that posts and messages still have room."""
    async with open_world(tmp_path / "data", template=template, modules__media__spare_mib=10**9) as world:
        ann = await world.person("ann")
        with pytest.raises(Refused) as refused:
            await ann.upload(JPEG)
        assert (refused.value.status, refused.value.problem["code"]) == (507, "no_space")
        assert (await ann.post("/posts", text="still here"))["text"] == "still here"
