"""Photos and a server that dies: what was acknowledged is there in the end, and nothing else is."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.people import Person
from tests.journeys.server import Server
from tests.pictures import encoded, photo
from tests.world import eventually

PHOTOS = [encoded(photo(1_600 + 8 * at, 1_200), "JPEG") for at in range(6)]


@pytest.mark.timeout(120)
async def test_photos_outlive_the_server(tmp_path: Path) -> None:
    """The server is killed while it works on photos: started again it goes on, and every one of them is shown."""
    server = Server(tmp_path / "data", environ={"MINIFB_MODULES_MEDIA_WAIT_SECONDS": "0"})
    server.start()
    try:
        ann = Person(server.url, "ann").register()
        sent = [ann.ask("POST", "/media/upload", expect=201, files={"file": ("p.jpg", data)}) for data in PHOTOS]
        assert sent[-1]["status"] == "processing"
        await asyncio.to_thread(server.kill)
        await asyncio.to_thread(server.start)
        media = await eventually(lambda: asyncio.to_thread(all_ready, ann, sent), within=60)
        shown = {variant["bytes"] for medium in media for variant in medium["variants"]}
        kept = server.data / "media"
        await eventually(lambda: asyncio.to_thread(lambda: sizes(kept) == shown), within=10)
        for medium in media:
            response = ann.http.get(medium["variants"][0]["url"])
            assert response.status_code == 200, f"{response.text}\n{server.last_words()}"
    finally:
        server.kill()


def all_ready(person: Person, sent: list[Any]) -> list[Any]:
    """Give media once all of them are ready."""
    media = [person.get(f"/media/{medium['id']}") for medium in sent]
    return media if all(medium["status"] == "ready" for medium in media) else []


def sizes(folder: Path) -> set[int]:
    """Give the sizes of all files in a folder."""
    return {path.stat().st_size for path in folder.rglob("*") if path.is_file()}
