"""Film and sound over the wire: taken at once, watched in parts, refused where nothing reads them."""

import sys
from pathlib import Path
from typing import Any

import av
import pytest

from tests.modules.media.films import film, sound
from tests.pictures import encoded, photo
from tests.world import Person, World, eventually


async def sent(person: Person, data: bytes) -> Any:
    """Upload a film or sound as somebody; give the medium when work on it ended."""
    new = await person.upload(data, alt="The beach")
    assert (new["status"], new["variants"]) == ("processing", [])

    async def ended() -> Any:
        medium = await person.get(f"/media/{new['id']}")
        return medium if medium["status"] != "processing" else None

    return await eventually(ended, within=30)


async def test_a_film_is_watched_by_who_sees_its_post(world: World, tmp_path: Path) -> None:
    """Friends watch the film of a post, in parts as players ask; strangers do not; deleted, it is gone for all."""
    ann, ben, eve = await world.persons("ann", "ben", "eve")
    await ann.befriend(ben)
    medium = await sent(ann, film(tmp_path / "beach.mov").read_bytes())
    assert (medium["status"], medium["kind"], medium["alt"]) == ("ready", "video", "The beach")
    assert [variant["name"] for variant in medium["variants"]] == [
        "480p.mp4",
        "poster.webp",
        "poster.jpg",
        "sprite.jpg",
    ]
    post = await ann.post("/posts", mediaIds=[medium["id"]])
    await world.settle()
    url = post["media"][0]["variants"][0]["url"]
    part = await ben.ask("GET", url, headers={"range": "bytes=0-999"})
    assert (part.status_code, part.headers["content-type"], len(part.content)) == (206, "video/mp4", 1000)
    whole = tmp_path / "whole.mp4"
    whole.write_bytes((await ben.ask("GET", url)).content)
    with av.open(str(whole)) as opened:
        assert sum(1 for _ in opened.decode(video=0)) == 30
    assert (await eve.ask("GET", url)).status_code == 404
    await ann.delete(f"/media/{medium['id']}")
    assert (await ben.ask("GET", url)).status_code == 404


async def test_a_spoken_message_is_heard(world: World, tmp_path: Path) -> None:
    """What a browser records is taken, whether it says that it is sound or not."""
    ann = await world.person("ann")
    voice = sound(tmp_path / "voice.webm", "libopus").read_bytes()
    unsaid = await sent(ann, voice)
    assert (unsaid["status"], unsaid["kind"]) == ("ready", "audio")
    said = await ann.ask("POST", "/media/upload", files={"file": ("voice", voice, "audio/webm")})
    assert said.json()["kind"] == "audio"
    assert (await ann.get("/media/usage"))["bytes"] > 0


async def test_a_server_that_reads_no_film_takes_none(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the package for it film and sound are refused at once and nothing of them stays; pictures are taken."""
    ann = await world.person("ann")
    files = [
        film(tmp_path / "a.mp4", times=(0, 0.1)).read_bytes(),
        sound(tmp_path / "b.mp3", "libmp3lame").read_bytes(),
    ]
    monkeypatch.setitem(sys.modules, "av", None)
    for data in files:
        assert await ann.refused("POST", "/media/upload", files={"file": ("x", data)}) == (415, "film_off")
    assert not [path for path in (world.folder / "media").rglob("*") if path.is_file()]
    assert (await ann.upload(encoded(photo(200, 100), "JPEG")))["status"] == "ready"
    media = await ann.get("/health/media")
    assert (media["status"], media["dependencies"]["film"]) == ("degraded", "down")
