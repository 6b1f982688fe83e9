"""Postgres: the same units on a pooled connection, one transaction each, run again when Postgres could not order them.

A unit runs in a greenlet (`run_sync`): to the unit the driver's calls are plain ones, while the loop does other things.
The driver, asyncpg, is imported when the first database is opened.
"""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from contextvars import Context
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, event, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolExhausted
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from minifb.kernel.clock import Clock, Instant
from minifb.kernel.data.sql import Statement
from minifb.kernel.data.tx import (
    WITHIN_UNIT,
    DatabaseBusy,
    DatabaseDown,
    IntegrityError,
    Journal,
    QueueFull,
    TookTooLong,
    Unit,
    plainly,
    refuse_nested,
)
from minifb.kernel.events.event import Envelope, Event, Trace, current_trace
from minifb.kernel.ids import Ids, new_id
from minifb.kernel.refusals import NoSpace, OutcomeUnknown, Refusal

R = TypeVar("R")
Row = TypeVar("Row")
Settle = Callable[[str, Sequence[Envelope]], Awaitable[None]]

QUEUE_MOST = 5_000
UNIT_SECONDS = 2.0
ATTEMPTS = 12
UNIQUE_ATTEMPTS = 3
"""A unique violation among concurrent transactions may be an ordering problem in disguise: look again first."""
CONNECTIONS = 8
STATEMENTS_CACHED = 512

UNIQUE_VIOLATION = "23505"
RUN_AGAIN = {"40001", "40P01"}
# What a class of SQLSTATE, or one SQLSTATE, means to the caller; the others are bugs and stay what they are.
_MEANINGS: dict[str, type[Refusal]] = {
    "08": DatabaseDown,
    "53": DatabaseDown,
    "53100": NoSpace,
    "55P03": DatabaseBusy,
    "57": DatabaseDown,
    "57014": TookTooLong,
    "25P03": TookTooLong,
    "58": DatabaseDown,
}


class RunAgain(Exception):
    """Postgres could not put this transaction into an order with the others."""


def sqlstate(error: BaseException) -> str | None:
    """Give the five characters by which Postgres names an error; None when it did not come from there."""
    cause: BaseException | None = error
    while cause is not None:
        code = getattr(cause, "sqlstate", None)
        if isinstance(code, str):
            return code
        cause = getattr(cause, "orig", None) or cause.__cause__
    return None


def meaning(error: Exception) -> Exception:
    """Say what a driver's error means to the caller."""
    code = sqlstate(error)
    if code is None:
        # No answer from the server: a closed or refused connection, or no free one in time.
        return TookTooLong() if isinstance(error, TimeoutError) else DatabaseDown()
    if code in RUN_AGAIN:
        return RunAgain(code)
    if code.startswith("23"):
        return IntegrityError(str(error))
    kind = _MEANINGS.get(code) or _MEANINGS.get(code[:2])
    return error if kind is None else kind()


def is_drivers(error: BaseException) -> bool:
    """Tell an error of driver, pool or network from one that a unit raised."""
    return isinstance(error, DBAPIError | PoolExhausted | OSError) or any(
        cls.__module__.startswith(("asyncpg", "sqlalchemy.dialects.postgresql")) for cls in type(error).__mro__
    )


def with_driver(url: str) -> URL:
    """Name the driver in an address, and say `ssl` where libpq says `sslmode`."""
    address = make_url(url.replace("postgres://", "postgresql://", 1)).set(drivername="postgresql+asyncpg")
    mode = address.query.get("sslmode")
    address = address.difference_update_query(["sslmode"])
    return address if mode is None else address.update_query_dict({"ssl": mode})


class PostgresTx:
    """A unit's transaction. After an error of the database it is dead, even if the unit catches the error."""

    __slots__ = ("_cursor", "_ids", "events", "failure", "now", "owner", "trace")

    def __init__(self, connection: Any, now: Instant, trace: Trace, owner: str, ids: Ids) -> None:
        """Begin; the driver begins the transaction with the first statement."""
        self._cursor = connection.cursor()
        self._ids = ids
        self.now = now
        self.trace = trace
        self.owner = owner
        self.events: list[Event] = []
        self.failure: Exception | None = None

    def new_id(self) -> str:
        """Make a UUIDv7."""
        return self._ids()

    def all(self, statement: Statement[Row], /, **values: Any) -> list[Row]:
        """Run a query, give every row as the statement's struct."""
        return statement.make_all(map(tuple, self._execute(statement, values).fetchall()))

    def one(self, statement: Statement[Row], /, **values: Any) -> Row | None:
        """Run a query, give its first row or None."""
        row = self._execute(statement, values).fetchone()
        return None if row is None else statement.make(row)

    def value(self, statement: Statement[Any], /, **values: Any) -> Any:
        """Run a query, give the first column of its first row or None."""
        row = self._execute(statement, values).fetchone()
        return None if row is None else row[0]

    def run(self, statement: Statement[Any], /, **values: Any) -> int:
        """Run a change, tell how many rows it touched."""
        touched: int = self._execute(statement, values).rowcount
        return touched

    def run_many(self, statement: Statement[Any], rows: Sequence[Mapping[str, Any]], /) -> None:
        """Run a change once for each row of values."""
        if not rows:
            return
        compiled = statement.on("postgresql")
        many = [tuple(compiled.bind(row)) for row in rows]
        self._guarded(lambda: self._cursor.executemany(compiled.text, many))

    def publish(self, event: Event, /) -> None:
        """Tell an event, in the same transaction as the change."""
        self.events.append(event)

    def _execute(self, statement: Statement[Any], values: Mapping[str, Any]) -> Any:
        compiled = statement.on("postgresql")
        bound = tuple(compiled.bind(values))
        self._guarded(lambda: self._cursor.execute(compiled.text, bound))
        return self._cursor

    def _guarded(self, call: Callable[[], Any]) -> None:
        if self.failure is not None:
            raise self.failure
        try:
            call()
        except Exception as error:
            self.failure = meaning(error)
            raise self.failure from error


class PostgresReadTx(PostgresTx):
    """A read-only snapshot."""

    __slots__ = ()

    def publish(self, event: Event, /) -> None:
        """Refuse: a read changes nothing, so it has nothing to tell."""
        raise RuntimeError("a read cannot publish an event")


class PostgresDatabase:
    """A module's own Postgres database."""

    dialect = "postgresql"

    def __init__(
        self,
        name: str,
        url: str,
        *,
        journal: Journal,
        clock: Clock,
        ids: Ids = new_id,
        settle: Settle | None = None,
    ) -> None:
        """Serve the database at `url`; nothing is opened before `open`."""
        self.name = name
        self.url = url
        self.settle = settle
        self.unit_seconds = UNIT_SECONDS
        self.queue_most = QUEUE_MOST
        self._journal = journal
        self._clock = clock
        self._ids = ids
        self._writes: set[asyncio.Task[Any]] = set()
        self._turn = asyncio.Lock()
        self._opened = False
        self._engines: list[AsyncEngine] = []
        self._slow: AsyncEngine | None = None

    async def open(self) -> None:
        """Make the pools: one for writing, one for reading. Connections are opened when they are needed."""
        self._writing = self._engine("SERIALIZABLE", readonly=False, seconds=self.unit_seconds)
        self._reading = self._engine("REPEATABLE READ", readonly=True, seconds=self.unit_seconds)
        self._opened = True

    async def close(self) -> None:
        """Finish what was begun, close the pools."""
        self._opened = False
        if self._writes:
            await asyncio.wait(self._writes)
        for engine in self._engines:
            await engine.dispose()
        self._engines.clear()
        self._slow = None

    def write(self, unit: Unit[R], /, *, settled: bool = False) -> Awaitable[R]:
        """Run a unit in a write transaction; resolves when its commit is durable."""
        refuse_nested()
        if not self._opened:
            raise DatabaseDown
        if len(self._writes) >= self.queue_most:
            raise QueueFull(retry_after=1)
        # A task of its own: a caller that goes away cancels nothing, and what it carries stays with it.
        work = asyncio.get_running_loop().create_task(
            self._write(unit, current_trace.get(), settled=settled), context=Context()
        )
        self._writes.add(work)
        work.add_done_callback(self._writes.discard)
        return asyncio.shield(work)

    def read(self, unit: Unit[R], /) -> Awaitable[R]:
        """Run a unit on a read-only snapshot."""
        refuse_nested()
        if not self._opened:
            raise DatabaseDown
        return self._read(unit)

    @asynccontextmanager
    async def slow(self) -> AsyncIterator[AsyncConnection]:
        """Lend a read-only SQLAlchemy connection of its own, without a time limit; one snapshot."""
        if not self._opened:
            raise DatabaseDown
        if self._slow is None:
            self._slow = self._engine("REPEATABLE READ", readonly=True, seconds=0)
        async with self._slow.connect() as connection:
            yield connection

    async def health(self) -> bool:
        """Tell whether the database answers and takes writes."""
        try:
            async with asyncio.timeout(self.unit_seconds):
                await self.write(lambda tx: tx.now)
                async with self._reading.connect() as connection:
                    await connection.exec_driver_sql("SELECT 1")
        except Exception as error:
            if isinstance(error, TimeoutError | Refusal) or is_drivers(error):
                return False
            raise
        return True

    async def _read(self, unit: Unit[R]) -> R:
        try:
            return await self._snapshot(unit)
        except DatabaseDown:
            # The server was started anew, say: its old connections are all dead. Look once more with a new one.
            await self._reading.dispose()
            return await self._snapshot(unit)

    async def _snapshot(self, unit: Unit[R]) -> R:
        try:
            async with self._reading.connect() as connection:
                result, _ = await connection.run_sync(self._run, unit, current_trace.get(), PostgresReadTx)
                return result
        except Exception as error:
            if is_drivers(error):
                raise meaning(error) from error
            raise

    async def _write(self, unit: Unit[R], trace: Trace, *, settled: bool) -> R:
        result, envelopes = await self._until_ordered(unit, trace)
        if settled and self.settle is not None:
            await self.settle(self.name, envelopes)
        return result

    async def _until_ordered(self, unit: Unit[R], trace: Trace) -> tuple[R, Sequence[Envelope]]:
        for attempt in range(ATTEMPTS):
            try:
                if not attempt:
                    return await self._once(unit, trace)
                async with self._turn:  # those that got into each other's way go one after the other
                    return await self._once(unit, trace)
            except RunAgain:
                pass
            except DatabaseDown:
                # Nothing was kept yet, so with new connections the unit may be run again, once.
                if attempt:
                    raise
                await self._writing.dispose()
            except IntegrityError as error:
                if attempt + 1 >= UNIQUE_ATTEMPTS or sqlstate(error) != UNIQUE_VIOLATION:
                    raise
            await asyncio.sleep(random.uniform(0, min(0.002 * 2**attempt, 0.2)))  # noqa: S311 - jitter
        raise DatabaseBusy(retry_after=1)

    async def _once(self, unit: Unit[R], trace: Trace) -> tuple[R, Sequence[Envelope]]:
        """One attempt; whether it was kept is known, but for a connection that breaks during the commit."""
        committing = False
        try:
            async with self._writing.connect() as connection:
                done = await connection.run_sync(self._run, unit, trace, PostgresTx)
                committing = True
                await connection.run_sync(_commit)
                committing = False
                if done[1]:
                    self._journal.committed(done[1])
                return done
        except Exception as error:
            if not is_drivers(error):
                raise
            refusal = meaning(error)
            if committing and isinstance(refusal, DatabaseDown | TookTooLong):
                raise OutcomeUnknown(retry_after=1) from error
            raise refusal from error

    def _run(
        self, connection: Connection, unit: Unit[R], trace: Trace, kind: type[PostgresTx]
    ) -> tuple[R, Sequence[Envelope]]:
        tx = kind(connection.connection.dbapi_connection, self._clock.now(), trace, self.name, self._ids)
        token = WITHIN_UNIT.set(True)
        try:
            result = plainly(unit(tx))
            if tx.failure is not None:
                raise tx.failure
            envelopes = self._journal.append(tx, tx.events) if tx.events else ()
        except Exception:
            if isinstance(tx.failure, RunAgain):
                raise tx.failure from None
            raise
        else:
            return result, envelopes
        finally:
            WITHIN_UNIT.reset(token)

    def _engine(self, isolation: Any, *, readonly: bool, seconds: float) -> AsyncEngine:
        engine = create_async_engine(
            with_driver(self.url),
            isolation_level=isolation,
            pool_size=CONNECTIONS,
            max_overflow=0,
            pool_timeout=self.unit_seconds * 5,
            connect_args={
                "prepared_statement_cache_size": STATEMENTS_CACHED,
                "timeout": 5,
                # The server stops a statement by itself; this is for a server that does not answer any more.
                "command_timeout": seconds * 2 if seconds else None,
                "server_settings": {
                    "application_name": f"minifb-{self.name}",
                    "statement_timeout": str(int(seconds * 1000)),
                    "idle_in_transaction_session_timeout": "10000" if seconds else "0",
                },
            },
        )

        @event.listens_for(engine.sync_engine, "connect")
        def set_up(connection: Any, _record: Any) -> None:
            connection.readonly = readonly
            connection.run_async(_plain_numbers)

        self._engines.append(engine)
        return engine


def _commit(connection: Connection) -> None:
    connection.connection.dbapi_connection.commit()  # type: ignore[union-attr]


async def _plain_numbers(connection: Any) -> None:
    """Let sums arrive as int or float as on SQLite, not as Decimal."""
    await connection.set_type_codec(
        "numeric",
        schema="pg_catalog",
        format="text",
        encoder=str,
        decoder=lambda text: int(text) if text.lstrip("-").isdigit() else float(text),
    )
