"""The broom: knows when a commit may have left content that nothing is made of any more."""

import asyncio
from collections.abc import Sequence

from minifb.kernel.events.event import Envelope
from minifb.kernel.events.outbox import Outbox
from minifb.modules.media.public import MediaDeleted, MediaFailed, MediaProcessed

_ENDINGS = {told.NAME for told in (MediaDeleted, MediaFailed, MediaProcessed)}


class Broom:
    """Waits for work."""

    def __init__(self, outbox: Outbox) -> None:
        """Listen to what happens to media."""
        self._wanted = asyncio.Event()
        outbox.listen(self._hear)

    def _hear(self, envelopes: Sequence[Envelope]) -> None:
        if any(envelope.name in _ENDINGS for envelope in envelopes):
            self._wanted.set()

    async def wanted(self, seconds: float) -> None:
        """Wait until there may be something to sweep, at most so long."""
        try:
            async with asyncio.timeout(seconds):
                await self._wanted.wait()
        except TimeoutError:
            pass
        self._wanted.clear()
