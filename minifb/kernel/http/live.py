"""Live: frames to the sockets a member has open. A frame is a hint; what must not be lost is fetched by cursor."""

import asyncio
from collections.abc import Callable, Collection, Iterable
from typing import Any

import msgspec

from minifb.kernel.clock import Instant
from minifb.kernel.http.policy import Actor
from minifb.kernel.refusals import TooMany

MESSAGES_MAX = 256
BYTES_MAX = 1 << 20
SOCKETS_MAX = 10
SIGNED_OUT = 4401
"""The close code of a socket whose session is over."""
TOO_SLOW = 4408
"""The close code of a socket that does not read what it is sent."""

AtOnce = Callable[[bytes], bool]
"""`at_once(text)`: writes a frame now, unless the reader does not keep up; tells whether it did."""
Watcher = Callable[[str, bool], None]
"""`watcher(member_id, present)`: told when a member's first socket opened or the last one closed."""


class TooManySockets(TooMany):
    """You have too many connections open; close one first."""


class Mailbox:
    """What waits to go out on one socket."""

    def __init__(self, actor: Actor, opened_at: Instant, at_once: AtOnce | None = None) -> None:
        """Start empty."""
        self.actor = actor
        self.opened_at = opened_at
        self.close_code: int | None = None
        self._at_once = at_once
        self._frames: list[bytes] = []
        self._bytes = 0
        self._awaited: asyncio.Future[None] | None = None

    def put(self, frame: bytes) -> None:
        """Queue a frame; a socket that lags too far behind is closed instead, and resumes by cursor."""
        if self.close_code is not None:
            return
        if self._awaited is not None and not self._frames and self._at_once is not None and self._at_once(frame):
            return
        if len(self._frames) >= MESSAGES_MAX or self._bytes + len(frame) > BYTES_MAX:
            self.close(TOO_SLOW)
            return
        self._frames.append(frame)
        self._bytes += len(frame)
        self._wake()

    def close(self, code: int) -> None:
        """Say that the socket must close with this code; what still waited is dropped."""
        if self.close_code is None:
            self.close_code = code
            self._frames.clear()
            self._bytes = 0
            self._wake()

    def _wake(self) -> None:
        if self._awaited is not None and not self._awaited.done():
            self._awaited.set_result(None)

    async def get(self) -> bytes | None:
        """Wait for the next frame; None when the socket must close with `close_code`."""
        while not self._frames:
            if self.close_code is not None:
                return None
            self._awaited = asyncio.get_running_loop().create_future()
            await self._awaited
            self._awaited = None
        frame = self._frames.pop(0)
        self._bytes -= len(frame)
        return frame


class Live:
    """Every open socket of this process, by member."""

    def __init__(self) -> None:
        """Start with nobody there."""
        self._mailboxes: dict[str, list[Mailbox]] = {}
        self._watchers: list[Watcher] = []
        self._leaving: int | None = None

    def watch(self, watcher: Watcher) -> None:
        """Let somebody know who comes and goes."""
        self._watchers.append(watcher)

    def register(self, actor: Actor, now: Instant, at_once: AtOnce | None = None) -> Mailbox:
        """Open a mailbox for one more socket of a member; frames wait in it only where they cannot go at once."""
        boxes = self._mailboxes.setdefault(actor.id, [])
        if len(boxes) >= SOCKETS_MAX:
            raise TooManySockets
        boxes.append(mailbox := Mailbox(actor, now, at_once))
        if self._leaving is not None:
            mailbox.close(self._leaving)
        if len(boxes) == 1:
            self._notice(actor.id, present=True)
        return mailbox

    def unregister(self, mailbox: Mailbox) -> None:
        """Forget a socket that is gone."""
        member_id = mailbox.actor.id
        boxes = self._mailboxes.get(member_id, [])
        if mailbox in boxes:
            boxes.remove(mailbox)
            if not boxes:
                del self._mailboxes[member_id]
                self._notice(member_id, present=False)

    def _notice(self, member_id: str, *, present: bool) -> None:
        for watcher in self._watchers:
            watcher(member_id, present)

    def tell(self, member_ids: Iterable[str], frame: Any, *, but: Mailbox | None = None) -> None:
        """Send a frame to every socket of these members but one; it is written as JSON once."""
        encoded: bytes | None = None
        for member_id in member_ids:
            for mailbox in self._mailboxes.get(member_id, ()):
                if mailbox is not but:
                    encoded = encoded or msgspec.json.encode(frame)
                    mailbox.put(encoded)

    def hang_up(self, member_id: str, code: int, sessions: Collection[str] = ()) -> None:
        """Close a member's sockets: those of some sessions, or all when none is named."""
        for mailbox in self._mailboxes.get(member_id, ()):
            if not sessions or mailbox.actor.session in sessions:
                mailbox.close(code)

    def hang_up_where(self, over: Callable[[Mailbox], bool], code: int) -> None:
        """Close the sockets of which this is true."""
        for boxes in self._mailboxes.values():
            for mailbox in boxes:
                if over(mailbox):
                    mailbox.close(code)

    def hang_up_all(self, code: int) -> None:
        """Close every socket, and those that still come: the server stops."""
        self._leaving = code
        self.hang_up_where(lambda _: True, code)

    def count(self) -> int:
        """Tell how many sockets are open."""
        return sum(map(len, self._mailboxes.values()))

    def present(self, member_id: str) -> bool:
        """Tell whether a member has a socket open."""
        return member_id in self._mailboxes
