"""Handlers: what a module does about an event, in the transaction of the cursor."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from minifb.kernel.data.sql import Statement
from minifb.kernel.data.tx import Tx
from minifb.kernel.events.consumers.delivery import Joined
from minifb.kernel.events.event import Caused, Envelope, Event, Trace

Row = TypeVar("Row")


class Handling:
    """A `Tx` that handles several events one after another: what a handler publishes names its own event as cause."""

    def __init__(self, tx: Tx) -> None:
        """Handle events within `tx`."""
        self._tx = tx
        self.now = tx.now
        self.trace = tx.trace
        self.owner = tx.owner

    def begin(self, envelope: Envelope) -> None:
        """From here on this event is the cause."""
        self.trace = Trace(
            correlation_id=envelope.correlation_id,
            causation_id=envelope.id,
            traceparent=envelope.traceparent,
            happened_at=envelope.time,
        )

    def new_id(self) -> str:
        """Make a UUIDv7."""
        return self._tx.new_id()

    def all(self, statement: Statement[Row], /, **values: Any) -> list[Row]:
        """Run a query, give every row."""
        return self._tx.all(statement, **values)

    def one(self, statement: Statement[Row], /, **values: Any) -> Row | None:
        """Run a query, give its first row or None."""
        return self._tx.one(statement, **values)

    def value(self, statement: Statement[Any], /, **values: Any) -> Any:
        """Run a query, give the first column of its first row or None."""
        return self._tx.value(statement, **values)

    def run(self, statement: Statement[Any], /, **values: Any) -> int:
        """Run a change, tell how many rows it touched."""
        return self._tx.run(statement, **values)

    def run_many(self, statement: Statement[Any], rows: Sequence[Mapping[str, Any]], /) -> None:
        """Run a change once for each row of values."""
        self._tx.run_many(statement, rows)

    def publish(self, event: Event, /) -> None:
        """Tell an event, caused by the one being handled."""
        self._tx.publish(Caused(event=event, trace=self.trace))


class Handlers:
    """A module's handlers by event."""

    def __init__(self, module: Joined) -> None:
        """Take them from what the module consumes."""
        self._service = module.service
        self._by_event = {(each.event.NAME, each.event.VERSION): each for each in module.consumes}

    def wants(self, envelope: Envelope) -> bool:
        """Tell whether the module listens to this event; others are passed by."""
        return (envelope.name, envelope.version) in self._by_event

    def handle(self, handling: Handling, envelope: Envelope) -> None:
        """Let the module do what it does about this event."""
        consume = self._by_event.get((envelope.name, envelope.version))
        if consume is not None:  # a deferred one may be of a kind nobody listens to any more
            handling.begin(envelope)
            consume.when(self._service, handling, envelope.event())

    def missing(self, handling: Handling, envelope: Envelope) -> None:
        """Tell the module that an event is put aside, where its absence must count as something meanwhile."""
        consume = self._by_event.get((envelope.name, envelope.version))
        if consume is not None and consume.missing is not None:
            handling.begin(envelope)
            consume.missing(self._service, handling, envelope.event())
