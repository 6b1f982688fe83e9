"""Mutes: whom somebody does not want to hear from, for some days or for good."""

from datetime import datetime
from typing import Annotated, Self

import msgspec
from msgspec import Meta

from minifb.kernel.clock import DAY, Instant
from minifb.kernel.http.shapes import Ask, Card

OVER: Instant = 0
"""The end of a mute that was lifted, or whose end was told."""


class NewMute(Ask):
    """Whom not to hear from, and for how many days; left out, until one says otherwise."""

    user_id: Annotated[str, Meta(max_length=36)]
    days: Annotated[int, Meta(ge=1, le=365)] | None = None


class Muted(Card, kw_only=True):
    """Somebody one does not hear from."""

    until: datetime | None
    """Null: until one says otherwise."""


class Mute(msgspec.Struct, frozen=True):
    """A mute as users keeps it; one that ended is kept for its version."""

    by_id: str
    muted_id: str
    until: Instant | None
    revision: int

    def holds(self, now: Instant) -> bool:
        """Tell whether it holds still."""
        return self.until is None or self.until > now

    def next(self, until: Instant | None) -> Self:
        """Change when it ends, as its next version."""
        return msgspec.structs.replace(self, until=until, revision=self.revision + 1)


def mute(before: Mute, days: int | None, now: Instant) -> Mute:
    """Mute somebody from now on; for good twice is for good once."""
    until = None if days is None else now + days * DAY
    return before if until == before.until else before.next(until)


def lift(before: Mute) -> Mute:
    """Lift a mute; what is over already, told and all, stays as it is."""
    return before if before.until == OVER else before.next(OVER)
