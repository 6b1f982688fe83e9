"""A phone: a real socket of a member, on which frames come in and go out."""

import time
from contextlib import ExitStack
from typing import Any

import msgspec
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from tests.journeys.people import Person


class Phone:
    """One socket of a member, from when it is opened until it is hung up or cut."""

    def __init__(self, person: Person) -> None:
        """Open it with the member's token, as a program does that is no browser."""
        url = f"{person.http.base_url}/messages/ws".replace("http", "ws", 1).replace("//messages", "/messages")
        headers = {"Authorization": person.http.headers["Authorization"]}
        self._open = ExitStack()
        self.socket = self._open.enter_context(connect(url, additional_headers=headers, compression=None, proxy=None))
        self.frames: list[dict[str, Any]] = []
        """What came and nobody has asked for."""
        self.closed: int | None = None
        """The code with which the server closed it."""

    def say(self, kind: str, **data: Any) -> None:
        """Send a frame."""
        self.socket.send(msgspec.json.encode({"type": kind, "data": data}), text=True)

    def hear(self, kind: str, *, within: float = 5.0, **wanted: Any) -> dict[str, Any]:
        """Wait for a frame of a kind, with these values in its data; give its data."""
        until = time.monotonic() + within
        while True:
            for frame in self.frames:
                data: dict[str, Any] = frame["data"]
                if frame["type"] == kind and all(data.get(name) == value for name, value in wanted.items()):
                    self.frames.remove(frame)
                    return data
            left = until - time.monotonic()
            assert left > 0, f"no {kind} {wanted}, only {self.frames}"
            assert self.listen(left) or left > 0, f"closed with {self.closed} before {kind}"

    def told(self, kind: str, *, within: float = 10.0) -> dict[str, Any]:
        """Wait for a notification of a kind; give it, with how many are unread."""
        until = time.monotonic() + within
        while (data := self.hear("notification.created", within=until - time.monotonic()))["notification"][
            "kind"
        ] != kind:
            pass
        return data

    def forget(self, *, seconds: float = 0.3) -> None:
        """Take in what is still on its way, and keep none of what came so far."""
        while self.listen(seconds):
            pass
        self.frames.clear()

    def silent(self, kind: str, *, seconds: float = 0.5) -> None:
        """See that no frame of a kind comes."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0 and self.closed is None:
            self.listen(left)
        came = [frame for frame in self.frames if frame["type"] == kind]
        assert not came, came

    def listen(self, seconds: float) -> bool:
        """Wait for one frame; tell whether one came."""
        try:
            self.frames.append(msgspec.json.decode(self.socket.recv(seconds)))
        except TimeoutError:
            return False
        except ConnectionClosed as gone:
            self.closed = gone.rcvd.code if gone.rcvd else 1006
            return False
        return True

    def cut(self, *, within: float = 5.0) -> int | None:
        """Wait until the server closes it; give the code."""
        until = time.monotonic() + within
        while self.closed is None and (left := until - time.monotonic()) > 0:
            self.listen(left)
        return self.closed

    def hang_up(self) -> None:
        """Close it."""
        self._open.close()
