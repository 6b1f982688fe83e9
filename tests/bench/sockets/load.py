"""The crowd: a process of its own on a core of its own that holds thousands of sockets, talks on some, hears on all.

It reads orders from its input, a line of JSON each, and answers each with a line of what it saw. Sockets stay open
between orders. Who talks says the next thing when the server acknowledged the last one, as a person would; each text
says when it was sent and by which socket, so that whoever hears it knows how long it took.
"""

import asyncio
import sys
import time
from collections.abc import Iterable
from contextlib import suppress
from functools import partial

import msgspec
import uvloop

from tests.bench.sockets.wire import Socket, asking

HANDSHAKES = 64
"""How many connect at the same time, unless all are to come at once."""
CLOSING_SECONDS = 0.5
LAST_SECONDS = 5.0
"""How long the last message may take."""
NOTIFICATION = b'{"type":"notification.'
MARK = b"~at"
STAMP, NUMBER = slice(3, 22), slice(22, 28)
MARK_BYTES = 28
"""The mark of a text: when it was sent, in nanoseconds, and by which socket."""


class Open(msgspec.Struct, tag=True):
    """Connect more sockets, one for each path and token."""

    port: int
    asks: list[tuple[str, str]]
    at_once: bool = False


class Opened(msgspec.Struct):
    """How that went."""

    sockets: int
    seconds: float
    statuses: dict[int, int]
    codes: dict[int, int]


class Talk(msgspec.Struct, tag=True):
    """Let some sockets talk for a while."""

    seconds: float
    talkers: list[tuple[int, str]]
    """Which socket talks, and what it says: `STAMP` in it becomes the mark of the moment."""
    heard_by: int
    """How many sockets hear each message, the talker among them."""


class Heard(msgspec.Struct):
    """What was heard."""

    said: int
    delivered: int
    """The talkers' own acknowledgements among them."""
    missing: int
    other: int
    """Frames that were not about a message."""
    seconds: float
    p50_us: float
    p99_us: float
    acknowledged_us: float
    bytes_each: float


class Close(msgspec.Struct, tag=True):
    """Hang up everywhere."""


class Crowd:
    """All sockets of this process."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self.sockets: list[Socket] = []
        self.talk: Talking | None = None
        self.other = 0

    # ── coming and going ─────────────────────────────────────────────────────────────────────────

    async def open(self, order: Open) -> Opened:
        """Connect."""
        began = time.perf_counter()
        new = [
            Socket(asking(path, token), self.hear, len(self.sockets) + place)
            for place, (path, token) in enumerate(order.asks)
        ]
        waiting = list(reversed(new))
        many = len(new) if order.at_once else HANDSHAKES
        await asyncio.gather(*(self._connect(order.port, waiting) for _ in range(many)))
        seconds = time.perf_counter() - began
        await asyncio.sleep(CLOSING_SECONDS)  # who is refused after the handshake hears it now
        self.sockets += new
        return Opened(
            sockets=sum(each.open for each in new),
            seconds=seconds,
            statuses=counted(each.status for each in new),
            codes=counted(each.code for each in new if each.code is not None),
        )

    async def _connect(self, port: int, waiting: list[Socket]) -> None:
        loop = asyncio.get_running_loop()
        while waiting:
            socket = waiting.pop()
            with suppress(ConnectionError):
                await loop.create_connection(partial(_same, socket), "127.0.0.1", port)
                await socket.answered

    def close(self) -> None:
        """Hang up."""
        for socket in self.sockets:
            if socket.open:
                socket.transport.abort()
        self.sockets.clear()

    # ── talking and hearing ──────────────────────────────────────────────────────────────────────

    async def say(self, order: Talk) -> Heard:
        """Talk until time is up, and wait for what is still under way."""
        self.talk, self.other = Talking(order), 0
        for number, _ in order.talkers:
            self.talk.speak(self.sockets[number])
        with suppress(TimeoutError):
            await asyncio.wait_for(self.talk.done, order.seconds + LAST_SECONDS)
        talk, self.talk = self.talk, None
        return talk.heard(self.other)

    def hear(self, socket: Socket, payload: bytes) -> None:
        """Hear a frame; a notification may quote a message, and is not one."""
        at = payload.find(MARK)
        if at < 0 or self.talk is None or payload.startswith(NOTIFICATION):
            self.other += 1
            return
        self.talk.hear(socket, payload[at : at + MARK_BYTES], len(payload))


class Talking:
    """One order to talk, under way."""

    def __init__(self, order: Talk) -> None:
        """Begin now."""
        self.order = order
        self.texts = dict(order.talkers)
        self.said = self.delivered = self.bytes = 0
        self.times: list[int] = []
        self.acknowledged: list[int] = []
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.began = self.last = time.perf_counter_ns()
        self.end = self.began + int(order.seconds * 1e9)

    def speak(self, socket: Socket) -> None:
        """Say the next thing."""
        self.said += 1
        stamp = f"~at{time.perf_counter_ns():019d}{socket.number:06d}"
        socket.send(self.texts[socket.number].replace("STAMP", stamp).encode())

    def hear(self, socket: Socket, mark: bytes, size: int) -> None:
        """Hear a message; whoever said it says the next."""
        now, sent = time.perf_counter_ns(), int(mark[STAMP])
        if sent < self.began:
            return  # it comes too late: another order has counted it as missing
        self.last = now
        self.delivered += 1
        self.bytes += size
        took = now - sent
        if int(mark[NUMBER]) != socket.number:
            self.times.append(took)
        else:
            self.acknowledged.append(took)
            if now < self.end:
                self.speak(socket)
        if now >= self.end and self.delivered >= self.said * self.order.heard_by and not self.done.done():
            self.done.set_result(None)

    def heard(self, other: int) -> Heard:
        """Sum up."""
        times, acknowledged = sorted(self.times), sorted(self.acknowledged)
        at = [times[int(len(times) * part)] / 1e3 if times else 0.0 for part in (0.5, 0.99)]
        return Heard(
            said=self.said,
            delivered=self.delivered,
            missing=self.said * self.order.heard_by - self.delivered,
            other=other,
            seconds=(self.last - self.began) / 1e9,
            p50_us=at[0],
            p99_us=at[1],
            acknowledged_us=acknowledged[len(acknowledged) // 2] / 1e3 if acknowledged else 0.0,
            bytes_each=self.bytes / max(1, self.delivered),
        )


def counted(codes: Iterable[int]) -> dict[int, int]:
    """Count."""
    found: dict[int, int] = {}
    for code in codes:
        found[code] = found.get(code, 0) + 1
    return found


def _same(socket: Socket) -> Socket:
    return socket


async def main() -> None:
    """Carry out one order after the other; sockets are served while the next is awaited."""
    loop = asyncio.get_running_loop()
    crowd, read = Crowd(), partial(loop.run_in_executor, None, sys.stdin.buffer.readline)
    while line := await read():
        order = msgspec.json.decode(line, type=Open | Talk | Close)
        answer: Opened | Heard | Close = order if isinstance(order, Close) else Close()
        if isinstance(order, Open):
            answer = await crowd.open(order)
        elif isinstance(order, Talk):
            answer = await crowd.say(order)
        else:
            crowd.close()
        sys.stdout.buffer.write(msgspec.json.encode(answer) + b"\n")
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    uvloop.run(main())
