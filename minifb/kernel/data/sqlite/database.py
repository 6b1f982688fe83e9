"""SQLite: units run on the event loop, each in its own SAVEPOINT; one COMMIT keeps the whole group.

While a COMMIT is in its thread, callers queue; when it returns, what queued meanwhile becomes the next group.
So a durable write costs one fsync for many callers, and the loop never waits for the disk.
"""

import asyncio
import logging
import random
import sqlite3
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from contextvars import Context
from pathlib import Path
from typing import Any, Generic, Literal, TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from minifb.kernel.clock import Clock
from minifb.kernel.data.engine import (
    Ballast,
    FileLock,
    connect_reader,
    connect_writer,
    slow_engine,
    warn_below_floor,
)
from minifb.kernel.data.sqlite.commits import CommitThread
from minifb.kernel.data.sqlite.tx import FOREVER, Deadline, SqliteReadTx, SqliteTx, meaning
from minifb.kernel.data.tx import (
    WITHIN_UNIT,
    DatabaseBusy,
    DatabaseDown,
    Journal,
    QueueFull,
    Unit,
    plainly,
    refuse_nested,
)
from minifb.kernel.events.event import Envelope, Trace, current_trace
from minifb.kernel.ids import Ids, new_id
from minifb.kernel.refusals import NoSpace, OutcomeUnknown, Refusal

R = TypeVar("R")
Settle = Callable[[str, Sequence[Envelope]], Awaitable[None]]

LOG = logging.getLogger(__name__)

GROUP_MOST = 100
QUEUE_MOST = 5_000
UNIT_SECONDS = 2.0
LOCK_SECONDS = 5.0
OPERATIONS_BETWEEN_LOOKS = 5_000
BALLAST_LOOK_SECONDS = 60.0
READ_ATTEMPTS = 5


class Write(Generic[R]):
    """A unit that waits for its commit, and what became of it."""

    __slots__ = ("envelopes", "error", "future", "result", "trace", "unit")

    def __init__(self, unit: Unit[R], future: "asyncio.Future[R]", trace: Trace) -> None:
        """Remember who asked."""
        self.unit = unit
        self.future = future
        self.trace = trace
        self.envelopes: Sequence[Envelope] = ()
        self.error: Exception | None = None
        self.result: Any = None

    def answer(self) -> None:
        """Tell the caller, unless the caller went away."""
        if not self.future.done():
            if self.error is None:
                self.future.set_result(self.result)
            else:
                self.future.set_exception(self.error)


class SqliteDatabase:
    """A module's own SQLite file: one connection that writes, one that reads, both on the loop, and a slow lane."""

    dialect = "sqlite"

    def __init__(
        self,
        name: str,
        path: Path,
        *,
        journal: Journal,
        clock: Clock,
        ids: Ids = new_id,
        synchronous: Literal["FULL", "NORMAL"] = "FULL",
        settle: Settle | None = None,
        ballast: Ballast | None = None,
    ) -> None:
        """Serve the file at `path`; nothing is opened before `open`."""
        self.name = name
        self.path = path
        self.settle = settle
        self.unit_seconds = UNIT_SECONDS
        self.lock_seconds = LOCK_SECONDS
        self.queue_most = QUEUE_MOST
        self._journal = journal
        self._clock = clock
        self._ids = ids
        self._synchronous = synchronous
        self._ballast = ballast
        self._lock = FileLock(path)
        self._queue: deque[Write[Any]] = deque()
        self._group_most = GROUP_MOST
        self._working: asyncio.Task[None] | None = None
        self._opened = False
        self._slow: AsyncEngine | None = None
        self._write_deadline = Deadline(clock.monotonic)
        self._read_deadline = Deadline(clock.monotonic)
        self._look_at = 0.0

    async def open(self) -> None:
        """Take the lock and open the connections; `InUse` when another process has them."""
        warn_below_floor()
        self._lock.take()
        try:
            self._connect_writer()
            self._reader = connect_reader(self.path)
        except BaseException:
            self._lock.free()
            raise
        self._reader.set_progress_handler(self._read_deadline, OPERATIONS_BETWEEN_LOOKS)
        self._commits = CommitThread(f"commit-{self.name}")
        self._loop = asyncio.get_running_loop()
        self._opened = True
        if self._ballast is not None:
            await self._commits(self._ballast.lay)

    async def close(self) -> None:
        """Finish what was queued, checkpoint, close."""
        if not self._opened:
            return
        self._opened = False
        if self._working is not None:
            await asyncio.wait([self._working])
        if self._slow is not None:
            await self._slow.dispose()
        # Readers first, so that the writer is the one that checkpoints.
        self._reader.close()
        await self._commits(self._close_writer)
        self._commits.stop()
        self._lock.free()

    def write(self, unit: Unit[R], /, *, settled: bool = False) -> Awaitable[R]:
        """Run a unit in a write transaction; resolves when its commit is durable."""
        refuse_nested()
        if not self._opened:
            raise DatabaseDown
        if len(self._queue) >= self.queue_most:
            raise QueueFull(retry_after=1)
        write = Write(unit, self._loop.create_future(), current_trace.get())
        self._queue.append(write)
        if self._working is None:
            # A context of its own: what the first caller carries must not leak into the handlers of events.
            self._working = self._loop.create_task(self._work(), name=f"write-{self.name}", context=Context())
        return self._settled(write) if settled else write.future

    async def _settled(self, write: Write[R]) -> R:
        result = await write.future
        if self.settle is not None:
            await self.settle(self.name, write.envelopes)
        return result

    def read(self, unit: Unit[R], /) -> Awaitable[R]:
        """Run a unit on a read-only snapshot."""
        refuse_nested()
        if not self._opened:
            raise DatabaseDown
        return self._read(unit)

    @asynccontextmanager
    async def slow(self) -> AsyncIterator[AsyncConnection]:
        """Lend a read-only SQLAlchemy connection of its own; its first statement begins one snapshot."""
        if not self._opened:
            raise DatabaseDown
        if self._slow is None:
            self._slow = slow_engine(self.path)
        async with self._slow.connect() as connection:
            yield connection

    async def health(self) -> bool:
        """Tell whether the database answers and takes writes."""
        try:
            async with asyncio.timeout(self.unit_seconds):
                await self.write(lambda _tx: None)
                await self.read(lambda _tx: None)
        except (TimeoutError, Refusal):
            return False
        return True

    # ── reading ─────────────────────────────────────────────────────────────────────────────────

    async def _read(self, unit: Unit[R]) -> R:
        for _ in range(READ_ATTEMPTS):
            try:
                return self._snapshot(unit)
            except DatabaseBusy:
                await asyncio.sleep(random.uniform(0.005, 0.05))  # noqa: S311 - jitter, no secret
        return self._snapshot(unit)

    def _snapshot(self, unit: Unit[R]) -> R:
        reader = self._reader
        tx = SqliteReadTx(reader, self._clock.now(), current_trace.get(), self.name, self._ids)
        token = WITHIN_UNIT.set(True)
        self._read_deadline.at = self._clock.monotonic() + self.unit_seconds
        try:
            reader.execute("BEGIN")
            result = plainly(unit(tx))
            if tx.failure is not None:
                raise tx.failure
            return result
        finally:
            self._read_deadline.at = FOREVER
            WITHIN_UNIT.reset(token)
            if reader.in_transaction:
                reader.execute("COMMIT")

    # ── writing ─────────────────────────────────────────────────────────────────────────────────

    async def _work(self) -> None:
        try:
            while self._queue:
                if await self._begin():
                    group = self._take()
                    if self._run(group):
                        await self._commit(group)
        except BaseException:
            self._refuse_queue(OutcomeUnknown)
            self._reconnect()
            raise
        finally:
            self._working = None

    async def _begin(self) -> bool:
        """Begin a group; False when that cannot be, and whoever waited was told."""
        waited = 0.0
        while True:
            try:
                self._writer.execute("BEGIN IMMEDIATE")
            except sqlite3.Error as error:
                refusal = meaning(error)
                if isinstance(refusal, DatabaseBusy) and waited < self.lock_seconds:
                    pause = random.uniform(0.005, 0.05)  # noqa: S311 - jitter, no secret
                    waited += pause
                    await asyncio.sleep(pause)
                    continue
                LOG.warning("%s cannot begin a write: %r", self.name, error)
                self._refuse_queue(type(refusal) if isinstance(refusal, Refusal) else DatabaseDown)
                if not isinstance(refusal, DatabaseBusy):
                    self._reconnect()
                return False
            return True

    def _take(self) -> list[Write[Any]]:
        """Take the next group from the queue, without callers that went away before it began."""
        queue = self._queue
        group: list[Write[Any]] = []
        while queue and len(group) < self._group_most:
            write = queue.popleft()
            if not write.future.cancelled():
                group.append(write)
        return group

    def _run(self, group: list[Write[Any]]) -> bool:
        """Run the units of a group; False when one of them took the transaction with it."""
        token = WITHIN_UNIT.set(True)
        try:
            for write in group:
                if not self._run_one(write):
                    # The others saw each other's changes, which are gone: all of them decide again, in smaller
                    # groups, so that a row of such units costs each of them a few runs and not a hundred.
                    self._queue.extendleft(other for other in reversed(group) if other is not write)
                    self._group_most = max(1, len(group) // 2)
                    write.answer()
                    return False
        finally:
            self._write_deadline.at = FOREVER
            WITHIN_UNIT.reset(token)
        return True

    def _run_one(self, write: Write[Any]) -> bool:
        writer = self._writer
        tx = SqliteTx(writer, self._clock.now(), write.trace, self.name, self._ids)
        write.error, write.envelopes = None, ()
        self._write_deadline.at = self._clock.monotonic() + self.unit_seconds
        try:
            writer.execute("SAVEPOINT unit")
            write.result = plainly(write.unit(tx))
            if tx.failure is not None:
                raise tx.failure
            if tx.events:
                write.envelopes = self._journal.append(tx, tx.events)
            writer.execute("RELEASE unit")
        except Exception as error:  # noqa: BLE001 - whatever it is, it is the caller's answer
            write.error = meaning(error) if isinstance(error, sqlite3.Error) else error
            write.envelopes = ()
            self._write_deadline.at = FOREVER
            if isinstance(write.error, NoSpace):
                self._drop_ballast()
            if not writer.in_transaction:
                return False
            writer.execute("ROLLBACK TO unit")
            writer.execute("RELEASE unit")
        return True

    async def _commit(self, group: list[Write[Any]]) -> None:
        try:
            await self._commits(self._writer.commit)
        except sqlite3.Error as error:
            self._commit_failed(group, error)
        except BaseException:
            _answer_all(group, OutcomeUnknown)
            raise
        else:
            self._group_most = GROUP_MOST
            self._hand_over(group)
            self._look_after_ballast()
        for write in group:
            write.answer()

    def _commit_failed(self, group: list[Write[Any]], error: sqlite3.Error) -> None:
        """Tell everybody, also whom a rule refused: the rule may have seen changes of this group."""
        full = isinstance(meaning(error), NoSpace)
        LOG.error("%s could not commit %d units: %r", self.name, len(group), error)
        if full:
            self._drop_ballast()
        # A full disk is found before the commit's own frame is written, so nothing is kept. After any other error
        # the frame may be in the file or not; only opening it again would tell (hardening F3).
        self._reconnect()
        for write in group:
            write.error = NoSpace() if full else OutcomeUnknown(retry_after=1)
            write.envelopes = ()

    def _hand_over(self, group: list[Write[Any]]) -> None:
        durable = [envelope for write in group for envelope in write.envelopes]
        if durable:
            try:
                self._journal.committed(durable)
            except Exception:  # the change is kept; consumers catch up from the outbox
                LOG.exception("%s: handing over events failed", self.name)

    def _refuse_queue(self, kind: type[Refusal]) -> None:
        waiting = list(self._queue)
        self._queue.clear()
        _answer_all(waiting, kind)

    # ── the file ────────────────────────────────────────────────────────────────────────────────

    def _connect_writer(self) -> None:
        self._writer = connect_writer(self.path, self._synchronous)
        self._writer.set_progress_handler(self._write_deadline, OPERATIONS_BETWEEN_LOOKS)

    def _reconnect(self) -> None:
        """Open the writing connection again; when that fails, the next group finds out and tries once more."""
        self._writer.close()
        try:
            self._connect_writer()
        except sqlite3.Error as error:
            LOG.error("%s cannot be opened again: %r", self.name, error)  # noqa: TRY400 - the reason is enough

    def _close_writer(self) -> None:
        try:
            self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except sqlite3.Error as error:
            LOG.warning("%s keeps its write-ahead log: %r", self.name, error)
        self._writer.close()

    def _drop_ballast(self) -> None:
        if self._ballast is not None and self._ballast.drop():
            self._look_at = self._clock.monotonic() + BALLAST_LOOK_SECONDS

    def _look_after_ballast(self) -> None:
        """Lay the ballast again some time after it was dropped, when there is room."""
        if self._look_at and self._clock.monotonic() >= self._look_at and self._ballast is not None:
            laid = self._ballast.lay()
            self._look_at = 0.0 if laid else self._clock.monotonic() + BALLAST_LOOK_SECONDS


def _answer_all(writes: Sequence[Write[Any]], kind: type[Refusal]) -> None:
    for write in writes:
        write.error, write.envelopes = kind(retry_after=1), ()
        write.answer()
