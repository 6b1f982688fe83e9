"""Birthdays: which come next, and how much of one is shown."""

from collections.abc import Iterable
from datetime import date, timedelta

import msgspec
from msgspec import UNSET

from minifb.kernel.http.shapes import Avatar, Card
from minifb.modules.users.public import Birthday
from minifb.modules.users.rules.privacy import Circle, admits


class Born(msgspec.Struct, frozen=True):
    """A friend, the day they were born, and who may see the year."""

    id: str
    username: str
    first_name: str
    last_name: str
    avatar: Avatar | None
    birthday: str
    birth_year: Circle


class Window(msgspec.Struct, frozen=True):
    """The days asked for, as months and days; `wraps` where they run into the new year."""

    first: str
    last: str
    wraps: bool


def window(today: date, days: int) -> Window:
    """Say which birthdays fall on one of so many days from today."""
    last = today + timedelta(days=min(days, 366) - 1)
    # Whoever was born on 29 February celebrates on the 28th where there is none.
    leap = "02-29" if f"{last:%m-%d}" == "02-28" else f"{last:%m-%d}"
    first = f"{today:%m-%d}"
    return Window(first, leap, last.year > today.year)


def celebrated(day: date) -> tuple[str, str]:
    """Say of which month and day those were born who celebrate on a day: of two, on 28 February without a 29th."""
    own = f"{day:%m-%d}"
    return own, "02-29" if own == "02-28" and not _is_leap(day.year) else own


def coming(born: date, today: date) -> date:
    """Give the next birthday from today on; one of 29 February is on the 28th where there is none."""
    for year in (today.year, today.year + 1):
        leap = (born.month, born.day) == (2, 29) and not _is_leap(year)
        day = date(year, 2, 28) if leap else born.replace(year=year)
        if day >= today:
            return day
    raise AssertionError("a birthday comes every year")


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def upcoming(friends: Iterable[Born], today: date, days: int) -> list[Birthday]:
    """List the birthdays of friends on one of so many days from today, the next one first."""
    found = []
    for friend in friends:
        born = date.fromisoformat(friend.birthday)
        day = coming(born, today)
        if (day - today).days < days:
            turns = day.year - born.year if admits(friend.birth_year, "friends") else UNSET
            found.append(Birthday(user=Card.of(friend), day=day, turns=turns))
    return sorted(found, key=lambda one: (one.day, one.user.id))


def birthday_of(birthday: str | None, *, year: bool) -> str | None:
    """Show a birthday with its year, or without."""
    return birthday if birthday is None or year else f"-{birthday[4:]}"
