"""Durable writes per second in the data layer, beside one commit for each."""

import asyncio
import queue
import statistics
import threading
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import minifb  # noqa: F401 - swaps in the newer SQLite before sqlite3 is imported

import sqlite3  # isort: skip

import msgspec  # isort: skip

from minifb.kernel.ids import new_id  # isort: skip
from tests.bench.layers.ground import AUTHOR, TEXT, Noted, note, opened  # isort: skip


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
