"""The load generator: a process of its own on a core of its own, so that it takes nothing from the server.

It reads what to send as JSON from its input and writes what it saw as JSON to its output. Each connection sends the
next request when the answer to the last one is complete, as a browser with one thing on its mind does.
"""

import asyncio
import sys
import time
from collections import Counter
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


class Seen(msgspec.Struct):
    """What came back, without the first answer of each connection."""

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

    def __init__(self, load: "Load", first: int) -> None:
        """Begin with the request at this place in the order."""
        self.load = load
        self.next = first
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
        if now < load.end:
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
        """Prepare; the clock starts when every connection has had its first answer."""
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
        apart = max(1, len(self.requests) // self.order.connections)
        self.open = {Connection(self, number * apart) for number in range(self.order.connections)}
        for connection in list(self.open):
            await loop.create_connection(lambda made=connection: made, "127.0.0.1", self.order.port)
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


if __name__ == "__main__":
    order = msgspec.json.decode(sys.stdin.buffer.read(), type=Order)
    sys.stdout.buffer.write(msgspec.json.encode(uvloop.run(Load(order).run())))
