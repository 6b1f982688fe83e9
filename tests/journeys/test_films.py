"""A film across the death of the server: what was taken is worked on to its end, and not from its beginning."""

import time
from collections.abc import Callable
from pathlib import Path

from tests.journeys.people import Person
from tests.journeys.server import Server
from tests.modules.media.films import film


def test_a_film_outlives_the_server(tmp_path: Path) -> None:
    """Killed between two renditions, the server makes the second when it is back, and keeps the first as it is."""
    source = film(tmp_path / "film.mp4", (1280, 720), sound=None, times=[at / 10 for at in range(60)])
    server = Server(tmp_path / "data")
    try:
        server.start()
        ann = Person(server.url, "ann").register()
        medium = ann.ask("POST", "/media/upload", expect=201, files={"file": ("film.mp4", source.read_bytes())})
        first = server.data / "media" / "work" / medium["id"] / "720p.mp4"
        wait(first.exists)
        kept = first.stat().st_ino
        server.kill()
        assert not first.with_name("480p.mp4").exists()
        server.start()
        wait(lambda: ann.get(f"/media/{medium['id']}")["status"] == "ready")
        assert {path.stat().st_ino for path in (server.data / "media" / "blobs").rglob("*")} & {kept}
        wait(lambda: not list((server.data / "media" / "work").iterdir()))
    finally:
        server.kill()


def wait(for_it: Callable[[], bool]) -> None:
    """Wait for something."""
    until = time.monotonic() + 60
    while not for_it():
        assert time.monotonic() < until
        time.sleep(0.02)
