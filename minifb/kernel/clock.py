"""The one injected clock. Nothing else in the house reads the time.

Inside, an instant is an `int`: microseconds since 1970-01-01 UTC. On the wire it is RFC 3339 UTC.
"""

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol

Instant = int
"""Microseconds since the Unix epoch, UTC."""

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

FOR_GOOD: Instant = 2**62
"""Later than any instant."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Clock(Protocol):
    """Where the time comes from."""

    def now(self) -> Instant:
        """Tell the current instant (wall clock)."""
        ...

    def monotonic(self) -> float:
        """Tell seconds on a clock that never goes back, for deadlines."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> Instant:
        """Tell the current instant."""
        return time.time_ns() // 1_000

    def monotonic(self) -> float:
        """Tell seconds on a clock that never goes back."""
        return time.monotonic()


class SetClock:
    """A clock that stands still until it is moved: for tests and for replaying."""

    def __init__(self, start: Instant = 1_767_225_600 * SECOND) -> None:
        """Start at 2026-01-01 unless told otherwise."""
        self._now = start

    def now(self) -> Instant:
        """Tell the instant it was set to."""
        return self._now

    def monotonic(self) -> float:
        """Tell the same instant in seconds."""
        return self._now / SECOND

    def advance(self, by: int) -> None:
        """Move forward by so many microseconds."""
        self._now += by


def wire(instant: Instant) -> datetime:
    """Turn an instant into what msgspec writes as RFC 3339 UTC."""
    return _EPOCH + timedelta(microseconds=instant)


def maybe_wire(instant: Instant | None) -> datetime | None:
    """Turn an instant that may be missing into its wire form."""
    return None if instant is None else wire(instant)


def instant(at: datetime) -> Instant:
    """Turn an aware datetime into an instant."""
    return (at - _EPOCH) // timedelta(microseconds=1)
