"""A unit's transaction on SQLite: statements run on the driver, errors in our own words."""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from minifb.kernel.clock import Instant
from minifb.kernel.data.sql import Statement
from minifb.kernel.data.tx import DatabaseBusy, DatabaseDown, IntegrityError, TookTooLong
from minifb.kernel.events.event import Event, Trace
from minifb.kernel.ids import Ids
from minifb.kernel.refusals import NoSpace, Refusal

Row = TypeVar("Row")

FOREVER = float("inf")

# What SQLite's result codes mean to the caller; the others are bugs and stay what they are.
_MEANINGS: dict[int, type[Exception]] = {
    5: DatabaseBusy,
    6: DatabaseBusy,
    7: DatabaseDown,  # out of memory
    9: TookTooLong,  # interrupted by our progress handler
    10: DatabaseDown,  # input or output failed
    11: DatabaseDown,  # the file is damaged
    13: NoSpace,
    14: DatabaseDown,  # cannot open
    19: IntegrityError,
    26: DatabaseDown,  # not a database
}


def meaning(error: sqlite3.Error) -> Exception:
    """Say what a driver's error means to the caller."""
    kind = _MEANINGS.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
    if kind is None:
        return error
    return kind() if issubclass(kind, Refusal) else kind(str(error))


class Dead:
    """Stands where the connection was once the transaction failed."""

    def __init__(self, failure: Exception) -> None:
        """Answer everything with the failure."""
        self.failure = failure

    def execute(self, text: str, values: Sequence[Any] = (), /) -> Any:
        """Refuse."""
        raise self.failure

    executemany = execute


class SqliteTx:
    """A unit's transaction. After an error of the database it is dead, even if the unit catches the error."""

    __slots__ = ("_connection", "_ids", "events", "failure", "now", "owner", "trace")

    def __init__(self, connection: sqlite3.Connection, now: Instant, trace: Trace, owner: str, ids: Ids) -> None:
        """Begin; the database has begun the transaction itself."""
        self._connection: sqlite3.Connection | Dead = connection
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
        compiled = statement.on("sqlite")
        try:
            rows = self._connection.execute(compiled.text, compiled.bind(values)).fetchall()
        except sqlite3.Error as error:
            raise self._fail(error) from error
        return statement.make_all(rows)

    def one(self, statement: Statement[Row], /, **values: Any) -> Row | None:
        """Run a query, give its first row or None."""
        row = self._first(statement, values)
        return None if row is None else statement.make(row)

    def value(self, statement: Statement[Any], /, **values: Any) -> Any:
        """Run a query, give the first column of its first row or None."""
        row = self._first(statement, values)
        return None if row is None else row[0]

    def run(self, statement: Statement[Any], /, **values: Any) -> int:
        """Run a change, tell how many rows it touched."""
        compiled = statement.on("sqlite")
        try:
            return self._connection.execute(compiled.text, compiled.bind(values)).rowcount
        except sqlite3.Error as error:
            raise self._fail(error) from error

    def run_many(self, statement: Statement[Any], rows: Sequence[Mapping[str, Any]], /) -> None:
        """Run a change once for each row of values."""
        compiled = statement.on("sqlite")
        try:
            self._connection.executemany(compiled.text, [compiled.bind(row) for row in rows])
        except sqlite3.Error as error:
            raise self._fail(error) from error

    def publish(self, event: Event, /) -> None:
        """Tell an event, in the same transaction as the change."""
        self.events.append(event)

    def _first(self, statement: Statement[Any], values: Mapping[str, Any]) -> tuple[Any, ...] | None:
        compiled = statement.on("sqlite")
        try:
            row: tuple[Any, ...] | None = self._connection.execute(compiled.text, compiled.bind(values)).fetchone()
        except sqlite3.Error as error:
            raise self._fail(error) from error
        return row

    def _fail(self, error: sqlite3.Error) -> Exception:
        # Were the transaction gone and the unit went on, its next change would be kept by itself.
        self.failure = meaning(error)
        self._connection = Dead(self.failure)
        return self.failure


class SqliteReadTx(SqliteTx):
    """A read-only snapshot."""

    __slots__ = ()

    def publish(self, event: Event, /) -> None:
        """Refuse: a read changes nothing, so it has nothing to tell."""
        raise RuntimeError("a read cannot publish an event")


class Deadline:
    """A progress handler: stops what is still running after its time."""

    __slots__ = ("_monotonic", "at")

    def __init__(self, monotonic: Callable[[], float]) -> None:
        """Wait for ever, until told when."""
        self.at = FOREVER
        self._monotonic = monotonic

    def __call__(self) -> bool:
        """Tell SQLite whether to stop."""
        return self._monotonic() > self.at
