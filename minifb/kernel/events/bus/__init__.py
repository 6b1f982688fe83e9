"""The bus: brings what one module's outbox holds to the consumers of the others.

`local.py` is the bus of one process. Whatever carries the events, the promises are the ones of this Protocol:
at least once, in order per subject, applied once by the consumer's cursor.
"""

from collections.abc import Sequence
from typing import Any, Protocol

from minifb.kernel.data.tx import Database
from minifb.kernel.events.consumers.consumer import Also
from minifb.kernel.events.consumers.delivery import Parked, Standing
from minifb.kernel.events.event import Envelope, Event
from minifb.kernel.events.outbox import Outbox
from minifb.kernel.module import Consume


def nothing_else(_tx: object) -> None:
    """Add nothing to the transaction of a decision."""


class Bus(Protocol):
    """What wiring, health and console may ask of a bus."""

    def join(
        self,
        name: str,
        database: Database,
        outbox: Outbox,
        consumes: tuple[Consume, ...],
        service: Any,
        publishes: tuple[type[Event], ...] | None = None,
    ) -> None:
        """Bring a module: its outbox is a source for the others, its `consumes` listen to theirs.

        `publishes` spares consumers the outboxes that cannot hold what they listen to; without it all are read.
        """
        ...

    async def start(self) -> None:
        """Give every consumer its place, then deliver until stopped."""
        ...

    async def stop(self) -> None:
        """Finish the transactions at hand, then end; what is not delivered yet stays in the outboxes."""
        ...

    async def settle(self, envelopes: Sequence[Envelope]) -> None:
        """Wait until the consumers of these events have applied them; `Applying` when that takes too long."""
        ...

    async def drain(self) -> None:
        """Deliver until nothing more can be delivered now."""
        ...

    async def prune(self) -> int:
        """Delete events that are old enough and that every consumer has passed; tell how many."""
        ...

    def status(self) -> tuple[Standing, ...]:
        """Tell how every consumer stands."""
        ...

    async def parked(self) -> list[Parked]:
        """List the parked events of all consumers."""
        ...

    async def retry(self, consumer: str, source: str, position: int, also: Also = nothing_else) -> None:
        """Try a parked event again; `also` runs in the same transaction and is where the caller's audit row belongs."""
        ...

    async def discard(self, consumer: str, source: str, position: int, also: Also = nothing_else) -> None:
        """Give a parked event up; those waiting behind it go on."""
        ...

    async def rewind(self, consumer: str, source: str, after: int) -> None:
        """Set a consumer's cursor back, so that it applies again what came after."""
        ...
