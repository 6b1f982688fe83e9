"""The transaction contract: a unit is one plain function of a `Tx`, run whole by the database.

A unit has no `await`, so no I/O, no question, no half-done transaction when a client goes away. It may be run
again (a group that was rolled back, a serialization failure), so it has no effect outside its `Tx`.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from contextvars import ContextVar
from types import CoroutineType
from typing import Any, Protocol, TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection

from minifb.kernel.clock import Instant
from minifb.kernel.data.sql import Statement
from minifb.kernel.events.event import Envelope, Event, Trace
from minifb.kernel.refusals import Unavailable

R = TypeVar("R")
Row = TypeVar("Row")


class Tx(Protocol):
    """A transaction as a unit sees it; the same on SQLite and Postgres."""

    now: Instant
    """One instant for the whole unit."""
    trace: Trace
    """The request or event that caused this unit."""
    owner: str
    """The module whose database this is."""

    def new_id(self) -> str:
        """Make a UUIDv7."""
        ...

    def all(self, statement: Statement[Row], /, **values: Any) -> list[Row]:
        """Run a query, give every row as the statement's struct."""
        ...

    def one(self, statement: Statement[Row], /, **values: Any) -> Row | None:
        """Run a query, give its first row or None."""
        ...

    def value(self, statement: Statement[Any], /, **values: Any) -> Any:
        """Run a query, give the first column of its first row or None."""
        ...

    def run(self, statement: Statement[Any], /, **values: Any) -> int:
        """Run a change, tell how many rows it touched."""
        ...

    def run_many(self, statement: Statement[Any], rows: Sequence[Mapping[str, Any]], /) -> None:
        """Run a change once for each row of values."""
        ...

    def publish(self, event: Event, /) -> None:
        """Tell an event, in the same transaction as the change: it becomes an outbox row."""
        ...


Unit = Callable[[Tx], R]


class Journal(Protocol):
    """Where a unit's events are written down and, once durable, handed over (the outbox)."""

    def append(self, tx: Tx, events: Sequence[Event]) -> list[Envelope]:
        """Write the events of one unit as the last thing in its transaction."""
        ...

    def committed(self, envelopes: Sequence[Envelope]) -> None:
        """Hand over what is now durable; called on the loop after the commit, in position order."""
        ...


class Database(Protocol):
    """One module's own database. `write` and `read` run units; `slow` is for what may be long."""

    name: str
    dialect: str
    """`sqlite` or `postgresql`."""

    async def open(self) -> None:
        """Open the connections; the schema is brought up to date by `migrate` before."""
        ...

    async def close(self) -> None:
        """Finish what was queued, checkpoint, close."""
        ...

    def write(self, unit: Unit[R], /, *, settled: bool = False) -> Awaitable[R]:
        """Run a unit in a write transaction; resolves when its commit is durable.

        With `settled` it resolves only when the consumers of the unit's events have applied them, and raises
        `Applying` when that takes longer than two seconds.

        Raises what the unit raised (nothing was kept), `OutcomeUnknown` when the commit itself failed,
        `NoSpace` when the disk is full, `Unavailable` when the queue is full. A cancelled caller cancels nothing
        that has begun. Calling it from inside a unit is a bug and raises RuntimeError at once.
        """
        ...

    def read(self, unit: Unit[R], /) -> Awaitable[R]:
        """Run a unit on a read-only snapshot."""
        ...

    def slow(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """Lend a read-only SQLAlchemy connection of its own, for streaming and scans."""
        ...

    async def health(self) -> bool:
        """Tell whether the database answers and takes writes."""
        ...


class Applying(Exception):
    """The change is kept; some consumers have not applied it yet. Answered 202 `{"status": "applying"}`."""


class QueueFull(Unavailable):
    """Too much is being written right now; try again in a moment."""


class DatabaseBusy(Unavailable):
    """The database is locked by somebody else; try again in a moment."""


class TookTooLong(Unavailable):
    """This took too long and was stopped; nothing was changed."""


class DatabaseDown(Unavailable):
    """The database does not answer right now; nothing was changed."""


class IntegrityError(Exception):
    """A constraint of the schema said no, where a rule should have. The transaction cannot go on after it."""


WITHIN_UNIT: ContextVar[bool] = ContextVar("within_unit", default=False)


def refuse_nested() -> None:
    """Refuse a transaction from inside a unit: it would wait for itself, or outlive a unit that is run again."""
    if WITHIN_UNIT.get():
        raise RuntimeError("a unit may not start another transaction: pass its Tx on instead")


def plainly(result: R) -> R:
    """Refuse what an `async def` gives: it would run after its transaction."""
    if result.__class__ is CoroutineType:
        result.close()  # type: ignore[attr-defined]
        raise TypeError("a unit is a plain function: it has no await")
    return result
