"""The outbox: a module's events, kept in its own database in the transaction of the change.

A position is a number in commit order, given once and never again, also after pruning. SQLite has one writer and
`AUTOINCREMENT`; on Postgres units that publish take turns: an advisory lock is held from the moment the position is
drawn until the commit, so that whoever sees a position has all lower ones.

The outbox keeps one row of its own among the cursors, `outbox:<source>`. That it is there means that consumers have
taken their places once (see `minifb/kernel/events/bus/local.py`); its position is the last one that was pruned.
"""

from collections.abc import Callable, Sequence
from typing import Any

import msgspec
from sqlalchemy import BigInteger, bindparam, delete, func, insert, select, update
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from minifb.kernel.clock import Clock, Instant
from minifb.kernel.data.sql import sql
from minifb.kernel.data.tables import cursors, outbox
from minifb.kernel.data.tx import Tx
from minifb.kernel.events.event import Caused, Envelope, Event
from minifb.kernel.ids import Ids

PRUNED_AT_ONCE = 5_000
"""Rows one transaction deletes at most, so that pruning never holds the writers up."""

FIELDS = ("id", "name", "version", "time", "subject", "correlation_id", "causation_id", "traceparent", "data")


class in_turn(FunctionElement[Any]):  # noqa: N801 - reads as a word in a statement
    """Wait for one's turn to publish, until the end of the transaction."""

    type = BigInteger()
    inherit_cache = True


@compiles(in_turn, "sqlite")
def _in_turn_sqlite(_element: in_turn, _compiler: Any, **_kw: Any) -> str:
    return "1"  # one writer at a time is what SQLite is


@compiles(in_turn, "postgresql")
def _in_turn_postgresql(_element: in_turn, _compiler: Any, **_kw: Any) -> str:
    return "pg_advisory_xact_lock(7163384699741991)"  # any number that nothing else in the database locks


class continue_at(FunctionElement[Any]):  # noqa: N801 - reads as a word in a statement
    """Make the next position the one after the argument."""

    type = BigInteger()
    inherit_cache = True


@compiles(continue_at, "sqlite")
def _continue_sqlite(element: continue_at, compiler: Any, **kw: Any) -> str:
    return str(compiler.process(element.clauses, **kw))  # AUTOINCREMENT has seen the row and goes on by itself


@compiles(continue_at, "postgresql")
def _continue_postgresql(element: continue_at, compiler: Any, **kw: Any) -> str:
    return f"setval(pg_get_serial_sequence('outbox', 'position'), {compiler.process(element.clauses, **kw)})"


TURN = sql(select(in_turn()))
APPEND = sql(insert(outbox).values({field: bindparam(field) for field in FIELDS}).returning(outbox.c.position))
READ = sql(
    select(outbox.c.position, *(outbox.c[field] for field in FIELDS))
    .where(outbox.c.position > bindparam("after"))
    .order_by(outbox.c.position)
    .limit(bindparam("most", type_=BigInteger()))
)
LAST = sql(select(func.max(outbox.c.position)))
OWN = sql(select(cursors.c.position).where(cursors.c.source == bindparam("own")))
OPEN = sql(insert(cursors).values(source=bindparam("own"), position=bindparam("at"), updated_at=bindparam("now")))
MARK = sql(
    update(cursors)
    .where(cursors.c.source == bindparam("own"))
    .values(position=bindparam("at"), updated_at=bindparam("now"))
)
FIRST = sql(select(func.min(outbox.c.position)))
FIRST_KEPT = sql(
    select(outbox.c.position).where(outbox.c.time >= bindparam("before")).order_by(outbox.c.position).limit(1)
)
PRUNE = sql(delete(outbox).where(outbox.c.position <= bindparam("upto")))
PLACE = sql(insert(outbox).values({"position": bindparam("position")} | {field: bindparam(field) for field in FIELDS}))
UNPLACE = sql(delete(outbox).where(outbox.c.position == bindparam("at")))
CONTINUE = sql(select(continue_at(bindparam("at", type_=BigInteger()))))


class Reach(msgspec.Struct, frozen=True):
    """How far an outbox goes."""

    last: int
    """The highest position ever given."""
    pruned: int
    """Up to here, rows may be gone."""
    opened: bool
    """Whether consumers have taken their places before."""


class Outbox:
    """A module's journal: written in the transaction of the change, read by whoever catches up."""

    def __init__(self, source: str, *, clock: Clock, ids: Ids) -> None:
        """Keep the events of the module `source`."""
        self.source = source
        self.last = 0
        """The highest position that is known to be durable."""
        self._own = f"outbox:{source}"
        self._clock = clock
        self._ids = ids
        self._listeners: list[Callable[[Sequence[Envelope]], None]] = []

    def listen(self, listener: Callable[[Sequence[Envelope]], None]) -> None:
        """Hand over in memory to this listener what becomes durable from now on."""
        self._listeners.append(listener)

    def append(self, tx: Tx, events: Sequence[Event]) -> list[Envelope]:
        """Write the events of one unit; the last thing in its transaction, since the position orders commits."""
        if not events:
            return []
        tx.all(TURN)
        return [self._append(tx, event) for event in events]

    def _append(self, tx: Tx, event: Event) -> Envelope:
        trace, fact = (event.trace, event.event) if isinstance(event, Caused) else (tx.trace, event)
        id_, data = self._ids(), msgspec.json.encode(fact)
        row: dict[str, Any] = {
            "id": id_,
            "name": fact.NAME,
            "version": fact.VERSION,
            "time": tx.now,
            "subject": fact.subject(),
            "correlation_id": trace.correlation_id or id_,  # who starts a chain gives it its name
            "causation_id": trace.causation_id,
            "traceparent": trace.traceparent,
        }
        ((position,),) = tx.all(APPEND, data=data.decode(), **row)
        return Envelope(position=position, source=self.source, data=data, **row)

    def committed(self, envelopes: Sequence[Envelope]) -> None:
        """Hand over what is durable now; called on the loop, in position order."""
        if envelopes:
            self.last = max(self.last, envelopes[-1].position)
            for listener in self._listeners:
                listener(envelopes)

    def read(self, tx: Tx, after: int, limit: int) -> list[Envelope]:
        """Give the events that follow a position, in order."""
        source = self.source
        return [
            Envelope(
                position=position,
                id=id_,
                name=name,
                version=version,
                source=source,
                time=time,
                subject=subject,
                correlation_id=correlation_id,
                causation_id=causation_id,
                traceparent=traceparent,
                data=data.encode(),
            )
            for position, id_, name, version, time, subject, correlation_id, causation_id, traceparent, data in (
                tx.all(READ, after=after, most=limit)
            )
        ]

    def reach(self, tx: Tx) -> Reach:
        """Tell how far it goes."""
        pruned = tx.value(OWN, own=self._own)
        last = max(tx.value(LAST) or 0, pruned or 0)
        return Reach(last=last, pruned=pruned or 0, opened=pruned is not None)

    def open(self, tx: Tx) -> None:
        """Note that the first consumers have taken their places; who comes later is a latecomer."""
        if tx.value(OWN, own=self._own) is None:
            tx.run(OPEN, own=self._own, at=0, now=tx.now)

    def prune(self, tx: Tx, *, before: Instant, behind: int) -> int:
        """Delete events older than `before` that are not past the position `behind`; tell how many.

        Only a beginning of the history is ever removed, whatever the clock did, and at most some thousand rows:
        call it until it gives 0.
        """
        first, kept = tx.value(FIRST), tx.value(FIRST_KEPT, before=before)
        if first is None:
            return 0
        upto = min(behind, first + PRUNED_AT_ONCE - 1, tx.value(LAST) if kept is None else kept - 1)
        if upto < first:
            return 0
        self.open(tx)
        tx.run(MARK, own=self._own, at=upto, now=tx.now)
        return tx.run(PRUNE, upto=upto)

    def continue_after(self, tx: Tx, position: int) -> None:
        """Give no position up to this one again.

        After this database alone was restored from an older copy its consumers are ahead of it; a position that
        they have passed must not come back with another event.
        """
        blank = dict.fromkeys(FIELDS, "") | {"id": self._ids(), "version": 0, "time": tx.now, "data": "{}"}
        tx.run(PLACE, position=position, **blank)
        tx.run(UNPLACE, at=position)
        tx.all(CONTINUE, at=position)
