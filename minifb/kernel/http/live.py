"""Live: frames to the sockets a member has open. A frame is a hint; what must not be lost is fetched by cursor."""

import asyncio
from collections import deque
from collections.abc import Iterable
from typing import Any

import msgspec

MESSAGES_MAX = 256
BYTES_MAX = 1 << 20
TOO_SLOW = 4408
"""The close code of a socket that does not read what it is sent."""


class Mailbox:
    """What waits to go out on one socket."""

    def __init__(self) -> None:
        """Start empty."""
        self.close_code: int | None = None
        self._frames: deque[bytes] = deque()
        self._bytes = 0
        self._news = asyncio.Event()

    def put(self, frame: bytes) -> None:
        """Queue a frame; a socket that lags too far behind is closed instead, and resumes by cursor."""
        if self.close_code is not None:
            return
        if len(self._frames) >= MESSAGES_MAX or self._bytes + len(frame) > BYTES_MAX:
            self.close(TOO_SLOW)
            return
        self._frames.append(frame)
        self._bytes += len(frame)
        self._news.set()

    def close(self, code: int) -> None:
        """Say that the socket must close with this code; what still waited is dropped."""
        if self.close_code is None:
            self.close_code = code
            self._frames.clear()
            self._bytes = 0
            self._news.set()

    async def get(self) -> bytes | None:
        """Wait for the next frame; None when the socket must close with `close_code`."""
        while not self._frames:
            if self.close_code is not None:
                return None
            self._news.clear()
            await self._news.wait()
        frame = self._frames.popleft()
        self._bytes -= len(frame)
        return frame


class Live:
    """Every open socket of this process, by member."""

    def __init__(self) -> None:
        """Start with nobody there."""
        self._mailboxes: dict[str, set[Mailbox]] = {}

    def register(self, member_id: str) -> Mailbox:
        """Open a mailbox for one more socket of a member."""
        mailbox = Mailbox()
        self._mailboxes.setdefault(member_id, set()).add(mailbox)
        return mailbox

    def unregister(self, member_id: str, mailbox: Mailbox) -> None:
        """Forget a socket that is gone."""
        boxes = self._mailboxes.get(member_id)
        if boxes is not None:
            boxes.discard(mailbox)
            if not boxes:
                del self._mailboxes[member_id]

    def tell(self, member_ids: Iterable[str], frame: dict[str, Any]) -> None:
        """Send a frame to every socket of these members; it is written as JSON once."""
        encoded: bytes | None = None
        for member_id in member_ids:
            for mailbox in self._mailboxes.get(member_id, ()):
                encoded = encoded or msgspec.json.encode(frame)
                mailbox.put(encoded)

    def hang_up(self, member_id: str, code: int) -> None:
        """Close every socket of a member: signed out, suspended."""
        for mailbox in self._mailboxes.get(member_id, ()):
            mailbox.close(code)

    def hang_up_all(self, code: int) -> None:
        """Close every socket: the server stops."""
        for boxes in self._mailboxes.values():
            for mailbox in boxes:
                mailbox.close(code)

    def count(self) -> int:
        """Tell how many sockets are open."""
        return sum(len(boxes) for boxes in self._mailboxes.values())

    def present(self, member_id: str) -> bool:
        """Tell whether a member has a socket open."""
        return member_id in self._mailboxes
