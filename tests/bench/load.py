"""The load generator: a process of its own on a core of its own, so that it takes nothing from the server.

It reads orders from its input, a line of JSON each, and answers each with a line of what it saw. Each connection sends
the next request when the answer to the last one is complete, as a browser with one thing on its mind does.
"""

import asyncio
import sys
import time
from collections import Counter
from functools import partial
from typing import cast

import httptools
import msgspec
import uvloop


class Order(msgspec.Struct):
    """What to send, to whom, and for how long."""

    port: int
    connections: int
    seconds: float
    requests: list[str]
    """Whole HTTP/1.1 requests; the connections go round them, each beginning elsewhere."""
    once: bool = False
    """Send each request once at most: a connection is done when it has sent its part of them."""


class Seen(msgspec.Struct):
    """What came back; but for the first answer of each connection, unless each request is sent once."""

    sent: int
    answered: int
    refused: int
    """Answers of 4xx and 5xx."""
    seconds: float
    p50_us: float
    p99_us: float
    bytes_each: float
    statuses: dict[str, int]


class Connection(asyncio.Protocol):
    """One keep-alive connection."""

    def __init__(self, load: "Load", first: int, last: int) -> None:
        """Begin with the request at one place in the order; the last place counts where each is sent once."""
        self.load = load
        self.next, self.last = first, last
        self.began = 0.0
        self.status = 0
        self.parser = httptools.HttpResponseParser(self)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Send the first request."""
        self.transport = cast("asyncio.WriteTransport", transport)  # uvloop's is one without saying so
        self.send()

    def send(self) -> None:
        """Send the next request."""
        requests = self.load.requests
        self.began = time.perf_counter()
        self.transport.write(requests[self.next % len(requests)])
        self.next += 1
        self.load.sent += 1

    def data_received(self, data: bytes) -> None:
        """Read on."""
        self.load.received += len(data)
        self.parser.feed_data(data)

    def on_headers_complete(self) -> None:
        """Note the status."""
        self.status = self.parser.get_status_code()

    def on_message_complete(self) -> None:
        """Note how long it took and go on, unless time is up."""
        now = time.perf_counter()
        load = self.load
        self.parser = httptools.HttpResponseParser(self)
        if not load.end:
            load.waiting += 1
            if load.waiting == len(load.open):
                load.begin(now)
            return
        load.statuses[self.status] += 1
        load.times.append((now - self.began) if self.status < 400 else -1.0)
        if now < load.end and not (load.order.once and self.next >= self.last):
            self.send()
        else:
            load.leave(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """Count a connection that the server closed."""
        if self in self.load.open:
            self.load.statuses[0] += 1
            self.load.leave(self)


class Load:
    """All connections of one order."""

    def __init__(self, order: Order) -> None:
        """Prepare; the clock starts when every connection has had its first answer, or at once."""
        self.order = order
        self.requests = [text.encode() for text in order.requests]
        self.sent = self.received = 0
        self.times: list[float] = []
        self.statuses: Counter[int] = Counter()
        self.open: set[Connection] = set()
        self.waiting = 0
        self.began = self.end = 0.0

    def begin(self, now: float) -> None:
        """Start the clock: a server accepts one connection after the other, and only now it has all of them."""
        self.began, self.end = now, now + self.order.seconds
        for connection in list(self.open):
            connection.send()

    def leave(self, connection: Connection) -> None:
        """Let a connection go; with the last one it is done."""
        self.open.discard(connection)
        connection.transport.close()
        if not self.open:
            self.done.set_result(None)

    async def run(self) -> Seen:
        """Send until time is up."""
        loop = asyncio.get_running_loop()
        self.done: asyncio.Future[None] = loop.create_future()
        many = self.order.connections
        if self.order.once:
            many = min(many, len(self.requests))
            self.began = time.perf_counter()
            self.end = self.began + self.order.seconds
        places = [number * len(self.requests) // many for number in range(many + 1)]
        self.open = {Connection(self, *places[number : number + 2]) for number in range(many)}
        for connection in list(self.open):
            await loop.create_connection(partial(_same, connection), "127.0.0.1", self.order.port)
        await self.done
        return self.seen(time.perf_counter() - self.began)

    def seen(self, seconds: float) -> Seen:
        """Sum up."""
        good = sorted(each for each in self.times if each >= 0)
        at = [good[int(len(good) * part)] * 1e6 if good else 0.0 for part in (0.5, 0.99)]
        return Seen(
            sent=self.sent,
            answered=len(good),
            refused=len(self.times) - len(good),
            seconds=seconds,
            p50_us=at[0],
            p99_us=at[1],
            bytes_each=self.received / max(1, self.sent),
            statuses={str(status): count for status, count in self.statuses.items()},
        )


def _same(connection: Connection) -> Connection:
    return connection


if __name__ == "__main__":
    for line in sys.stdin.buffer:
        seen = uvloop.run(Load(msgspec.json.decode(line, type=Order)).run())
        sys.stdout.buffer.write(msgspec.json.encode(seen) + b"\n")
        sys.stdout.buffer.flush()
