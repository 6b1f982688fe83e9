"""What needs no HTTP: durable writes per second in the data layer, and how soon a consumer has an event.

Run as a process of its own: it writes one JSON object.
"""

import asyncio
import queue
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import minifb  # noqa: F401 - swaps in the newer SQLite before sqlite3 is imported

import sqlite3  # isort: skip

import msgspec  # isort: skip
import uvloop  # isort: skip
from sqlalchemy import Column, Index, MetaData, Table, bindparam, insert  # isort: skip

from minifb.kernel.clock import SystemClock  # isort: skip
from minifb.kernel.data.migrate import migrate  # isort: skip
from minifb.kernel.data.sql import Id, Name, Time, sql  # isort: skip
from minifb.kernel.data.sqlite import SqliteDatabase  # isort: skip
from minifb.kernel.data.tx import Tx  # isort: skip
from minifb.kernel.events.bus.local import LocalBus  # isort: skip
from minifb.kernel.events.event import Event, event  # isort: skip
from minifb.kernel.events.outbox import Outbox  # isort: skip
from minifb.kernel.ids import new_id  # isort: skip
from minifb.kernel.module import Consume  # isort: skip

METADATA = MetaData()
notes = Table(
    "notes",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("author_id", Id, nullable=False),
    Column("text", Name, nullable=False),
    Column("created_at", Time, nullable=False),
    Index("notes_author", "author_id", "created_at"),
)
NOTE = sql(insert(notes).values({name: bindparam(name) for name in ("id", "author_id", "text", "created_at")}))
AUTHOR = new_id()
TEXT = "A text as long as most posts are, which is a sentence or two and no more than that, on a day like any other."


@event("bench.noted", subject="note_id")
class Noted(Event):
    """Somebody wrote a note."""

    note_id: str
    at: float
    text: str


class FirstStep:
    """The bench's own table, as a migration."""

    REVISION = "0001"

    @staticmethod
    def upgrade(op: object) -> None:
        """Make the table."""
        METADATA.create_all(op.get_bind())  # type: ignore[attr-defined]


def note(tx: Tx) -> None:
    """A unit as most are: a row, its index, and its event."""
    new = tx.new_id()
    tx.run(NOTE, id=new, author_id=AUTHOR, text=TEXT, created_at=tx.now)
    tx.publish(Noted(note_id=new, at=time.perf_counter(), text=TEXT))


async def opened(folder: Path, name: str) -> tuple[SqliteDatabase, Outbox]:
    """Make a database of the house with the bench's table in it."""
    clock = SystemClock()
    outbox = Outbox(name, clock=clock, ids=new_id)
    path = folder / f"{name}.db"
    await migrate(path, name=name, steps=(FirstStep,), report=lambda _: None)  # type: ignore[arg-type]
    database = SqliteDatabase(name, path, journal=outbox, clock=clock, ids=new_id)
    await database.open()
    return database, outbox


async def callers(number: int, seconds: float, write: Callable[[], Awaitable[object]]) -> float:
    """Let so many callers write one after the other for a while; give writes per second."""
    end = time.perf_counter() + seconds
    done = 0

    async def caller() -> None:
        nonlocal done
        while time.perf_counter() < end:
            await write()
            done += 1

    began = time.perf_counter()
    await asyncio.gather(*(caller() for _ in range(number)))
    return done / (time.perf_counter() - began)


class OneEach:
    """The plain way for comparison: a thread with a connection, the same rows, a durable commit for each."""

    def __init__(self, path: Path) -> None:
        """Start the thread."""
        self.path = path
        self.orders: queue.SimpleQueue[tuple[asyncio.AbstractEventLoop, asyncio.Future[None]] | None]
        self.orders = queue.SimpleQueue()
        self.thread = threading.Thread(target=self._work)
        self.thread.start()

    def _work(self) -> None:
        database = sqlite3.connect(self.path, isolation_level=None)
        database.execute("pragma journal_mode = wal")
        database.execute("pragma synchronous = full")
        while (order := self.orders.get()) is not None:
            loop, answer = order
            now, new = time.time_ns() // 1_000, new_id()
            data = msgspec.json.encode(Noted(note_id=new, at=0.0, text=TEXT)).decode()
            database.execute("begin immediate")
            database.execute("insert into notes values (?, ?, ?, ?)", (new, AUTHOR, TEXT, now))
            database.execute(
                "insert into outbox (id, name, version, time, subject, correlation_id, data) values (?,?,?,?,?,?,?)",
                (new_id(), "bench.noted", 1, now, new, new, data),
            )
            database.execute("commit")
            loop.call_soon_threadsafe(answer.set_result, None)
        database.close()

    async def write(self) -> None:
        """Write one row and its event, durably."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[None] = loop.create_future()
        self.orders.put((loop, answer))
        await answer

    def stop(self) -> None:
        """End the thread."""
        self.orders.put(None)
        self.thread.join()


async def writes(folder: Path, seconds: float, rounds: int) -> dict[str, dict[str, float]]:
    """Compare the data layer with one commit each, taking turns."""
    database, _ = await opened(folder, "writes")
    plain, _ = await opened(folder, "plain")
    await plain.close()
    each = OneEach(folder / "plain.db")
    found: dict[str, list[tuple[float, float]]] = {"1": [], "64": []}
    for _ in range(rounds):
        for number, pairs in found.items():
            grouped = await callers(int(number), seconds, lambda: database.write(note))
            pairs.append((grouped, await callers(int(number), seconds, each.write)))
    each.stop()
    await database.close()
    return {
        number: {
            "grouped_per_second": statistics.median(pair[0] for pair in pairs),
            "one_each_per_second": statistics.median(pair[1] for pair in pairs),
            "ratio": statistics.median(pair[0] / pair[1] for pair in pairs),
        }
        for number, pairs in found.items()
    }


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


async def main(seconds: float, rounds: int) -> dict[str, object]:
    """Measure both."""
    with tempfile.TemporaryDirectory() as folder:
        return {
            "writes": await writes(Path(folder), seconds, rounds),
            "delivery": {str(rate): await delivery(Path(folder), seconds * 2, rate) for rate in (200, 2000)},
        }


if __name__ == "__main__":
    result = uvloop.run(main(float(sys.argv[1]), int(sys.argv[2])))
    sys.stdout.buffer.write(msgspec.json.encode(result))
