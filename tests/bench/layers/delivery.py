"""How soon a consumer in another database has an event, after the commit that tells it."""

import asyncio
import time
from pathlib import Path

from minifb.kernel.clock import SystemClock
from minifb.kernel.data.sqlite import SqliteDatabase
from minifb.kernel.data.tx import Tx
from minifb.kernel.events.bus.local import LocalBus
from minifb.kernel.module import Consume
from tests.bench.layers.ground import Noted, note, opened


class Listener:
    """A consumer that only looks at the time."""

    def __init__(self, db: SqliteDatabase) -> None:
        """Keep its database, as every service does."""
        self.db = db
        self.delays: list[float] = []

    def hear(self, _tx: Tx, noted: Noted) -> None:
        """Note how long the event took from its commit to this handler."""
        self.delays.append(time.perf_counter() - COMMITTED.get(noted.note_id, noted.at))


COMMITTED: dict[str, float] = {}
"""When the commit of a note was known to be durable."""


async def delivery(folder: Path, seconds: float, rate: int) -> dict[str, float]:
    """Publish at a steady rate; tell how long a consumer in another database waits after the commit."""
    source, outbox = await opened(folder, f"source{rate}")
    target, own = await opened(folder, f"target{rate}")
    listener = Listener(target)
    bus = LocalBus(clock=SystemClock())
    outbox.listen(_committed)  # before the bus listens, so that the clock starts first
    bus.join(source.name, source, outbox, (), None)
    bus.join(target.name, target, own, (Consume(Noted, Listener.hear),), listener)
    await bus.start()
    began, sent, waiting = time.perf_counter(), 0, set()
    while (now := time.perf_counter() - began) < seconds:
        while sent < now * rate:
            waiting.add(task := asyncio.ensure_future(source.write(note)))
            task.add_done_callback(waiting.discard)
            sent += 1
        await asyncio.sleep(0.0005)
    await asyncio.gather(*waiting)
    await bus.drain()
    await bus.stop()
    await source.close()
    await target.close()
    delays = sorted(listener.delays)
    return {
        "events": len(delays),
        "p50_ms": delays[len(delays) // 2] * 1e3,
        "p99_ms": delays[len(delays) * 99 // 100] * 1e3,
    }


def _committed(envelopes: object) -> None:
    now = time.perf_counter()
    for envelope in envelopes:  # type: ignore[attr-defined]
        COMMITTED[envelope.subject] = now
