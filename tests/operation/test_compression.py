"""Answers are sent in fewer bytes to those who take them so, and nothing that tells a secret is."""

import gzip
import json
from typing import Any

import brotli
import pytest

from minifb.app.compression import SMALLEST, compressed, taken
from tests.world import PASSWORD, World

LONG = json.dumps({"text": "a day by the lake " * 100}).encode()


async def answered(
    *, path: str = "/posts/feed", accepted: str = "br, gzip", status: int = 200, kind: str = "application/json",
    bodies: tuple[bytes, ...] = (LONG,), asked: tuple[tuple[bytes, bytes], ...] = (), **headers: str
) -> tuple[dict[str, str], bytes]:  # fmt: skip
    """Ask an application that answers so; gives the answer's headers and its bytes."""
    sent: list[Any] = []

    async def app(_scope: Any, _receive: Any, send: Any) -> None:
        length = str(sum(map(len, bodies)))
        told = {"content-type": kind, "content-length": length} | {k.replace("_", "-"): v for k, v in headers.items()}
        raw = [(name.encode(), value.encode()) for name, value in told.items()]
        await send({"type": "http.response.start", "status": status, "headers": raw})
        for at, body in enumerate(bodies, 1):
            await send({"type": "http.response.body", "body": body, "more_body": at < len(bodies)})

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "path": path, "headers": [(b"accept-encoding", accepted.encode()), *asked]}
    await compressed(app)(scope, None, send)
    head, *parts = sent
    assert len({name for name, _ in head["headers"]}) == len(head["headers"])
    return {name.decode(): value.decode() for name, value in head["headers"]}, b"".join(one["body"] for one in parts)


@pytest.mark.parametrize(
    ("accepted", "how", "back"), [("gzip, deflate, br", "br", brotli.decompress), ("gzip", "gzip", gzip.decompress)]
)
async def test_an_answer_is_sent_in_fewer_bytes(accepted: str, how: str, back: Any) -> None:
    """Whoever says how they take answers gets them so, and their length is what is sent."""
    headers, body = await answered(accepted=accepted)
    assert headers["content-encoding"] == how
    assert int(headers["content-length"]) == len(body) < len(LONG) / 4
    assert back(body) == LONG
    assert headers["vary"] == "Accept-Encoding"


async def test_whoever_says_nothing_gets_it_as_it_is() -> None:
    """A client that cannot take it apart is not given it compressed; copies kept on the way know the difference."""
    headers, body = await answered(accepted="")
    assert (body, headers["vary"]) == (LONG, "Accept-Encoding")
    assert "content-encoding" not in headers


@pytest.mark.parametrize(
    "how",
    [
        {"bodies": (b"x" * (SMALLEST - 1),)},
        {"bodies": (LONG, LONG)},
        {"status": 206, "content_range": "bytes 0-9/20"},
        {"kind": "image/webp"},
        {"kind": "text/event-stream"},
        {"content_encoding": "br"},
    ],
    ids=["short", "in parts", "a range", "a picture", "events", "compressed already"],
)
async def test_what_would_gain_nothing_stays_as_it_is(how: dict[str, Any]) -> None:
    """Pictures and films, ranges, what is sent as it comes, and what was compressed before: not a byte is changed."""
    headers, body = await answered(**how)
    assert body == b"".join(how.get("bodies", (LONG,)))
    assert headers.get("content-encoding") == how.get("content_encoding")
    assert int(headers["content-length"]) == len(body)


async def test_a_tag_says_the_same_of_other_bytes() -> None:
    """A compressed answer has other bytes than the plain one, so its tag only says that both mean the same."""
    assert (await answered(etag='"abc"', vary="Cookie"))[0] | {"content-length": ""} == {
        "content-type": "application/json", "content-encoding": "br", "content-length": "",
        "etag": 'W/"abc"', "vary": "Cookie, Accept-Encoding",
    }  # fmt: skip
    assert (await answered(etag='"abc"', accepted=""))[0]["etag"] == '"abc"'


async def test_pages_of_other_sites_learn_no_length() -> None:
    """What somebody's browser was made to ask for from another site is sent as it is: its length tells nothing more."""
    headers, _ = await answered(asked=((b"sec-fetch-site", b"cross-site"),))
    assert "content-encoding" not in headers
    headers, _ = await answered(asked=((b"sec-fetch-site", b"same-origin"),))
    assert headers["content-encoding"] == "br"


@pytest.mark.parametrize(
    ("accepted", "how"),
    [
        (b"br;q=0, gzip", b"gzip"),
        (b"gzip;q=0.5, br;q=0.1", b"br"),
        (b"br;q=0,gzip;q=0.0", b""),
        (b"identity", b""),
        (b"brand, xgzip", b""),
        (b"\xff, ;;,", b""),
    ],
)
def test_what_is_refused_is_not_sent(accepted: bytes, how: bytes) -> None:
    """A weight of zero refuses a way, and only whole words count."""
    assert taken(accepted) == how


async def test_secrets_are_never_compressed(world: World) -> None:
    """Tokens stand beside a name that others may choose: their answer is as long as it is, whatever is in it."""
    ana = await world.person("ana", firstName="Ana" * 20)
    told = await world.stranger.ask(
        "POST", "/auth/login", json={"username": "ana", "password": PASSWORD}, headers={"Accept-Encoding": "br, gzip"}
    )
    assert told.status_code == 200
    assert len(told.content) > SMALLEST
    assert "content-encoding" not in told.headers
    shown = await ana.ask("GET", "/openapi.json", headers={"Accept-Encoding": "gzip"})
    assert shown.headers["content-encoding"] == "gzip"


async def test_what_was_compressed_is_not_sent_again(world: World) -> None:
    """A client that has a page of the feed gets no body when it asks for it by the tag it was given."""
    ana = await world.person("ana")
    for number in range(3):
        await ana.post("/posts", text=f"Number {number} by the lake")
    small = {"Accept-Encoding": "gzip"}
    first = await ana.ask("GET", "/posts/feed", headers=small)
    assert first.headers["content-encoding"] == "gzip"
    tag = first.headers["etag"]
    assert tag.startswith("W/")
    again = await ana.ask("GET", "/posts/feed", headers=small | {"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    plain = await ana.ask("GET", "/posts/feed", headers={"Accept-Encoding": "identity"})
    assert plain.json() == first.json()
