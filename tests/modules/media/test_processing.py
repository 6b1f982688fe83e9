"""Processing: from the file that came to the media that is shown, across failures and restarts."""

from pathlib import Path
from typing import Any

import msgspec
import pytest

from minifb.kernel.clock import SECOND
from minifb.kernel.http.live import Mailbox
from minifb.kernel.http.policy import Actor
from minifb.modules.media.service.workshop import Workshop
from tests.pictures import encoded, heic, opened, photo, telling
from tests.world import Person, World, eventually, open_world

JPEG = encoded(photo(800, 600), "JPEG")
LARGE = encoded(photo(2400, 2400), "JPEG")
SLOW: dict[str, Any] = {"modules__media__wait_seconds": 0, "modules__media__avif": True, "modules__media__large": True}


async def upload(person: Person, data: bytes, name: str = "p.jpg", **more: Any) -> Any:
    """Upload a file as somebody; give the medium."""
    response = await person.ask("POST", "/media/upload", files={"file": (name, data)}, **more)
    assert response.status_code == 201, response.text
    return response.json()


async def ended(person: Person, id: str) -> Any:
    """Wait until work on a medium ended; give the medium."""

    async def done() -> Any:
        medium = await person.get(f"/media/{id}")
        return medium if medium["status"] != "processing" else None

    return await eventually(done)


async def test_a_picture_is_ready_when_its_upload_answers(world: World) -> None:
    """Whoever uploads a picture gets it back with all sizes, each of them there, with its size and a placeholder."""
    ann = await world.person("ann")
    medium = await upload(ann, JPEG)
    assert (medium["status"], medium["width"], medium["height"]) == ("ready", 800, 600)
    assert medium["placeholder"]
    names = [variant["name"] for variant in medium["variants"]]
    assert names[:4] == ["1080.webp", "1080.jpg", "640.webp", "640.jpg"]
    for variant in medium["variants"]:
        response = await ann.ask("GET", variant["url"])
        assert response.status_code == 200
        assert opened(response.content).size == (variant["width"], variant["height"])
        assert len(response.content) == variant["bytes"]
    assert not list((world.folder / "media" / "work").iterdir())


async def test_what_came_is_dropped_when_it_is_done(world: World) -> None:
    """Of a picture only what is served stays on disk: the file that came, with all it tells, does not."""
    ann = await world.person("ann")
    medium = await upload(ann, JPEG)

    async def dropped() -> bool:
        return sizes(world) == {variant["bytes"] for variant in medium["variants"]}

    await eventually(dropped)


def sizes(world: World) -> set[int]:
    """Give the sizes of all files that media keeps."""
    return {path.stat().st_size for path in (world.folder / "media").rglob("*") if path.is_file()}


async def test_the_owner_is_shown_what_became_of_it(world: World) -> None:
    """Open sockets of the owner hear that a picture is ready, and what could not be read."""
    ann, ben = await world.persons("ann", "ben")
    boxes = [listen(world, ann), listen(world, ben)]
    medium = await upload(ann, JPEG)
    assert (await ann.refused("POST", "/media/upload", files={"file": ("p.jpg", JPEG[:900])}))[1] == "undecodable"
    frames = [msgspec.json.decode(frame) for frame in boxes[0]._frames]
    assert [frame["type"] for frame in frames] == ["media.processed", "media.failed"]
    assert frames[0]["data"]["media"]["id"] == medium["id"]
    assert frames[1]["data"]["reason"] == "undecodable"
    assert not boxes[1]._frames


def listen(world: World, person: Person) -> Mailbox:
    """Open a socket of somebody."""
    mailbox: Mailbox = world.service("media").live.register(Actor(person.id, "member", session="s"), world.clock.now())
    return mailbox


async def test_work_goes_on_after_a_restart(tmp_path: Path, template: Path) -> None:
    """What was uploaded and not worked on when the server stopped is worked on when it runs again."""
    folder = tmp_path / "data"
    async with open_world(folder, template=template, modules__media__wait_seconds=0) as world:
        ann = await world.person("ann")
        media = [await upload(ann, encoded(photo(800 + at, 600), "JPEG")) for at in range(4)]
        assert media[-1]["status"] == "processing"
    (folder / "media" / "work" / "leftover").mkdir(parents=True)
    async with open_world(folder, world.clock) as again:
        ann = Person(again, "ann", ann.token)
        assert [(await ended(ann, medium["id"]))["status"] for medium in media] == ["ready"] * 4

        async def cleared() -> bool:
            return not list((folder / "media" / "work").iterdir())

        await eventually(cleared)


async def test_what_is_deleted_is_not_worked_on(tmp_path: Path, template: Path) -> None:
    """Deleting a medium ends the work on it at once, and leaves nothing of it."""
    async with open_world(tmp_path / "data", template=template, **SLOW) as world:
        ann = await world.person("ann")
        medium = await upload(ann, LARGE)
        shop = world.service("media").workshop

        async def begun() -> bool:
            return bool(shop.running())

        async def over() -> bool:
            return not shop.running() and not list((world.folder / "media" / "work").iterdir())

        await eventually(begun)
        await ann.delete(f"/media/{medium['id']}")
        await eventually(over)
        assert await ann.refused("GET", f"/media/{medium['id']}") == (404, "not_found")

        async def nothing() -> bool:
            return not sizes(world)

        await eventually(nothing)


async def test_work_that_breaks_is_tried_three_times(tmp_path: Path, template: Path) -> None:
    """A worker that is killed again and again, by what nobody knows, ends as a medium that could not be made."""
    async with open_world(tmp_path / "data", template=template, **SLOW) as world:
        ann = await world.person("ann")
        medium = await upload(ann, LARGE)
        service = world.service("media")
        for attempts in (1, 2, 0):
            await kill_worker(service.workshop)

            async def noticed(attempts: int = attempts) -> bool:
                file = await service._waiting(medium["id"])
                return file is None if attempts == 0 else file.attempts == attempts

            await eventually(noticed)
            world.clock.advance(150 * SECOND)
            service.lanes.of("image").wake()
        assert (await ended(ann, medium["id"]))["reason"] == "gave_up"


async def kill_worker(shop: Workshop) -> None:
    """Kill a worker once it runs."""

    async def killed() -> bool:
        for process in shop._running.values():
            if process.poll() is None:
                process.kill()
                return True
        return False

    await eventually(killed)


async def test_the_same_picture_is_kept_once(world: World) -> None:
    """Two members who upload the same picture cost the disk one."""
    ann, ben = await world.persons("ann", "ben")
    first = await upload(ann, JPEG)
    before = sorted(path for path in (world.folder / "media" / "blobs").rglob("*") if path.is_file())
    second = await upload(ben, JPEG)
    assert sorted(path for path in (world.folder / "media" / "blobs").rglob("*") if path.is_file()) == before
    await ann.delete(f"/media/{first['id']}")
    await world.service("media").sweep_unused()
    assert (await ben.ask("GET", second["variants"][0]["url"])).status_code == 200


@pytest.mark.parametrize("form", ["PNG", "WEBP", "GIF", "AVIF", "HEIF"])
async def test_every_format_of_pictures_is_taken(world: World, form: str) -> None:
    """PNG, WebP, GIF, AVIF and the HEIC of phones are taken like JPEG."""
    ann = await world.person("ann")
    data = heic(photo(200, 100)) if form == "HEIF" else telling(form, photo(200, 100))
    medium = await upload(ann, data, "picture")
    assert (medium["status"], medium["width"], medium["height"]) == ("ready", 200, 100)


async def test_a_data_folder_named_from_where_the_server_stands(
    tmp_path: Path, template: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`data` is a place as good as any: workers stand elsewhere, and find what they are to work on."""
    monkeypatch.chdir(tmp_path)
    async with open_world(Path("data"), template=template) as world:
        ann = await world.person("ann")
        assert (await ann.upload(encoded(photo(40, 30), "PNG")))["status"] == "ready"
