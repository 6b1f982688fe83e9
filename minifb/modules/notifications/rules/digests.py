"""Digests: when the next one is due, and which period it is about."""

from minifb.kernel.clock import Instant
from minifb.modules.notifications.rules.preferences import Rhythm, Wishes
from minifb.modules.notifications.rules.zones import day_in, next_at

MONDAY = 0
ITEMS_MAX = 50
"""Most that one digest tells; the list has the rest."""


def next_digest(rhythm: Rhythm, zone: str, hour: int, after: Instant) -> Instant:
    """Tell when the next digest is due: each day, or on Mondays, at an hour of the member's own; 0: never."""
    if rhythm == "off":
        return 0
    return next_at(zone, hour, after, MONDAY if rhythm == "weekly" else None)


def cause_of(wishes: Wishes) -> str:
    """Name the digest that is due, so that it goes out once."""
    return f"digest:{wishes.digest}:{day_in(wishes.zone, wishes.digest_at).isoformat()}"
