"""Quiet hours, without a database: by the clock on the wall, through nights, weekends and changes of the clock."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minifb.kernel.clock import DAY, HOUR, MINUTE, Instant, instant, wire
from minifb.kernel.refusals import Invalid
from minifb.modules.notifications.rules.quiet import WEEK, QuietHours, checked, quiet_until

ZONES = ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Apia"]
TIMES = st.builds("{:02}:{:02}".format, st.integers(0, 23), st.sampled_from([0, 15, 30, 59]))
HOURS = st.builds(
    QuietHours,
    since=TIMES,
    until=TIMES,
    days=st.lists(st.sampled_from(WEEK), min_size=1, max_size=6, unique=True),
    zone=st.sampled_from(ZONES),
)
MOMENTS = st.integers(
    instant(datetime(2026, 1, 1, tzinfo=UTC)) // MINUTE, instant(datetime(2028, 1, 1, tzinfo=UTC)) // MINUTE
)


def at(text: str, zone: str = "Europe/Berlin", fold: int = 0) -> Instant:
    """Give the instant at which a clock on the wall shows this."""
    return instant(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold))


def nights(**fields: object) -> QuietHours:
    """Every night in Berlin, unless said otherwise."""
    told = {"since": "22:00", "until": "07:00", "zone": "Europe/Berlin", **fields}
    return QuietHours(**told)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("2026-06-10T21:59", None),
        ("2026-06-10T22:00", "2026-06-11T07:00"),
        ("2026-06-11T03:00", "2026-06-11T07:00"),
        ("2026-06-11T07:00", None),
    ],
)
def test_a_night(now: str, until: str | None) -> None:
    """A night begins in the evening and ends the next morning."""
    assert quiet_until(nights(), at(now)) == (until and at(until))


def test_nobody_who_wants_no_quiet_has_it() -> None:
    """Without quiet hours it is never quiet."""
    assert quiet_until(None, at("2026-06-11T03:00")) is None


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("2026-06-12T23:00", "2026-06-13T07:00"),  # Friday night belongs to Friday
        ("2026-06-13T23:00", None),
        ("2026-06-11T06:00", None),
    ],
)
def test_a_night_belongs_to_the_day_it_begins_on(now: str, until: str | None) -> None:
    """Quiet on Fridays is from Friday evening to Saturday morning."""
    assert quiet_until(nights(days=["fri"]), at(now)) == (until and at(until))


def test_a_weekend_is_one_quiet_time() -> None:
    """Where one quiet day follows another, it ends with the last of them."""
    weekend = nights(since="00:00", until="00:00", days=["sat", "sun"])
    assert quiet_until(weekend, at("2026-06-13T12:00")) == at("2026-06-15T00:00")


def test_the_night_the_clock_goes_forward() -> None:
    """A night that loses an hour is an hour shorter, and a time that there is not ends it after the gap."""
    assert quiet_until(nights(), at("2026-03-28T22:00")) == at("2026-03-28T22:00") + 8 * HOUR
    assert quiet_until(nights(until="02:30"), at("2026-03-29T01:00")) == at("2026-03-29T03:30")


def test_the_night_the_clock_goes_back() -> None:
    """A night with an hour twice ends with the second of two equal times, and does not begin anew between them."""
    assert quiet_until(nights(), at("2026-10-24T22:00")) == at("2026-10-24T22:00") + 10 * HOUR
    until = quiet_until(nights(until="02:30"), at("2026-10-25T01:00"))
    assert until == at("2026-10-25T02:30", fold=1)
    assert quiet_until(nights(since="02:30", until="06:00"), at("2026-10-25T02:30")) == at("2026-10-25T06:00")


def test_it_is_night_where_the_member_lives() -> None:
    """The same instant is quiet in Tokyo and loud in New York."""
    now = at("2026-06-11T02:00", "Asia/Tokyo")
    assert quiet_until(nights(zone="Asia/Tokyo"), now) == at("2026-06-11T07:00", "Asia/Tokyo")
    assert quiet_until(nights(zone="America/New_York"), now) is None


def on_the_wall(quiet: QuietHours, now: Instant) -> bool:
    """What somebody says who looks at the clock on the wall and knows nothing else."""
    here = wire(now).astimezone(ZoneInfo(quiet.zone))
    today, yesterday = WEEK[here.weekday()], WEEK[(here - timedelta(days=1)).weekday()]
    shown = f"{here:%H:%M}"
    if quiet.since < quiet.until:
        return today in quiet.days and quiet.since <= shown < quiet.until
    return (today in quiet.days and shown >= quiet.since) or (yesterday in quiet.days and shown < quiet.until)


def steady(zone: str, now: Instant) -> bool:
    """Whether the clock was not changed in the days around an instant."""
    offsets = {wire(now + days * DAY).astimezone(ZoneInfo(zone)).utcoffset() for days in (-2, -1, 0, 1, 2)}
    return len(offsets) == 1


@given(HOURS, MOMENTS)
def test_it_is_what_the_wall_says(quiet: QuietHours, minute: int) -> None:
    """On days on which nobody changes the clock, it is quiet exactly when the clock on the wall says so."""
    now = minute * MINUTE
    if steady(quiet.zone, now):
        assert (quiet_until(quiet, now) is not None) == on_the_wall(quiet, now)


@given(HOURS, MOMENTS)
def test_quiet_ends_and_it_is_loud(quiet: QuietHours, minute: int) -> None:
    """Quiet always ends later than now and within a week, it is quiet until then, and not at its end."""
    now = minute * MINUTE
    until = quiet_until(quiet, now)
    if until is None:
        return
    assert now < until <= now + 8 * DAY
    assert quiet_until(quiet, until) is None
    assert quiet_until(quiet, until - MINUTE) == until


def test_there_is_an_hour_that_is_not_quiet() -> None:
    """Whoever wants to hear nothing at all turns kinds off; hours that never end are refused."""
    with pytest.raises(Invalid):
        checked(nights(since="08:00", until="08:00"))
    assert checked(nights(since="08:00", until="08:00", days=["sun", "sat", "sat"])).days == ["sat", "sun"]
