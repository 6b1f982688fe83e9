"""No body that is odd reaches a handler, and none makes the server stumble."""

import json

import pytest

from minifb.kernel.http.body import is_json, parse
from minifb.kernel.refusals import Malformed

JSON = {"content-type": "application/json"}


def deep(levels: int) -> bytes:
    return b'{"text":"x","extra":{"a":' + b"[" * levels + b"]" * levels + b"}}"


# What was sent, with which content type, and what the answer is.
ODD = [
    ("invalid UTF-8", b'{"text":"\xff\xfe"}', "application/json", 400),
    ("50,000 levels deep", b"[" * 50_000, "application/json", 413),
    ("1,500 levels deep", b"[" * 1_500 + b"]" * 1_500, "application/json", 400),
    ("17 levels deep", deep(15), "application/json", 400),
    ("16 levels deep", deep(14), "application/json", 201),
    ("a repeated key", b'{"text":"a","text":"b"}', "application/json", 400),
    ("a repeated key inside", b'{"text":"a","extra":{"a":1,"a":2}}', "application/json", 400),
    ("101 keys", json.dumps({"text": "x", "extra": {str(n): n for n in range(101)}}).encode(), "application/json", 400),
    ("100 keys", json.dumps({"text": "x", "extra": {str(n): n for n in range(100)}}).encode(), "application/json", 201),
    ("1,001 entries", b'{"text":"x","extra":{"a":[' + b"1," * 1000 + b"1]}}", "application/json", 400),
    ("1,000 entries", b'{"text":"x","extra":{"a":[' + b"1," * 999 + b"1]}}", "application/json", 201),
    ("a number beyond 2^53", b'{"text":"x","extra":{"a":9007199254740993}}', "application/json", 400),
    ("the number 2^53", b'{"text":"x","extra":{"a":-9007199254740992}}', "application/json", 201),
    ("a number of 5,000 digits", b'{"text":"x","extra":{"a":' + b"9" * 3_900 + b"}}", "application/json", 400),
    ("1e999", b'{"text":"x","extra":{"a":1e999}}', "application/json", 400),
    ("NaN", b'{"text":"x","extra":{"a":NaN}}', "application/json", 400),
    ("NUL escaped", b'{"text":"a\\u0000"}', "application/json", 400),
    ("NUL raw", b'{"text":"a\x00"}', "application/json", 400),
    ("a control character", b'{"text":"a\\u001b"}', "application/json", 400),
    ("a control character in a key", b'{"text":"a","extra":{"\\u0007":1}}', "application/json", 400),
    ("a carriage return", b'{"text":"a\\rb"}', "application/json", 400),
    ("newline and tab", b'{"text":"a\\n\\tb"}', "application/json", 201),
    ("half a surrogate", b'{"text":"\\ud800"}', "application/json", 400),
    ("a surrogate pair", b'{"text":"\\ud83d\\ude00"}', "application/json", 201),
    ("a byte order mark", b'\xef\xbb\xbf{"text":"x"}', "application/json", 400),
    ("UTF-16", '{"text":"x"}'.encode("utf-16"), "application/json", 400),
    ("nothing", b"", "application/json", 400),
    ("cut off", b'{"text":"x"', "application/json", 400),
    ("two values", b'{"text":"x"}{}', "application/json", 400),
    ("a list", b"[]", "application/json", 422),
    ("null", b"null", "application/json", 422),
    ("a text for a number", b'{"text":"x","count":"5"}', "application/json", 422),
    ("a number for a text", b'{"text":5}', "application/json", 422),
    ("a field nobody knows", b'{"text":"x","role":"admin"}', "application/json", 422),
    ("too long", b'{"text":"' + b"x" * 21 + b'"}', "application/json", 422),
    ("too large", b'{"text":"' + b"x" * 4096 + b'"}', "application/json", 413),
    ("charset named", b'{"text":"x"}', "application/json; charset=UTF-8", 201),
    ("another charset", b'{"text":"x"}', "application/json; charset=latin-1", 415),
    ("plain text", b'{"text":"x"}', "text/plain", 415),
    ("a form", b"text=x", "application/x-www-form-urlencoded", 415),
    ("msgpack", b"\x81\xa4text\xa1x", "application/x-msgpack", 415),
    ("a type like JSON", b'{"text":"x"}', "application/jsonp", 415),
    ("no type", b'{"text":"x"}', "", 415),
]


@pytest.mark.parametrize(("what", "sent", "kind", "status"), ODD, ids=[case[0] for case in ODD])
async def test_odd_bodies_are_refused(world, what, sent, kind, status):
    """A body that is odd in any way is refused with 4xx before a handler sees it; what is right passes."""
    headers = {"content-type": kind} if kind else {}
    async with world.client() as anybody:
        answer = await anybody.post("/open-things", content=sent, headers=headers)
    assert answer.status_code == status, answer.text
    assert not world.escaped


async def test_a_large_body_is_refused_before_it_is_read(world):
    """A length beyond the route's cap is refused without reading a byte."""

    async def body():
        yield b"x" * 100
        raise AssertionError("read on")

    async with world.client() as anybody:
        answer = await anybody.post("/open-things", content=body(), headers={**JSON, "content-length": "5000"})
    assert answer.status_code == 413


async def test_a_body_without_a_length_is_counted(world):
    """A body that does not say how long it is is refused as soon as it is too long."""

    async def body():
        for _ in range(50):
            yield b" " * 100

    async with world.client() as anybody:
        answer = await anybody.post("/open-things", content=body(), headers=JSON)
        raw = await anybody.post("/raw", content=body())
    assert (answer.status_code, raw.status_code) == (413, 413)


async def test_a_handler_may_read_the_body_itself(world):
    """A route that takes no JSON gets its body as it came."""
    async with world.client() as anybody:
        answer = await anybody.post("/raw", content=b"\x00" * 1000)
    assert answer.json()["text"] == "1000"


async def test_the_field_at_fault_is_named(world):
    """422 names the field as the client wrote it."""
    async with world.client() as anybody:
        answer = await anybody.post("/open-things", json={"text": "x", "firstName": 5})
    assert answer.json()["errors"] == [{"field": "firstName", "code": "type", "message": "Must be a text or null."}]


@pytest.mark.parametrize("body", [b"[" * 3_000_000, b'{"a":' * 100_000, b'"' + b"\\u0000" * 50_000 + b'"'])
def test_nesting_does_no_harm(body):
    """No depth of nesting gets further than being refused."""
    with pytest.raises(Malformed):
        parse(body)


def test_only_json_in_utf8_is_json():
    """The content type is compared exactly."""
    assert is_json(b'Application/JSON ; charset="utf-8"')
    assert not is_json(b"application/json; charset=utf-8; boundary=x")
    assert not is_json(b"application/problem+json")
