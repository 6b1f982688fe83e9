"""A WebSocket client that costs little: as much of RFC 6455 as a load generator needs, so that the server is measured.

What it sends is masked with zeros, which the standard allows and which leaves the bytes as they are.
"""

import asyncio
from collections.abc import Callable
from typing import cast

TEXT, CLOSE, PING, PONG = 1, 8, 9, 10
UNMASKED = bytes(4)


class Socket(asyncio.Protocol):
    """One connection: it asks to be a socket, and then hears frames."""

    def __init__(self, request: bytes, heard: Callable[["Socket", bytes], None], number: int = 0) -> None:
        """Ask with this request; every text that comes goes to `heard`."""
        self.request, self.heard, self.number = request, heard, number
        self.status = 0
        """The HTTP status of the answer; 101 is a socket, 0 no answer at all."""
        self.code: int | None = None
        """The code that the server closed with; 1006 where it said none."""
        self.answered: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._rest = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask."""
        self.transport = cast("asyncio.WriteTransport", transport)  # uvloop's is one without saying so
        self.transport.write(self.request)

    def data_received(self, data: bytes) -> None:
        """Read on: the head of the answer first, then frames."""
        data = self._rest + data if self._rest else data
        if not self.status:
            head, found, data = data.partition(b"\r\n\r\n")
            if not found:
                self._rest = head
                return
            self._answer(int(head.split(b" ", 2)[1]))
        self._rest = self._frames(data) if self.status == 101 else b""

    def _answer(self, status: int) -> None:
        self.status = status
        if not self.answered.done():
            self.answered.set_result(status)

    def _frames(self, data: bytes) -> bytes:
        """Hear every whole frame; give what is left."""
        at, end = 0, len(data)
        while end - at >= 2:
            size, head = data[at + 1], at + 2
            if size == 126:
                size, head = int.from_bytes(data[head : head + 2]), head + 2
            elif size == 127:
                size, head = int.from_bytes(data[head : head + 8]), head + 8
            if end < head + size:
                break
            kind = data[at] & 15
            if kind == TEXT:
                self.heard(self, data[head : head + size])
            else:
                self._control(kind, data[head : head + size])
            at = head + size
        return data[at:]

    def _control(self, kind: int, payload: bytes) -> None:
        if kind == PING:
            self.transport.write(frame(payload, PONG))
        elif kind == CLOSE:
            self.code = int.from_bytes(payload[:2]) if payload else 1005
            self.transport.close()

    def send(self, payload: bytes) -> None:
        """Send a text."""
        self.transport.write(frame(payload, TEXT))

    def connection_lost(self, exc: Exception | None) -> None:
        """The server went, or we did."""
        self._answer(self.status)
        self.code = self.code or 1006

    @property
    def open(self) -> bool:
        """Whether it is a socket still."""
        return self.status == 101 and self.code is None


def frame(payload: bytes, kind: int) -> bytes:
    """Write a frame as a client must."""
    size = len(payload)
    if size < 126:
        return bytes((0x80 | kind, 0x80 | size)) + UNMASKED + payload
    return bytes((0x80 | kind, 0x80 | 126)) + size.to_bytes(2) + UNMASKED + payload


def asking(path: str, token: str, host: str = "127.0.0.1") -> bytes:
    """Write the request that turns a connection into a socket."""
    lines = (
        f"GET {path} HTTP/1.1",
        f"Host: {host}",
        f"Authorization: Bearer {token}",
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
    )
    return "\r\n".join(lines).encode() + b"\r\n\r\n"
