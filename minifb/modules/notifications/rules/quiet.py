"""Quiet hours: when nothing rings and no mail goes out, by the clock on a member's own wall.

In doubt it is quiet: where a clock is set back the later of two equal times ends the night, where it is set forward a
time that there is not is looked for on both sides.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from minifb.kernel.clock import Instant, instant, wire
from minifb.kernel.http.shapes import Wire
from minifb.kernel.refusals import FieldError, Invalid
from minifb.kernel.texts import SomeId
from minifb.modules.notifications.rules.zones import zone_of

Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEK: tuple[Day, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WallTime = Annotated[str, Meta(pattern=r"\A([01][0-9]|2[0-3]):[0-5][0-9]\Z")]
PASSES_MAX = 20
"""Most people one hears from at any hour."""
_NIGHTS_MAX = 16


class QuietHours(Wire, kw_only=True, forbid_unknown_fields=True):
    """From when to when a member wants quiet, on nights that begin on these days."""

    since: WallTime = msgspec.field(name="from")
    until: WallTime = msgspec.field(name="to")
    """Before `from`, or equal: on the next day."""
    days: Annotated[list[Day], Meta(min_length=1, max_length=7)] = msgspec.field(default_factory=lambda: list(WEEK))
    zone: Annotated[str, Meta(min_length=1, max_length=64)] = ""
    """Left out: the member's own."""
    people: Annotated[list[SomeId], Meta(max_length=PASSES_MAX)] = msgspec.field(default_factory=list)
    """Those who get through at any hour."""


def checked(quiet: QuietHours) -> QuietHours:
    """Refuse hours that never end; name each day and person once."""
    days = [day for day in WEEK if day in quiet.days]
    if quiet.since == quiet.until and len(days) == len(WEEK):
        raise Invalid(FieldError("quietHours", "endless", "There has to be an hour that is not quiet."))
    return msgspec.structs.replace(quiet, days=days, people=sorted(set(quiet.people)))


def quiet_until(quiet: QuietHours | None, now: Instant) -> Instant | None:
    """Tell when the quiet that there is at an instant ends; None: there is none."""
    if quiet is None:
        return None
    end = now
    for _ in range(_NIGHTS_MAX):  # one night may begin as another ends
        later = max((over for begin, over in _around(quiet, end) if begin <= end < over), default=end)
        if later == end:
            break
        end = later
    return end if end > now else None


def _around(quiet: QuietHours, at: Instant) -> Iterator[tuple[Instant, Instant]]:
    """Give the quiet times that begin about the day of an instant."""
    today = wire(at).astimezone(zone_of(quiet.zone)).date()
    since, until = time.fromisoformat(quiet.since), time.fromisoformat(quiet.until)
    for ahead in (-2, -1, 0, 1):
        day = today + timedelta(days=ahead)
        if WEEK[day.weekday()] in quiet.days:
            ends = day if since < until else day + timedelta(days=1)
            yield min(_readings(day, since, quiet.zone)), max(_readings(ends, until, quiet.zone))


def _readings(day: date, at: time, zone: str) -> list[Instant]:
    """Give the instants at which a clock on the wall may show this: two where it is set forward or back."""
    told: Any = datetime.combine(day, at, zone_of(zone))
    return [instant(told.replace(fold=fold)) for fold in (0, 1)]
