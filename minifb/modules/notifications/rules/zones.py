"""Time zones: where a member lives, by the names of the IANA database."""

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from minifb.kernel.clock import Instant, instant, wire
from minifb.kernel.refusals import FieldError, Invalid

_NO_ZONE = (ZoneInfoNotFoundError, ValueError, OSError)  # unknown, no name at all, a folder of zones


def check_zone(name: str, field: str = "zone") -> str:
    """Refuse the name of a zone that there is not."""
    try:
        ZoneInfo(name)
    except _NO_ZONE:
        raise Invalid(FieldError(field, "unknown", "There is no time zone of this name.")) from None
    return name


@lru_cache(maxsize=1_024)
def zone_of(name: str) -> ZoneInfo:
    """Give a zone; one that this machine no longer knows is as if nothing had been said."""
    try:
        return ZoneInfo(name)
    except _NO_ZONE:
        return ZoneInfo("UTC")


def day_in(zone: str, now: Instant) -> date:
    """Tell which day it is somewhere."""
    return wire(now).astimezone(zone_of(zone)).date()


def hour_in(zone: str, now: Instant) -> int:
    """Tell which hour it is somewhere."""
    return wire(now).astimezone(zone_of(zone)).hour


def next_at(zone: str, hour: int, after: Instant, weekday: int | None = None) -> Instant:
    """Give the next instant at which it is this hour somewhere, on any day or on this one of the week."""
    day = day_in(zone, after)
    for ahead in range(9):
        there = day + timedelta(days=ahead)
        at = instant(datetime.combine(there, time(hour), zone_of(zone)))
        if at > after and weekday in (None, there.weekday()):
            return at
    raise AssertionError("every hour comes within a week")
