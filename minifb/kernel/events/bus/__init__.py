"""The bus: brings what one module's outbox holds to the consumers of the others.

`local.py` is the bus of one process. Whatever carries the events, the promises are the ones of this Protocol:
at least once, in order per subject, applied once by the consumer's cursor.
"""

from collections.abc import Sequence
from typing import Protocol

from minifb.kernel.events.consumers.consumer import Also
from minifb.kernel.events.consumers.delivery import Parked, Standing
from minifb.kernel.events.event import Envelope


def nothing_else(_tx: object) -> None:
    """Add nothing to the transaction of a decision."""


class Bus(Protocol):
    """What start-up, health and console may ask of a bus; modules are joined to it by the wiring."""

    async def start(self) -> None:
        """Give every consumer its place, then deliver until stopped."""
        ...

    async def stop(self) -> None:
        """Finish the transactions at hand, then end; what is not delivered yet stays in the outboxes."""
        ...

    async def settle(self, source: str, envelopes: Sequence[Envelope]) -> None:
        """Wait until the consumers of these events have applied them; `Applying` when that takes too long.

        With no event it waits for all that the source has told so far.
        """
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
