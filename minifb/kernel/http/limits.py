"""Limits: how often somebody may do something, as token buckets (GCRA) in bounded memory.

One number is kept per bucket: when it will be empty again. Nothing here survives a restart; counters that must
(log-in, mail, second factors) are auth's own.
"""

import math

import msgspec
from cachebox import LRUCache

from minifb.kernel.clock import Clock
from minifb.kernel.http.policy import Limit

BUCKETS_MAX = 200_000
"""How many buckets are kept; past that the one that was quiet longest starts again."""

# Floating point seconds since the machine started: far more exact than this.
_ROUNDING = 1e-6


class Taken(msgspec.Struct, frozen=True):
    """What became of one request at a bucket."""

    allowed: bool
    remaining: int
    reset_seconds: float
    """Until the bucket is full again, or, when refused, until one more request is allowed."""


class Limiter:
    """All token buckets of this process."""

    def __init__(self, clock: Clock, enabled: bool = True) -> None:
        """Start with every bucket full; when not enabled everything is allowed."""
        self._clock = clock
        self.enabled = enabled
        self._busy_until: LRUCache[tuple[str, str], float] = LRUCache(BUCKETS_MAX)

    def take(self, limit: Limit, who: str, cost: float = 1) -> Taken:
        """Take a token from somebody's bucket, if one is left."""
        if not self.enabled:
            return Taken(True, limit.requests, 0)
        now = self._clock.monotonic()
        bucket = (limit.name, who)
        each = limit.seconds / limit.requests
        busy_until = max(now, self._busy_until.get(bucket, now)) + cost * each
        over = busy_until - now - limit.seconds
        if over > _ROUNDING:
            return Taken(False, 0, over)
        self._busy_until[bucket] = busy_until
        return Taken(True, math.floor((limit.seconds - (busy_until - now)) / each + _ROUNDING), busy_until - now)

    def peek(self, limit: Limit, who: str) -> bool:
        """Tell whether somebody's bucket still has a token, without taking it."""
        if not self.enabled:
            return True
        now = self._clock.monotonic()
        each = limit.seconds / limit.requests
        return self._busy_until.get((limit.name, who), now) + each - now - limit.seconds <= _ROUNDING


def limit_headers(limit: Limit, taken: Taken) -> list[tuple[bytes, bytes]]:
    """Tell the caller how much is left: `RateLimit-Limit`, `-Remaining` and `-Reset`."""
    return [
        (b"ratelimit-limit", str(limit.requests).encode()),
        (b"ratelimit-remaining", str(taken.remaining).encode()),
        (b"ratelimit-reset", str(math.ceil(taken.reset_seconds)).encode()),
    ]
