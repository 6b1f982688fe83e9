"""Birthdays: which come next, whose, and what of them is told."""

from datetime import date

import pytest

from minifb.kernel.clock import DAY
from minifb.modules.users.rules.birthdays import coming, window
from tests.world import World


@pytest.mark.parametrize(
    ("born", "today", "day"),
    [
        ("1990-02-03", "2026-02-03", "2026-02-03"),
        ("1990-02-03", "2026-02-04", "2027-02-03"),
        ("1992-02-29", "2026-01-01", "2026-02-28"),
        ("1992-02-29", "2028-02-28", "2028-02-29"),
        ("1992-02-29", "2028-03-01", "2029-02-28"),
        ("1992-02-29", "2099-12-31", "2100-02-28"),
        ("1990-12-31", "2026-12-31", "2026-12-31"),
        ("1990-01-01", "2026-12-31", "2027-01-01"),
    ],
)
def test_the_next_birthday(born: str, today: str, day: str) -> None:
    """It is today or the next time the day comes; 29 February is on the 28th where there is none."""
    assert coming(date.fromisoformat(born), date.fromisoformat(today)) == date.fromisoformat(day)


@pytest.mark.parametrize("days", [1, 2, 31, 60, 365, 366])
@pytest.mark.parametrize("today", ["2026-01-01", "2026-02-28", "2028-02-28", "2028-02-29", "2026-12-31", "2026-06-15"])
def test_the_window_misses_nobody(today: str, days: int) -> None:
    """Whoever has a birthday on one of the days asked for is within the months and days that are looked at."""
    first = date.fromisoformat(today)
    looked = window(first, days)
    for ordinal in range(date(1992, 1, 1).toordinal(), date(1993, 1, 1).toordinal()):
        born = date.fromordinal(ordinal)
        at = f"{born:%m-%d}"
        inside = at >= looked.first, at <= looked.last
        assert (any(inside) if looked.wraps else all(inside)) or (coming(born, first) - first).days >= days


async def test_birthdays_of_friends(world: World) -> None:
    """Friends' coming birthdays are listed, the next first, with the age of those who show the year."""
    ann, bob, cid, dan = await world.friends("ann", "bob", "cid", "dan")
    eve = await world.person("eve")
    days = {bob: "1990-01-05", cid: "1992-01-01", dan: "1990-01-03", eve: "1990-01-02"}
    for who, birthday in days.items():
        await who.put("/users/profile", birthday=birthday)
    await cid.put("/users/privacy", birthYear="onlyMe")
    await dan.put("/users/privacy", birthday="onlyMe")
    items = (await ann.get("/users/birthdays", days=5))["items"]
    assert [(one["user"]["id"], one["day"], one.get("turns")) for one in items] == [
        (cid.id, "2026-01-01", None),
        (bob.id, "2026-01-05", 36),
    ]
    assert (await ann.get("/users/@cid"))["birthday"] == "--01-01"
    assert (await ann.get("/users/birthdays", days=4))["items"] == items[:1]


async def test_birthdays_page_by_page(world: World) -> None:
    """A year of birthdays comes page by page, across the end of the year, without gap or repeat."""
    ann, *others = await world.friends("ann", "bob", "cid", "dan", "eve")
    for at, who in enumerate(others):
        await who.put("/users/profile", birthday=f"199{at}-0{at % 2 + 1}-02")
    await world.advance(10 * DAY)
    ann = await world.login("ann")
    seen, cursor = [], None
    while cursor or not seen:
        page = await ann.get("/users/birthdays", days=366, limit=3, **({"cursor": cursor} if cursor else {}))
        seen += [one["day"] for one in page["items"]]
        cursor = page["next"]
    assert seen == ["2026-02-02", "2026-02-02", "2027-01-02", "2027-01-02"]


@pytest.mark.parametrize("days", [0, 367, "x"])
async def test_not_more_than_a_year(world: World, days: int | str) -> None:
    """One asks for one day to a year."""
    ann = await world.person("ann")
    assert (await ann.refused("GET", f"/users/birthdays?days={days}"))[0] == 422
