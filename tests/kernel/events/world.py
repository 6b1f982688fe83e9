"""A world of three modules on real files: `spring` tells, `pool` listens and tells on, `lake` listens to both."""

import asyncio
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import text

from minifb.kernel.clock import Clock, SetClock
from minifb.kernel.data.migrate import migrate
from minifb.kernel.data.sql import sql
from minifb.kernel.data.sqlite import SqliteDatabase
from minifb.kernel.data.tx import Tx
from minifb.kernel.events.bus.local import LocalBus
from minifb.kernel.events.consumers.delivery import Delivery
from minifb.kernel.events.event import Envelope, Event, event
from minifb.kernel.events.outbox import Outbox
from minifb.kernel.ids import new_id
from minifb.kernel.module import Consume


@event("spring.risen", subject="stream")
class Risen(Event):
    """A stream has another level."""

    stream: str
    level: int


@event("spring.sung", subject="stream")
class Sung(Event):
    """A stream made a sound that nobody listens to."""

    stream: str


@event("pool.filled", subject="stream")
class Filled(Event):
    """The pool has taken in what a stream brought."""

    stream: str
    level: int


TABLES = (
    "CREATE TABLE levels (stream TEXT PRIMARY KEY, revision INTEGER NOT NULL, level INTEGER NOT NULL)",
    "CREATE TABLE effects (seq INTEGER PRIMARY KEY, event TEXT, stream TEXT, revision INTEGER)",
    "CREATE TABLE missing (stream TEXT, revision INTEGER)",
)
LEVEL = sql(text("SELECT revision, level FROM levels WHERE stream = :stream"))
LEVELS = sql(text("SELECT stream, level FROM levels ORDER BY stream"))
KEEP = sql(text("INSERT OR REPLACE INTO levels VALUES (:stream, :revision, :level)"))
NOTE = sql(text("INSERT INTO effects (event, stream, revision) VALUES (:event, :stream, :revision)"))
EFFECTS = sql(text("SELECT event, stream, revision FROM effects ORDER BY seq"))
MISS = sql(text("INSERT INTO missing VALUES (:stream, :revision)"))
MISSING = sql(text("SELECT stream, revision FROM missing"))


def keep(tx: Tx, told: Risen | Filled) -> bool:
    """Keep the level of a stream unless a newer one is known, as every consumer does: by revision."""
    known = tx.one(LEVEL, stream=told.stream)
    if known is not None and known[0] >= told.revision:
        return False
    tx.run(KEEP, stream=told.stream, revision=told.revision, level=told.level)
    return True


class Water:
    """The service of each of the three."""

    def __init__(self) -> None:
        """Nothing fails and nothing is slow."""
        self.failing: set[str] = set()
        self.on_event: Callable[[Event], None] = lambda _event: None

    def when_risen(self, tx: Tx, told: Risen) -> None:
        """Note it, keep it, tell it on where it is news."""
        self.on_event(told)
        tx.run(NOTE, event=tx.trace.causation_id, stream=told.stream, revision=told.revision)
        if keep(tx, told) and tx.owner == "pool":
            tx.publish(Filled(stream=told.stream, level=told.level, revision=told.revision))
        if told.stream in self.failing:  # last, so that what it did before must be undone
            raise RuntimeError("the well is poisoned")

    when_filled = when_risen

    def when_missing(self, tx: Tx, told: Risen) -> None:
        """Remember what is missing."""
        tx.run(MISS, stream=told.stream, revision=told.revision)


RISEN = Consume(event=Risen, when=Water.when_risen, missing=Water.when_missing)
FILLED = Consume(event=Filled, when=Water.when_filled)
MODULES: dict[str, tuple[tuple[Consume, ...], tuple[type[Event], ...]]] = {
    "spring": ((), (Risen, Sung)),
    "pool": ((RISEN,), (Filled,)),
    "lake": ((RISEN, FILLED), ()),
}


async def template(path: Path) -> Path:
    """Make a database that the others are copies of."""
    made = migrate(path, name="template", steps=(), report=lambda _line: None)
    if asyncio.iscoroutine(made):
        await made
    clock = SetClock()
    journal = Outbox("template", clock=clock, ids=new_id)
    database = SqliteDatabase("template", path, journal=journal, clock=clock, ids=new_id)
    await database.open()
    for table in TABLES:
        await database.write(lambda tx, table=table: tx.run(sql(text(table))))
    await database.close()
    return path


class World:
    """Modules, their files, and the bus between them."""

    def __init__(self, folder: Path, empty: Path, clock: Clock, **delivery: Any) -> None:
        """Put the files into `folder`, copies of `empty`."""
        self.folder, self.empty, self.clock = folder, empty, clock
        self.delivery = Delivery(**{"slice_seconds": 60.0} | delivery)
        self.databases: dict[str, SqliteDatabase] = {}
        self.outboxes: dict[str, Outbox] = {}
        self.services: dict[str, Water] = {}

    async def open(self, *names: str, start: bool = False) -> "World":
        """Open these modules on the files that are there, new ones where none are."""
        self.bus = LocalBus(clock=self.clock, delivery=self.delivery)
        for name in names:
            path = self.folder / f"{name}.db"
            if not path.exists():
                shutil.copy(self.empty, path)
            outbox = self.outboxes[name] = Outbox(name, clock=self.clock, ids=new_id)
            database = SqliteDatabase(name, path, journal=outbox, clock=self.clock, synchronous="NORMAL")
            database.settle = self.bus.settle
            await database.open()
            self.databases[name] = database
            service = self.services[name] = self.services.get(name, Water())
            consumes, publishes = MODULES[name]
            self.bus.join(name, database, outbox, consumes, service, publishes)
        await (self.bus.start() if start else self.bus.take_places())
        return self

    async def close(self) -> None:
        """Stop all; the files stay."""
        await self.bus.stop()
        for database in self.databases.values():
            await database.close()
        self.databases.clear()

    async def rise(self, stream: str, level: int, *, settled: bool = False) -> int:
        """Let a stream rise: the change and its event in one transaction; tell the revision."""

        def unit(tx: Tx) -> int:
            known = tx.one(LEVEL, stream=stream)
            revision = 1 if known is None else known[0] + 1
            tx.run(KEEP, stream=stream, revision=revision, level=level)
            tx.publish(Risen(stream=stream, level=level, revision=revision))
            return revision

        return await self.databases["spring"].write(unit, settled=settled)

    async def sing(self, times: int = 1) -> None:
        """Publish what nobody listens to."""

        def unit(tx: Tx) -> None:
            for _ in range(times):
                tx.publish(Sung(stream="s"))

        await self.databases["spring"].write(unit)

    async def told(self, name: str = "spring", after: int = 0) -> list[Envelope]:
        """Read an outbox."""
        outbox = self.outboxes[name]
        return await self.databases[name].read(lambda tx: outbox.read(tx, after, 1_000_000))

    async def all(self, name: str, statement: Any) -> list[tuple[Any, ...]]:
        """Query a module's database."""
        return await self.databases[name].read(lambda tx: [tuple(row) for row in tx.all(statement)])

    async def effects(self, name: str) -> list[str]:
        """What took effect, in order, as `stream1 stream2`: the name and the revision."""
        return [f"{stream}{revision}" for _id, stream, revision in await self.all(name, EFFECTS)]

    def deaf(self) -> "World":
        """Lose every hand-over in memory from here on, as a crash right after the commit does."""
        for outbox in self.outboxes.values():
            outbox._listeners.clear()
        return self
