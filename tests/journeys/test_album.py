"""Ann shows her friends a holiday: from a photo of herself over an album with a clip to deleting it all.

Ben is her friend, Eve is a stranger, and somebody on the street is not signed in. They use a real server, over its
port: what they are shown is opened as any viewer would, and what is gone is looked for on the disk.
"""

import time
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import av
import pytest

from tests.journeys.people import Person
from tests.journeys.server import Server
from tests.modules.media.films import film
from tests.pictures import SECRET, corners, opened, photo, telling

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

ON_ITS_SIDE = 6
"""How a phone that is held upright writes its orientation (Exif)."""
SOON = 60.0
"""Seconds that a machine with other work may take to make a small clip fit to be shown."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of its own, on a real port."""
    server = Server(tmp_path_factory.mktemp("album") / "data")
    server.start()
    yield server
    server.kill()


def upload(who: Person, data: bytes, **more: str) -> Any:
    """Upload one file, as a form does."""
    return who.ask("POST", "/media/upload", expect=201, files={"file": ("DSC_0042.jpg", data)}, data=more)


def comes(true: Callable[[], Any]) -> Any:
    """Wait until something is true, and give it."""
    until = time.monotonic() + SOON
    while not (value := true()):
        assert time.monotonic() < until, "it never came"
        time.sleep(0.1)
    return value


def urls(media: Any) -> list[str]:
    """List where the bytes of a medium are."""
    return [variant["url"] for variant in media["variants"]]


def found(who: Person, words: str) -> list[str]:
    """Search posts, and name what was found."""
    answer = who.http.get("/search/posts", params={"q": words})
    assert answer.status_code == 200, answer.text
    return [item["post"]["id"] for item in answer.json()["items"]]


def contents(server: Server) -> set[Path]:
    """List what the server keeps of all that was uploaded."""
    return {path for path in (server.data / "media").rglob("*") if path.is_file()}


def test_an_album_from_the_upload_to_the_last_byte(server: Server, tmp_path: Path) -> None:
    """A friend finds and sees an album upright and without its places, a stranger does not, and deleting ends it."""
    ann, ben, eve = (Person(server.url, name).register() for name in ("ann", "ben", "eve"))
    street = Person(server.url, "street").http
    ann.befriend(ben)

    # a photo of herself: its square is everybody's
    face = upload(ann, telling("JPEG", photo(900, 700)), alt="Ann, laughing")
    assert (face["status"], face["alt"]) == ("ready", "Ann, laughing")
    avatar = ann.put("/users/profile", {"avatarId": face["id"]})["avatar"]
    assert avatar["placeholder"]
    assert street.get(avatar["url"]).headers["cache-control"].startswith("public")
    kept_for_good = contents(server)

    # an album of nine photos and a clip, for friends
    photos = [upload(ann, telling("JPEG", photo(1200 + at, 800), ON_ITS_SIDE)) for at in range(9)]
    clip = upload(ann, film(tmp_path / "clip.mp4").read_bytes())
    comes(lambda: ann.get(f"/media/{clip['id']}")["status"] == "ready")
    told = {"text": "Schöne Tage in Lissabon #urlaub", "mediaIds": [one["id"] for one in [*photos, clip]]}
    post = ann.post("/posts", told)
    assert [one["status"] for one in post["media"]] == ["ready"] * 10

    # who sees it
    seen = ben.get(f"/posts/{post['id']}")["media"]
    assert eve.status("GET", f"/posts/{post['id']}") == 404
    for at, one in enumerate(seen[:9]):
        assert (one["width"], one["height"]) == (800, 1200 + at)  # upright
        for url in urls(one):
            assert eve.status("GET", url) == street.get(url).status_code == 404
            data = ben.http.get(url).content
            assert SECRET not in data
            picture = opened(data)
            assert not picture.getexif()
            if not Path(url.split("?")[0]).name.startswith("square"):
                assert corners(picture)[0] == "green"
    with av.open(BytesIO(ben.http.get(next(url for url in urls(seen[9]) if ".mp4" in url)).content)) as shown:
        assert sum(1 for _ in shown.decode(video=0)) > 10
    whole = ben.http.get(urls(seen[0])[0])
    part = ben.http.get(urls(seen[0])[0], headers={"Range": "bytes=10-19"})
    assert (part.status_code, part.content) == (206, whole.content[10:20])
    again = ben.http.get(urls(seen[0])[0], headers={"If-None-Match": whole.headers["etag"]})
    assert again.status_code == 304

    # who finds it, by half a word, without its accents, by its pictures
    for words in ("lissab", "schone tage", "#urlaub", "from:@ann has:photo", "lisabon"):
        assert comes(lambda words=words: found(ben, words)) == [post["id"]]
        assert found(eve, words) == []
    assert ben.get("/search/users?q=ann")["items"][0]["user"]["id"] == ann.id

    # and when it is deleted, there is nothing left of it anywhere
    ann.delete(f"/posts/{post['id']}")
    assert found(ben, "lissabon") == []
    assert ben.status("GET", urls(seen[0])[0]) == 404
    for one in seen:
        ann.delete(f"/media/{one['id']}")
        assert ann.status("GET", f"/media/{one['id']}") == 404
    comes(lambda: contents(server) == kept_for_good)
    assert ann.get("/media/usage")["files"] == 1
