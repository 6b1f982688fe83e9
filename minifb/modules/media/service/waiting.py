"""Waiting: whoever uploaded a picture would like to see it at once, and mostly can."""

import asyncio
from collections.abc import Collection, Sequence

from minifb.kernel.events.event import Envelope
from minifb.kernel.events.outbox import Outbox
from minifb.modules.media.public import MediaDeleted, MediaFailed, MediaProcessed

_ENDS = {event.NAME for event in (MediaProcessed, MediaFailed, MediaDeleted)}


class Waiting:
    """Those who wait until media are ready, or will not be."""

    def __init__(self, outbox: Outbox) -> None:
        """Hear what happens to media."""
        self._ended: dict[str, asyncio.Event] = {}
        outbox.listen(self.hear)

    def hear(self, envelopes: Sequence[Envelope]) -> None:
        """Take it that the work on a medium ended."""
        for envelope in envelopes:
            if envelope.name in _ENDS and (ended := self._ended.get(envelope.subject)):
                ended.set()

    def begin(self, ids: Collection[str]) -> None:
        """Begin to listen, before one looks how they are."""
        for id in ids:
            self._ended.setdefault(id, asyncio.Event())

    async def until(self, ids: Collection[str], seconds: float) -> None:
        """Wait until the work on all of them ended, but no longer than this."""
        try:
            async with asyncio.timeout(seconds):
                for id in ids:
                    await self._ended[id].wait()
        except TimeoutError:
            pass  # they are shown as they are

    def end(self, ids: Collection[str]) -> None:
        """Listen no more."""
        for id in ids:
            self._ended.pop(id, None)
