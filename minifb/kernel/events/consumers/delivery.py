"""The numbers of the delivery, who takes part in it, and how it stands."""

import random
from collections.abc import Callable
from typing import Any, Literal

import msgspec

from minifb.kernel.clock import DAY, MINUTE, SECOND
from minifb.kernel.data.tx import Database, TookTooLong
from minifb.kernel.events.outbox import Outbox
from minifb.kernel.module import Consume
from minifb.kernel.refusals import NoSpace, Unavailable


class Retry(msgspec.Struct, frozen=True):
    """When what failed is tried again: full jitter over a doubling interval."""

    tries: int = 12
    """After so many it is parked."""
    first: int = SECOND
    most: int = 15 * MINUTE
    chance: Callable[[], float] = random.random

    def delay(self, attempts: int) -> int:
        """Draw the wait after so many failed attempts, in microseconds."""
        longest = min(self.most, self.first << min(attempts - 1, 40))
        return int(longest * self.chance())


class Delivery(msgspec.Struct, frozen=True):
    """How events are brought to consumers."""

    retry: Retry = Retry()
    deferred_max: int = 1_000
    """Deferred events per consumer; then it stops, and health says so."""
    batch: int = 500
    """Events one transaction applies at most."""
    pending_max: int = 5_000
    """Handed-over events kept in memory; past that they are read from the outbox again."""
    slice_seconds: float = 0.005
    """How long one transaction may hold the loop before it leaves the rest to the next one."""
    backstop_seconds: float = 5.0
    """How often the outbox is looked at although nobody said so."""
    settle_seconds: float = 2.0
    """How long a writer waits for its consumers."""
    keep: int = 30 * DAY
    """How long events stay in the outbox at least; a copy of a database may be as old as this."""
    prune_seconds: float = 3_600.0


class Joined(msgspec.Struct, frozen=True):
    """A module on the bus: what it publishes and what it listens to."""

    name: str
    database: Database
    outbox: Outbox
    consumes: tuple[Consume, ...]
    service: Any
    publishes: frozenset[tuple[str, int]] | None
    """Name and version of its events; None where nobody said."""

    def hears(self, source: "Joined") -> bool:
        """Tell whether it listens to something that `source` may publish."""
        consumed = {(each.event.NAME, each.event.VERSION) for each in self.consumes}
        return bool(consumed if source.publishes is None else consumed & source.publishes)


class Standing(msgspec.Struct, frozen=True):
    """How a consumer is doing, for health and console."""

    consumer: str
    source: str
    cursor: int
    lag: int
    """Events of the source that it has not dealt with yet."""
    retrying: int
    waiting: int
    parked: int
    state: Literal["running", "failing", "full"]
    error: str | None


class Parked(msgspec.Struct, frozen=True):
    """A parked event, for the person who decides about it."""

    consumer: str
    source: str
    position: int
    id: str
    name: str
    subject: str
    attempts: int
    error: str | None
    waiting: int
    """Later events of its subject that wait behind it."""


def in_trouble(error: Exception) -> bool:
    """Tell whether the database itself is in trouble: then no event is to blame, the consumer rests and goes on."""
    return isinstance(error, Unavailable | NoSpace) and not isinstance(error, TookTooLong)
