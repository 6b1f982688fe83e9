"""How long it takes to apply history again: real outbox, real cursor, and a consumer that keeps what it heard."""

import statistics
import time
from pathlib import Path

from sqlalchemy import bindparam
from sqlalchemy.dialects.postgresql import insert as upsert

from minifb.kernel.clock import SystemClock
from minifb.kernel.data.sql import sql
from minifb.kernel.data.sqlite import SqliteDatabase
from minifb.kernel.data.tx import Tx
from minifb.kernel.events.bus.local import LocalBus
from minifb.kernel.events.replay import replay
from minifb.kernel.module import Consume
from tests.bench.layers.ground import AUTHOR, Noted, note, notes, opened

AT_ONCE = 100
"""Notes told by one unit, so that making the history is quick."""
_KEEP = upsert(notes).values({name: bindparam(name) for name in ("id", "author_id", "text", "created_at")})
KEEP = sql(_KEEP.on_conflict_do_update(index_elements=["id"], set_={"text": _KEEP.excluded.text}))


class Keeper:
    """A consumer as most are: it keeps a row of what it heard."""

    def __init__(self, db: SqliteDatabase) -> None:
        """Keep its database, as every service does."""
        self.db = db

    def keep(self, tx: Tx, noted: Noted) -> None:
        """Keep the note, again or for the first time."""
        tx.run(KEEP, id=noted.note_id, author_id=AUTHOR, text=noted.text, created_at=tx.now)


def some(tx: Tx) -> None:
    """Tell many notes in one unit."""
    for _ in range(AT_ONCE):
        note(tx)


async def replays(folder: Path, events: int, rounds: int) -> dict[str, float]:
    """Tell a history once, then apply all of it again so many times."""
    source, outbox = await opened(folder, "told")
    target, own = await opened(folder, "kept")
    bus = LocalBus(clock=SystemClock())
    bus.join(source.name, source, outbox, (), None)
    bus.join(target.name, target, own, (Consume(Noted, Keeper.keep),), Keeper(target))
    await bus.take_places()
    for _ in range(events // AT_ONCE):
        await source.write(some)
    await bus.drain()
    took = []
    for _ in range(rounds):
        began = time.perf_counter()
        await replay(bus, target.name, report=lambda _: None)
        took.append(time.perf_counter() - began)
        assert all(not standing.lag for standing in bus.status())
    await source.close()
    await target.close()
    seconds = statistics.median(took)
    return {"events": events, "seconds": seconds, "per_second": events / seconds}
