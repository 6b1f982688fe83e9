"""Replay: let a module apply again what it once heard.

Effects are by revision of their subject, so applying history again changes nothing that is right and mends what is
wrong or missing: after a module's bug, or after its database was restored from a copy older than the outboxes reach.
"""

import asyncio
from collections.abc import Callable

import msgspec

from minifb.kernel.events.bus import Bus
from minifb.kernel.refusals import NotFound


class Progress(msgspec.Struct, frozen=True):
    """How far a replay is."""

    source: str
    position: int
    last: int


async def replay(
    bus: Bus,
    consumer: str,
    *,
    source: str | None = None,
    after: int = 0,
    report: Callable[[Progress], None],
    every_seconds: float = 0.5,
) -> None:
    """Set a module's cursor back, for one source or for all it listens to, and apply again what came after.

    The bus has taken its places. What was pruned cannot be replayed: what depends on it is rebuilt by asking the
    owners (`minifb reindex`).
    """
    heard = [each for each in bus.status() if each.consumer == consumer and source in {None, each.source}]
    if not heard:
        raise NotFound
    for standing in heard:
        await bus.rewind(consumer, standing.source, min(after, standing.cursor))
    draining = asyncio.create_task(bus.drain())
    while not draining.done():
        await asyncio.wait({draining}, timeout=every_seconds)
        for stood in bus.status():
            if stood.consumer == consumer and source in {None, stood.source}:
                report(Progress(stood.source, position=stood.cursor, last=stood.cursor + stood.lag))
    await draining
