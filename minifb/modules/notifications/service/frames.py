"""Frames: what open sockets are shown of notifications, after the commit and as a hint."""

import asyncio
from collections import deque
from collections.abc import Sequence

import msgspec

from minifb.kernel.events.event import Envelope
from minifb.kernel.http.live import Live
from minifb.modules.notifications.public import NotificationCreated, NotificationWithdrawn

WAITING_MAX = 10_000
"""Frames that wait to be drawn; of more than these, the first are left out: a list that is opened has them."""


class News(msgspec.Struct, frozen=True):
    """What changed in a member's list."""

    user_id: str
    ids: list[str]
    created: bool


class Frames:
    """What there is to show to members who are there."""

    def __init__(self, live: Live) -> None:
        """Start with nothing."""
        self.live = live
        self._news: deque[News] = deque(maxlen=WAITING_MAX)
        self._wake = asyncio.Event()

    def hear(self, envelopes: Sequence[Envelope]) -> None:
        """Note what was told or taken back, once it is durable; of members who are not there it is left out."""
        for envelope in envelopes:
            if envelope.name not in _TOLD or not self.live.present(envelope.subject):
                continue
            event = envelope.event()
            if isinstance(event, NotificationCreated):
                self._news.append(News(event.user_id, [event.notification_id], created=True))
            elif isinstance(event, NotificationWithdrawn):
                self._news.append(News(event.user_id, event.notification_ids, created=False))
            self._wake.set()

    async def next(self) -> News:
        """Wait for the next of it."""
        while not self._news:
            self._wake.clear()
            await self._wake.wait()
        return self._news.popleft()


_TOLD = {event.NAME for event in (NotificationCreated, NotificationWithdrawn)}
