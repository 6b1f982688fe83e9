"""Odd requests get no further than the edge, and every answer is complete."""

import asyncio

import pytest

from minifb.kernel.events.event import current_trace
from minifb.kernel.http import edge as edge_module
from minifb.kernel.ids import is_id
from tests.kernel.http.world import World


def request(world, *, method="GET", path="/open", query=b"", headers=(), host=(b"127.0.0.1:3000",), **changes):
    """Send a request as a server would hand it over, however odd; give status, headers and body."""
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": query,
        "headers": [*((b"host", one) for one in host), *headers],
        "client": ("192.0.2.1", 1),
        "scheme": "http",
        "http_version": "1.1",
        "root_path": "",
    } | changes
    sent = []

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message):
        sent.append(message)

    async def ask():
        await world.application.edge(scope, receive, send)
        return sent[0]["status"], dict(sent[0]["headers"]), b"".join(one.get("body", b"") for one in sent[1:])

    return ask()


ODD_HEADS = [
    ("no host", {"host": ()}, 400),
    ("two hosts", {"host": (b"a", b"a")}, 400),
    ("an empty host", {"host": (b"",)}, 400),
    ("a user in the host", {"host": (b"127.0.0.1:3000@evil.example",)}, 400),
    ("a path in the host", {"host": (b"a/b",)}, 400),
    ("a space in the host", {"host": (b"a b",)}, 400),
    ("a host that is no ASCII", {"host": ("münchen".encode(),)}, 400),
    ("a port that is none", {"host": (b"a:x",)}, 400),
    ("an IPv6 host", {"host": (b"[::1]:3000",)}, 200),
    ("a length and chunks", {"headers": [(b"content-length", b"5"), (b"transfer-encoding", b"chunked")]}, 400),
    ("two lengths", {"headers": [(b"content-length", b"5"), (b"content-length", b"6")]}, 400),
    ("a length with a sign", {"headers": [(b"content-length", b"+5")]}, 400),
    ("a length below zero", {"headers": [(b"content-length", b"-5")]}, 400),
    ("a length of words", {"headers": [(b"content-length", b"five")]}, 400),
    ("a length of 30 digits", {"headers": [(b"content-length", b"9" * 30)]}, 400),
    ("chunks of another kind", {"headers": [(b"transfer-encoding", b"gzip, chunked")]}, 400),
    ("two authorizations", {"headers": [(b"authorization", b"Bearer a"), (b"authorization", b"Bearer b")]}, 400),
    ("two once-keys", {"headers": [(b"idempotency-key", b"a" * 16), (b"idempotency-key", b"b" * 16)]}, 400),
    ("an authorization that is no ASCII", {"headers": [(b"authorization", "Bearer ü".encode())]}, 400),
    ("a cookie that is no ASCII", {"headers": [(b"cookie", "other=ü".encode())]}, 200),
    ("a CSRF header that is no ASCII", {"headers": [(b"x-minifb", "ü".encode())]}, 400),
    ("101 headers", {"headers": [(b"x-%d" % n, b"") for n in range(100)]}, 413),
    ("100 headers", {"headers": [(b"x-%d" % n, b"") for n in range(99)]}, 200),
    ("a header of 9 KiB", {"headers": [(b"x", b"x" * 9216)]}, 413),
    ("headers of 40 KiB", {"headers": [(b"x-%d" % n, b"x" * 4000) for n in range(10)]}, 413),
    ("a path of 9 KiB", {"path": "/" + "x" * 9216}, 413),
    ("a query of 9 KiB", {"query": b"q=" + b"x" * 9216}, 413),
    ("a NUL in the path", {"path": "/things/%00"}, 400),
    ("a NUL in the query", {"query": b"limit=%00"}, 400),
    ("a repeated parameter", {"query": b"limit=5&limit=6"}, 400),
    ("raw bytes in the query", {"query": b"limit=\xff"}, 400),
    ("broken escapes in the query", {"query": b"limit=%ff%zz"}, 422),
    ("slashes", {"path": "//open/"}, 200),
    ("an unknown method", {"method": "BREW"}, 405),
]


@pytest.mark.parametrize(("what", "sent", "expected"), ODD_HEADS, ids=[case[0] for case in ODD_HEADS])
async def test_odd_heads_are_refused(world, what, sent, expected):
    """A head that another server might read differently is refused; a connection it came on is closed."""
    status, headers, _ = await request(world, **sent)
    assert status == expected
    assert (headers.get(b"connection") == b"close") == (expected in {400, 413})
    assert not world.escaped


async def test_every_answer_carries_the_same_headers(world):
    """Good or bad, an answer names the request and tells browsers to be careful with it."""
    for path in ("/open", "/nothing", "/boom", "/things/one"):
        _, headers, _ = await request(world, path=path)
        assert is_id(headers[b"x-request-id"].decode())
        assert headers[b"x-content-type-options"] == b"nosniff"
        assert headers[b"content-security-policy"] == b"default-src 'none'; frame-ancestors 'none'"
        assert headers[b"referrer-policy"] == b"no-referrer"
        assert b"server" not in headers
        assert b"strict-transport-security" not in headers


async def test_what_members_see_is_not_stored(world):
    """JSON for somebody signed in stays out of every cache, unless its handler says otherwise."""
    async with world.client(world.issuer.token()) as ann:
        private, tagged = await ann.get("/things/one"), await ann.get("/tagged")
    async with world.client() as anybody:
        public = await anybody.get("/open")
    assert private.headers["cache-control"] == "no-store"
    assert tagged.headers["cache-control"] == "private, no-cache"
    assert "cache-control" not in public.headers


async def test_who_has_the_bytes_gets_none(world):
    """A client that names the tag of what it has is answered 304."""
    async with world.client() as anybody:
        tag = (await anybody.get("/tagged")).headers["etag"]
        answers = [
            await anybody.get("/tagged", headers={"if-none-match": one}) for one in (tag, f'"x", W/{tag}', "*", '"x"')
        ]
    assert [answer.status_code for answer in answers] == [304, 304, 304, 200]
    assert answers[0].content == b""


async def test_head_is_get_without_the_body(world):
    """HEAD is answered wherever GET is, with the same headers and no body."""
    async with world.client() as anybody:
        got, headed = await anybody.get("/open"), await anybody.head("/open")
    assert (headed.status_code, headed.content) == (200, b"")
    assert headed.headers["content-length"] == got.headers["content-length"]
    assert [one[:3] for one in world.seen] == [("GET", "/open", 200), ("HEAD", "/open", 200)]


@pytest.mark.parametrize(
    ("header", "value", "kept"),
    [
        ("x-correlation-id", "order-12345", True),
        ("x-correlation-id", "short", False),
        ("x-correlation-id", "a\\nb " * 5, False),
        ("x-correlation-id", "x" * 65, False),
    ],
)
async def test_a_request_belongs_to_what_its_caller_says(world, header, value, kept, monkeypatch):
    """A correlation id that looks like one is kept; otherwise the request is its own."""
    traces = []
    seen = world.application.edge.app

    async def look(scope, receive, send):
        traces.append(current_trace.get())
        await seen(scope, receive, send)

    monkeypatch.setattr(world.application.edge, "app", look)
    parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
    async with world.client() as anybody:
        answer = await anybody.get("/open", headers={header: value, "traceparent": parent})
    assert (traces[0].correlation_id == value) is kept
    assert traces[0].causation_id == answer.headers["x-request-id"]
    assert traces[0].traceparent == parent


async def test_the_observer_hears_templates(world):
    """What is counted is the route, never the id in it."""
    async with world.client(world.issuer.token()) as ann:
        answer = await ann.get("/things/two")
        await ann.get("/no/such/place")
    assert world.seen[0] == ("GET", "/things/{thing_id}", 404, 0.0, answer.headers["x-request-id"])
    assert world.seen[1][1] == "unknown"


async def test_a_full_server_serves_what_matters_most(world):
    """Writes are turned away first, then reads; signing in waits longest, and health is always answered."""
    edge = world.application.edge
    edge.in_flight_max = 100
    answered = []
    for under_way in (69, 70, 85, 100):
        edge.in_flight = under_way
        paths = (("POST", "/open-things"), ("GET", "/open"), ("POST", "/auth/login"), ("GET", "/livez"))
        answered.append([(await request(world, method=method, path=path))[0] != 503 for method, path in paths])
    assert answered == [[True] * 4, [False, True, True, True], [False, False, True, True], [False, False, False, True]]
    edge.in_flight = 100
    status, headers, _ = await request(world)
    assert (status, headers[b"retry-after"]) == (503, b"1")


async def test_who_reads_slowly_takes_no_place(world):
    """Somebody who takes long to read a film is not among the requests under way: they are in nobody's way."""
    edge, reading = world.application.edge, asyncio.Event()

    async def film(scope, receive, send):
        under_way.append(edge.in_flight)
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await reading.wait()
        await send({"type": "http.response.body", "body": b"film"})

    under_way, served = [], edge.app
    edge.app = film
    asking = asyncio.ensure_future(request(world))
    await asyncio.sleep(0.01)
    edge.app = served
    assert (under_way, edge.in_flight) == ([1], 0)
    reading.set()
    assert (await asking)[2] == b"film"
    assert edge.in_flight == 0


async def test_a_handler_that_hangs_is_given_up(world, monkeypatch):
    """After its time a handler is cancelled and the caller told to try again."""
    monkeypatch.setattr(edge_module, "HANDLER_SECONDS", 0.05)
    async with world.client() as anybody:
        answer = await anybody.get("/slow?seconds=5")
    assert (answer.status_code, answer.json()["code"]) == (503, "deadline_passed")
    assert world.application.edge.in_flight == 0


async def test_a_body_that_trickles_is_given_up(world, monkeypatch):
    """A body slower than a kibibyte a second is not waited for; its time does not count as the handler's."""
    monkeypatch.setattr(edge_module, "BODY_GRACE_SECONDS", 0.1)
    monkeypatch.setattr(edge_module, "HANDLER_SECONDS", 0.05)

    async def trickle():
        for _ in range(20):
            await asyncio.sleep(0.02)
            yield b" "

    async with world.client() as anybody:
        told = {"content-type": "application/json"}
        answer = await anybody.post("/open-things", content=trickle(), headers=told)
    assert (answer.status_code, answer.json()["code"]) == (400, "too_slow")


async def test_what_escapes_everything_is_still_a_problem(world, monkeypatch):
    """Whatever breaks in whichever layer, the caller gets a problem and we get the error."""

    async def broken(scope, receive, send):
        raise ZeroDivisionError

    monkeypatch.setattr(world.application.edge, "app", broken)
    status, headers, body = await request(world)
    assert (status, headers[b"content-type"]) == (500, b"application/problem+json")
    assert b"Zero" not in body
    assert isinstance(world.escaped[0][0], ZeroDivisionError)


async def test_behind_a_proxy_the_scheme_is_the_callers():
    """A trusted proxy says whether people came over https."""
    world = await World(trusted_proxies=("192.0.2.0/24",)).started()
    _, headers, _ = await request(world, headers=[(b"x-forwarded-proto", b"https")])
    assert b"strict-transport-security" in headers
