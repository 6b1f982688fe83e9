"""The one-file executable, used as somebody who has nothing else would use it."""

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.people import Person
from tests.journeys.server import Server
from tests.modules.media.films import film
from tests.pictures import heic, photo

pytestmark = [pytest.mark.binary, pytest.mark.timeout(180)]

BINARY = Path(__file__).parents[2] / "dist" / "minifb"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """The binary in an empty folder with an empty environment."""
    assert BINARY.exists(), "dist/minifb is missing: make binary"
    folder = tmp_path / "empty"
    folder.mkdir()
    server = Server(folder / "data", command=[str(BINARY)], bare=True)
    yield server
    server.kill()


def test_the_binary_needs_nothing_beside_it(server: Server, record_property, capsys) -> None:
    """From an empty folder and an empty environment: register, post, read the feed, stop, start, find the post."""
    first = server.start()
    ann = Person(server.url, "ann").register()
    post = ann.post("/posts", {"text": "from one file"})
    assert [item["id"] for item in ann.items("/posts/feed?mode=latest")] == [post["id"]]
    assert server.stop() == 0, server.last_words()
    second = server.start()
    assert ann.get(f"/posts/{post['id']}")["text"] == "from one file"
    assert server.stop() == 0, server.last_words()
    size = BINARY.stat().st_size / 1_000_000
    for name, value in {"megabytes": size, "first_start": first, "second_start": second}.items():
        record_property(name, round(value, 2))
    with capsys.disabled():
        print(f"\n  dist/minifb: {size:.1f} MB; first start {first:.2f} s, second start {second:.2f} s")


def test_the_binary_writes_only_its_data_folder(server: Server) -> None:
    """Everything the binary writes is below `data/`; the folder it was started in stays clean."""
    server.start()
    assert [path.name for path in server.data.parent.iterdir()] == ["data"]
    assert (server.data.stat().st_mode & 0o077) == 0, "others may read the data folder"


def test_the_binary_works_on_pictures_and_film(server: Server, tmp_path: Path) -> None:
    """The file starts itself again as a worker: a picture from a phone and a film become what every browser shows."""
    server.start()
    ann = Person(server.url, "ann").register()
    for data in (heic(photo(400, 300)), film(tmp_path / "film.mov", codec="libx265").read_bytes()):
        medium = ann.ask("POST", "/media/upload", expect=201, files={"file": ("x", data)})
        until = time.monotonic() + 60
        while medium["status"] == "processing" and time.monotonic() < until:
            time.sleep(0.1)
            medium = ann.get(f"/media/{medium['id']}")
        assert medium["status"] == "ready", medium
        for variant in medium["variants"]:
            assert len(ann.http.get(variant["url"]).content) == variant["bytes"]
    assert server.stop() == 0, server.last_words()


def test_the_binary_brings_its_licences() -> None:
    """Beside the file lie the licences of all that is in it, those of the film codecs among them."""
    licences = BINARY.parent / "LICENSES"
    assert "GPL-3.0 as a whole" in (licences / "README.md").read_text()
    texts = {path.parent.name for path in (licences / "packages").rglob("*") if path.is_file()}
    assert {"av", "pi_heif", "pillow", "litestar", "tantivy"} <= texts


def test_the_binary_writes_mail(tmp_path: Path) -> None:
    """Templates and the SMTP client are inside: a mail becomes a file, and a server that is away is said to be."""
    words = [str(BINARY), "admin", "test-mail", "ann@example.org", "--data", str(tmp_path / "data")]
    assert subprocess.run(words, check=True, capture_output=True, text=True).stdout.startswith("Sent")
    [path] = (tmp_path / "data" / "mail").iterdir()
    assert "<!doctype html>" in path.read_text()
    away = {"MINIFB_MODULES_NOTIFICATIONS_MAIL": "smtp", "MINIFB_MODULES_NOTIFICATIONS_SMTP_PORT": "1"}
    refused = subprocess.run(words, check=False, capture_output=True, text=True, env=away)
    assert (refused.returncode, "SMTPConnectError" in refused.stderr) == (1, True)
