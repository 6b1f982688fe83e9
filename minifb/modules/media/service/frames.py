"""Frames: what a member's open sockets are shown of their own media, after the commit and as a hint."""

from collections.abc import Sequence
from typing import Any

from minifb.kernel.events.event import Envelope
from minifb.kernel.http.live import Live
from minifb.modules.media.public import MediaFailed, MediaProcessed


class Frames:
    """Shows owners what becomes of what they uploaded."""

    def __init__(self, live: Live) -> None:
        """Send through the sockets of this process."""
        self._live = live

    def hear(self, envelopes: Sequence[Envelope]) -> None:
        """Show what was made, and what could not be, once that is durable."""
        for envelope in envelopes:
            if envelope.name not in _TOLD:
                continue
            event = envelope.event()
            if isinstance(event, MediaProcessed):
                self._show(event.owner_id, "media.processed", {"media": event.shown})
            elif isinstance(event, MediaFailed):
                self._show(event.owner_id, "media.failed", {"id": event.media_id, "reason": event.reason})

    def progress(self, owner_id: str, media_id: str, done: float) -> None:
        """Show how far it is."""
        self._show(owner_id, "media.progress", {"id": media_id, "progress": done})

    def _show(self, owner_id: str, kind: str, data: dict[str, Any]) -> None:
        if self._live.present(owner_id):
            self._live.tell([owner_id], {"type": kind, "data": data})


_TOLD = {MediaProcessed.NAME, MediaFailed.NAME}
