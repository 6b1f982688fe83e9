"""On a real port: broken requests, half requests and idle connections end, and a stop cuts nobody off."""

import asyncio
import contextlib

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosedError

from minifb.kernel.http import connection, serve
from tests.kernel.http.world import World

GET = b"GET /open HTTP/1.1\r\nhost: a\r\n\r\n"
HOST = b"host: a\r\n"


@contextlib.asynccontextmanager
async def serving(world, **options):
    """Serve on a free port; gives the port and the event that stops it."""
    port: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    stop = asyncio.Event()
    options = {"on_ready": port.set_result, "stop": stop, "drain_seconds": 5} | options
    task = asyncio.create_task(serve.serve(world.application.edge, host="127.0.0.1", port=0, **options))
    try:
        yield await port, stop
    finally:
        stop.set()
        await task


async def exchange(port: int, *pieces: bytes, wait: float = 3, pause: float = 0) -> bytes:
    """Send bytes, give all that came back until the connection ended or nothing came any more."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    got = b""
    try:
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(pause)
        async with asyncio.timeout(wait):
            while chunk := await reader.read(65536):
                got += chunk
        got += b"<closed>"
    except ConnectionError:
        got += b"<closed>"
    except TimeoutError:
        pass
    writer.close()
    return got


BROKEN = [
    (
        "a length and chunks",
        b"POST /raw HTTP/1.1\r\n" + HOST + b"content-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
    ),
    ("two lengths", b"POST /raw HTTP/1.1\r\n" + HOST + b"content-length: 4\r\ncontent-length: 5\r\n\r\nabcd"),
    ("a wrong chunk", b"POST /raw HTTP/1.1\r\n" + HOST + b"transfer-encoding: chunked\r\n\r\nzz\r\n\r\n"),
    ("chunked twice", b"POST /raw HTTP/1.1\r\n" + HOST + b"transfer-encoding: chunked, chunked\r\n\r\n0\r\n\r\n"),
    ("chunked hidden", b"POST /raw HTTP/1.1\r\n" + HOST + b"transfer-encoding: xchunked\r\n\r\n0\r\n\r\n"),
    ("chunked behind a tab", b"POST /raw HTTP/1.1\r\n" + HOST + b"transfer-encoding:\x0bchunked\r\n\r\n0\r\n\r\n"),
    ("a negative length", b"POST /raw HTTP/1.1\r\n" + HOST + b"content-length: -1\r\n\r\n"),
    ("no host", b"GET /open HTTP/1.1\r\n\r\n"),
    ("two hosts", b"GET /open HTTP/1.1\r\n" + HOST + b"host: b\r\n\r\n"),
    ("a folded header", b"GET /open HTTP/1.1\r\n" + HOST + b"x: a\r\n b\r\n\r\n"),
    ("a space before the colon", b"GET /open HTTP/1.1\r\nhost : a\r\n\r\n"),
    ("NUL in a header", b"GET /open HTTP/1.1\r\n" + HOST + b"x: a\x00b\r\n\r\n"),
    ("a bare carriage return", b"GET /open HTTP/1.1\r\n" + HOST + b"x: a\rb: c\r\n\r\n"),
    ("raw bytes in the path", b"GET /\xff\xfe HTTP/1.1\r\n" + HOST + b"\r\n"),
    ("CONNECT", b"CONNECT a:80 HTTP/1.1\r\n" + HOST + b"\r\n"),
    ("HTTP/9", b"GET /open HTTP/9.9\r\n" + HOST + b"\r\n"),
    ("HTTP/2 preface", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
    ("TLS", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 40),
    ("nonsense", b"hello\r\n\r\n"),
    ("an unknown method", b"BREW /open HTTP/1.1\r\n" + HOST + b"\r\n"),
    ("a header of 200 kB", b"GET /open HTTP/1.1\r\n" + HOST + b"x: " + b"x" * 200_000 + b"\r\n\r\n"),
    ("3,000 headers", b"GET /open HTTP/1.1\r\n" + HOST + b"".join(b"x%d: y\r\n" % n for n in range(3000)) + b"\r\n"),
]


async def test_broken_requests_are_refused():
    """No odd way to write a request gets an answer other than 4xx, and the connection it came on is closed."""
    world = await World().started()
    let_in = {}
    async with serving(world) as (port, _):
        for what, sent in BROKEN:
            # A request smuggled in behind must not be answered either.
            got = await exchange(port, sent + GET, wait=2)
            if not (
                got == b"<closed>"
                or (got.startswith(b"HTTP/1.1 4") and got.endswith(b"<closed>") and b" 200 " not in got)
            ):
                let_in[what] = got
        assert (await exchange(port, GET, wait=0.3)).startswith(b"HTTP/1.1 200 OK")
    assert let_in == {}
    assert not world.escaped


async def test_a_broken_request_is_answered_with_a_problem():
    """What is no HTTP at all is still told so in the house's own form, without a word about the server."""
    async with serving(await World().started()) as (port, _):
        got = await exchange(port, b"hello\r\n\r\n")
    assert b"application/problem+json" in got
    assert b"nosniff" in got
    assert b"uvicorn" not in got.lower()


@pytest.mark.parametrize(
    "sent", [(), (b"GET /open HT",), (b"GET /open HTTP/1.1\r\nhost: a\r\nx: ",), (GET, b"GET /op"), (GET, b"\r\n")]
)
async def test_half_a_head_is_not_waited_for(monkeypatch, sent):
    """A connection that sends nothing, or a head that never ends, is closed; also after a good request."""
    monkeypatch.setattr(connection, "HEAD_SECONDS", 0.3)
    async with serving(await World().started()) as (port, _):
        got = await exchange(port, *sent, pause=0.1)
    assert got.endswith(b"<closed>")
    assert got.count(b"200 OK") == sent.count(GET)


async def test_a_trickling_head_is_not_waited_for(monkeypatch):
    """One byte at a time does not make a head live longer."""
    monkeypatch.setattr(connection, "HEAD_SECONDS", 0.3)
    async with serving(await World().started()) as (port, _):
        got = await exchange(port, *[b"G"[:1], *[b"E"] * 30], pause=0.05, wait=0.2)
    assert b"200" not in got
    assert got == b"<closed>" or got.startswith(b"HTTP/1.1 4")


async def test_an_idle_connection_is_closed(monkeypatch):
    """A connection that asked and then says nothing is closed after a while."""
    monkeypatch.setattr(serve, "KEEP_ALIVE_SECONDS", 0.3)
    async with serving(await World().started()) as (port, _):
        got = await exchange(port, GET)
    assert got.endswith(b"<closed>")


async def test_a_body_nobody_wants_is_not_read():
    """A refusal that came before the body ends the connection instead of reading on."""
    head = b"POST /raw HTTP/1.1\r\nhost: a\r\ncontent-length: 100000\r\n\r\n"
    async with serving(await World().started()) as (port, _):
        got = await exchange(port, head, b"x" * 100)
    assert got.startswith(b"HTTP/1.1 413")
    assert got.endswith(b"<closed>")


async def test_a_reader_who_stops_is_given_up(monkeypatch):
    """An answer nobody reads does not hold its connection for ever."""
    monkeypatch.setattr(connection, "READER_SECONDS", 0.2)
    over = asyncio.Event()

    async def flood(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})
        try:
            for _ in range(2000):
                await send({"type": "http.response.body", "body": b"x" * 65536, "more_body": True})
        finally:
            over.set()

    world = await World().started()
    monkeypatch.setattr(world.application.edge, "app", flood)
    async with serving(world) as (port, _):
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(GET)
        async with asyncio.timeout(5):
            await over.wait()
        writer.transport.abort()


async def test_many_requests_share_a_connection():
    """Requests sent in one go on one connection are all answered, in order."""
    async with serving(await World().started()) as (port, _):
        got = await exchange(port, GET * 5, wait=0.5)
    assert got.count(b"HTTP/1.1 200 OK") == 5
    assert b"server:" not in got.lower()


async def test_a_stop_lets_requests_finish():
    """Who asked before the stop is answered; readiness was withdrawn first, and nobody new is let in."""
    told = []
    world = await World().started()
    async with serving(world, on_stop=lambda: told.append(world.application.edge.in_flight)) as (port, stop):
        asking = asyncio.create_task(exchange(port, b"GET /slow?seconds=0.5 HTTP/1.1\r\nhost: a\r\n\r\n", wait=5))
        await asyncio.sleep(0.2)
        stop.set()
        got = await asking
        with pytest.raises(OSError):
            await asyncio.open_connection("127.0.0.1", port)
    assert told == [1]
    assert b"200 OK" in got
    assert got.endswith(b"<closed>")


async def test_a_port_that_is_taken_is_said_at_once():
    """A second server on the same port does not start."""
    async with serving(await World().started()) as (port, _):
        with pytest.raises(OSError):
            await serve.serve(None, host="127.0.0.1", port=port)


async def test_a_quiet_socket_stays_open(world, monkeypatch):
    """A connection that became a socket waits for no further head; texts of every length come through whole."""
    monkeypatch.setattr(connection, "HEAD_SECONDS", 0.05)
    async with serving(world) as (port, _), connect(f"ws://127.0.0.1:{port}/echo") as socket:
        await asyncio.sleep(0.2)
        for text in ("", "é" * 60, "x" * 125, "x" * 126, "ü" * 4_000):
            await socket.send(text)
            assert await socket.recv() == text


async def test_a_socket_that_is_not_read_is_cut(world, monkeypatch):
    """Whoever stops reading does not keep the connection, nor what waits on it."""
    monkeypatch.setattr(connection, "READER_SECONDS", 0.1)
    async with serving(world) as (port, _):
        socket = await connect(f"ws://127.0.0.1:{port}/flood", max_queue=1)
        await asyncio.sleep(0.5)
        with pytest.raises(ConnectionClosedError):
            await asyncio.wait_for(_all(socket), 5)
    assert not world.escaped


async def _all(socket):
    async for _ in socket:
        pass
