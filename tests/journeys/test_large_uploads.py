"""Uploads to a real server: large ones, such that break off, and such that are cut short by a kill."""

import hashlib
import http.client
import json
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.people import Person
from tests.journeys.server import Server
from tests.pictures import encoded, photo

MIB = 1_048_576
HEAD = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom"
FORM = b'--x\r\nContent-Disposition: form-data; name="file"; filename="film.mp4"\r\n\r\n'
END = b"\r\n--x--\r\n"
KIND = "multipart/form-data; boundary=x"
PART = "application/offset+octet-stream"
TUS = {"tus-resumable": "1.0.0"}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that keeps what came, so that it can be looked at."""
    folder = tmp_path_factory.mktemp("uploads") / "data"
    server = Server(folder, environ={"MINIFB_MODULES_MEDIA_KEEP_ORIGINALS": "true"})
    server.start()
    yield server
    server.stop()


def incoming(server: Server) -> list[Path]:
    """List files on their way in."""
    return list((server.data / "media" / "incoming").iterdir())


@contextmanager
def sending(
    person: Person, method: str, path: str, length: int, **headers: str
) -> Iterator[http.client.HTTPConnection]:
    """Begin a request of one's own whose body is sent piece by piece."""
    url = person.http.base_url
    with closing(http.client.HTTPConnection(url.host, url.port, timeout=60)) as connection:
        connection.putrequest(method, path)
        told = {"authorization": person.http.headers["authorization"], "content-length": str(length), **headers}
        for name, text in told.items():
            connection.putheader(name.replace("_", "-"), text)
        connection.endheaders()
        yield connection


def film_of(length: int) -> Iterator[bytes]:
    """Give something long that begins like a film, piece by piece."""
    yield HEAD + bytes(MIB - len(HEAD))
    for at in range(1, length // MIB):
        yield at.to_bytes(4, "big") * (MIB // 4)


def memory(server: Server, word: str) -> int:
    """Read from the system how much memory the server takes, in bytes."""
    assert server.process is not None
    lines = Path(f"/proc/{server.process.pid}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{word}:"))


def test_a_large_film_costs_no_memory_and_hinders_nobody(server: Server) -> None:
    """Two hundred megabytes go straight to the disk: the server's memory stays as it was, and it answers meanwhile."""
    ann = Person(server.url, "ann").register()
    ann.ask("POST", "/media/upload", expect=201, files={"file": ("a.jpg", encoded(photo(64, 48), "JPEG"))})
    before = memory(server, "VmRSS")
    digest = hashlib.sha256()
    with sending(ann, "POST", "/media/upload", len(FORM) + 200 * MIB + len(END), content_type=KIND) as connection:
        connection.send(FORM)
        for at, piece in enumerate(film_of(200 * MIB)):
            connection.send(piece)
            digest.update(piece)
            if at % 50 == 0:
                assert ann.get("/users/profile")["username"] == "ann"
        connection.send(END)
        answer = connection.getresponse()
        medium = json.loads(answer.read())
    assert (answer.status, medium["status"], medium["bytes"]) == (201, "processing", 200 * MIB)
    assert memory(server, "VmHWM") - before < 32 * MIB
    assert [path.stat().st_size for path in (server.data / "media").rglob(f"{digest.hexdigest()}*")] == [200 * MIB]


def test_what_breaks_off_or_is_killed_leaves_nothing(server: Server) -> None:
    """A client that goes away in the middle, and a server that is killed in the middle, leave no part of a file."""
    ben = Person(server.url, "ben").register()
    for end in ("client", "server"):
        with sending(ben, "POST", "/media/upload", 9 * MIB, content_type=KIND) as connection:
            connection.send(FORM + next(film_of(MIB)))
            until(lambda: incoming(server) != [])
            if end == "server":
                server.kill()
                assert len(incoming(server)) == 1
                server.start()
        until(lambda: incoming(server) == [])
    assert ben.get("/media/usage")["files"] == 0


def test_a_killed_server_goes_on_where_it_was(server: Server) -> None:
    """What was acknowledged of a resumable upload survives a kill; the rest is sent again, and the file is whole."""
    cat = Person(server.url, "cat").register()
    files = {"file": ("a.jpg", encoded(photo(64, 48), "JPEG"))}
    picture = cat.ask("POST", "/media/upload", expect=201, files=files)["variants"][0]
    pieces = list(film_of(24 * MIB))
    whole = b"".join(pieces)
    begun = cat.http.post("/media/uploads", headers={**TUS, "upload-length": str(len(whole))})
    where = begun.headers["location"]
    assert part(cat, where, 0, pieces[0]) == MIB
    told = {"tus_resumable": "1.0.0", "upload_offset": str(MIB), "content_type": PART}
    with sending(cat, "PATCH", where, 23 * MIB, **told) as connection:
        connection.send(b"".join(pieces[1:20]))
        until(lambda: incoming(server)[0].stat().st_size >= 19 * MIB)
        server.kill()
    server.start()
    assert len(cat.http.get(picture["url"]).content) == picture["bytes"]
    offset = int(cat.http.head(where, headers=TUS).headers["upload-offset"])
    assert MIB <= offset <= 20 * MIB
    assert part(cat, where, offset, whole[offset:]) == len(whole)
    medium = cat.get(f"/media/{begun.json()['id']}")
    assert (medium["kind"], medium["bytes"]) == ("video", len(whole))
    name = hashlib.sha256(whole).hexdigest()
    assert [path.stat().st_size for path in (server.data / "media").rglob(f"{name}*")] == [len(whole)]
    assert incoming(server) == []


def test_a_refusal_is_heard_also_by_who_still_sends(server: Server) -> None:
    """Who sends a large file that is not taken hears why, instead of a broken connection."""
    dan = Person(server.url, "dan").register()
    with sending(dan, "POST", "/media/upload", len(FORM) + 6 + 24 * MIB + len(END), content_type=KIND) as connection:
        connection.send(FORM + b"<html>")
        for _ in range(24):
            connection.send(bytes(MIB))
        connection.send(END)
        answer = connection.getresponse()
        assert (answer.status, json.loads(answer.read())["code"]) == (415, "unknown_type")


def part(person: Person, where: str, offset: int, content: bytes) -> int:
    """Send a part; tell how far the upload is."""
    headers = {**TUS, "upload-offset": str(offset), "content-type": PART}
    answer = person.http.patch(where, headers=headers, content=content)
    assert answer.status_code == 204, answer.text
    return int(answer.headers["upload-offset"])


def until(probe: Any) -> None:
    """Wait for something that happens by itself."""
    for _ in range(200):
        if probe():
            return
        time.sleep(0.05)
    raise AssertionError("it did not happen in time")
