"""Deferred events: those that failed and those that wait behind them, in the consumer's own database.

An event that fails is `retrying`; when its tries are used up it is `parked`, and a person decides. Later events of
its subject are `waiting`, so that the order per subject holds; the next of them is up when the one before is gone.
"""

from typing import Any, Literal

import msgspec
from sqlalchemy import BigInteger, bindparam, delete, func, insert, select, update

from minifb.kernel.clock import Instant
from minifb.kernel.data.sql import sql
from minifb.kernel.data.tables import inbox_deferred as deferred
from minifb.kernel.data.tx import Tx
from minifb.kernel.events.consumers.delivery import Retry
from minifb.kernel.events.event import Envelope

State = Literal["retrying", "waiting", "parked"]

ERROR_CHARS = 300


class Held(msgspec.Struct, frozen=True):
    """A deferred event, without what it says."""

    position: int
    id: str
    name: str
    subject: str
    state: State
    attempts: int
    next_at: Instant
    error: str | None


FIELDS = ("id", "name", "version", "time", "subject", "correlation_id", "causation_id", "traceparent", "data")
KEY = (deferred.c.source == bindparam("of")) & (deferred.c.position == bindparam("at"))

ALL = sql(
    select(
        deferred.c.position,
        deferred.c.id,
        deferred.c.name,
        deferred.c.subject,
        deferred.c.state,
        deferred.c.attempts,
        deferred.c.next_at,
        deferred.c.error,
    )
    .where(deferred.c.source == bindparam("of"))
    .order_by(deferred.c.position),
    into=Held,
)
BLOCKED = sql(select(deferred.c.subject).where(deferred.c.source == bindparam("of")).distinct())
ONE = sql(select(deferred.c.position, *(deferred.c[field] for field in FIELDS)).where(KEY))
STATE = sql(select(deferred.c.state, deferred.c.subject).where(KEY))
ADD = sql(
    insert(deferred).values(
        {name: bindparam(name) for name in ("source", "position", *FIELDS, "state", "attempts", "next_at", "error")}
    )
)
CHANGE = sql(
    update(deferred)
    .where(KEY)
    .values(state=bindparam("to"), attempts=bindparam("tried"), next_at=bindparam("when"), error=bindparam("why"))
)
DROP = sql(delete(deferred).where(KEY))
DROP_AFTER = sql(delete(deferred).where(deferred.c.source == bindparam("of"), deferred.c.position > bindparam("after")))
NEXT = sql(
    select(func.min(deferred.c.position)).where(
        deferred.c.source == bindparam("of"), deferred.c.subject == bindparam("about", type_=deferred.c.subject.type)
    )
)
RELEASE = sql(
    update(deferred)
    .where(KEY, deferred.c.state == "waiting")
    .values(state="retrying", next_at=bindparam("when", type_=BigInteger()))
)


class Deferred:
    """The deferred events of one source, as the consumer's transactions see them."""

    def __init__(self, source: str) -> None:
        """Look after those that came from `source`."""
        self.source = source

    def all(self, tx: Tx) -> list[Held]:
        """Give all of them, in order."""
        return tx.all(ALL, of=self.source)

    def blocked(self, tx: Tx) -> set[str]:
        """Name the subjects whose later events must wait."""
        return {subject for (subject,) in tx.all(BLOCKED, of=self.source)}

    def envelope(self, tx: Tx, position: int) -> Envelope | None:
        """Give one as it arrived."""
        for at, *values, data in tx.all(ONE, of=self.source, at=position):
            fields = dict(zip(FIELDS, values, strict=False))
            return Envelope(position=at, source=self.source, data=data.encode(), **fields)
        return None

    def state(self, tx: Tx, position: int) -> State | None:
        """Tell how one stands."""
        state: State | None = tx.value(STATE, of=self.source, at=position)
        return state

    def wait(self, tx: Tx, envelope: Envelope) -> None:
        """Put one aside that must wait behind an earlier one of its subject."""
        self._add(tx, envelope, state="waiting", attempts=0, next_at=tx.now, error=None)

    def fail(self, tx: Tx, envelope: Envelope, error: Exception, retry: Retry) -> None:
        """Put one aside that failed for the first time."""
        due, why = tx.now + retry.delay(1), _words(error)
        self._add(tx, envelope, state=_state(1, retry), attempts=1, next_at=due, error=why)

    def fail_again(self, tx: Tx, held: Held, error: Exception, retry: Retry) -> None:
        """Write down that one failed again; after its tries it is parked."""
        attempts = held.attempts + 1
        when, why = tx.now + retry.delay(attempts), _words(error)
        to = _state(attempts, retry)
        tx.run(CHANGE, of=self.source, at=held.position, to=to, tried=attempts, when=when, why=why)

    def renew(self, tx: Tx, position: int) -> None:
        """Let a parked one be tried again, from its first attempt."""
        tx.run(CHANGE, of=self.source, at=position, to="retrying", tried=0, when=tx.now, why=None)

    def _add(self, tx: Tx, envelope: Envelope, **standing: Any) -> None:
        fields = {field: getattr(envelope, field) for field in FIELDS if field != "data"}
        data = envelope.data.decode()
        tx.run(ADD, source=self.source, position=envelope.position, data=data, **fields, **standing)

    def done(self, tx: Tx, position: int, subject: str) -> None:
        """Remove one; the next of its subject, if any, is up."""
        tx.run(DROP, of=self.source, at=position)
        following = tx.value(NEXT, of=self.source, about=subject)
        if following is not None:
            tx.run(RELEASE, of=self.source, at=following, when=tx.now)

    def forget_after(self, tx: Tx, position: int) -> None:
        """Remove those past a position, since they will be read again."""
        tx.run(DROP_AFTER, of=self.source, after=position)


def _state(attempts: int, retry: Retry) -> State:
    return "parked" if attempts >= retry.tries else "retrying"


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:ERROR_CHARS]
