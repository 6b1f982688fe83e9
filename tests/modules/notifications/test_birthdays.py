"""Birthdays: friends hear of them in the morning where they live, once, and only of those who show theirs."""

from typing import Any

import pytest

from minifb.kernel.clock import DAY, HOUR
from tests.world import World


async def heard(world: World, name: str) -> list[str]:
    """Give of whose birthdays a member was told."""
    listed: list[dict[str, Any]] = (await (await world.login(name)).get("/notifications"))["items"]
    return sorted(one["actors"][0]["username"] for one in listed if one["kind"] == "birthday")


async def test_friends_are_told_in_the_morning(world: World) -> None:
    """On the second of January, at eight where each lives, friends hear of Ann's birthday; others do not."""
    ann, bob, cid = await world.friends("ann", "bob", "cid")
    await world.person("dan")
    await ann.put("/users/profile", birthday="1990-01-02")
    await cid.put("/notifications/preferences", zone="Asia/Tokyo")
    await world.advance(HOUR)
    await world.advance(22 * HOUR)  # the first of January, 23:00 in London: the second, 8:00 in Tokyo
    assert (await heard(world, "bob"), await heard(world, "cid")) == ([], ["ann"])
    await world.advance(9 * HOUR)
    assert (await heard(world, "bob"), await heard(world, "dan")) == (["ann"], [])
    await world.advance(DAY)
    assert (await heard(world, "bob"), await heard(world, "cid")) == (["ann"], ["ann"])
    assert bob.id != cid.id


@pytest.mark.parametrize(("born", "told"), [("1992-02-29", ["ann"]), ("1992-02-28", ["ann"]), ("1992-03-01", [])])
async def test_a_day_that_most_years_have_not(world: World, born: str, told: list[str]) -> None:
    """Where there is no 29 February, who was born on it is congratulated on the 28th."""
    ann, _ = await world.friends("ann", "bob")
    await ann.put("/users/profile", birthday=born)
    await world.advance(57 * DAY)
    await world.advance(HOUR)
    await world.advance(DAY + 8 * HOUR)  # 28 February
    assert await heard(world, "bob") == told


async def test_a_birthday_that_is_nobodys_business(world: World) -> None:
    """Who shows their birthday to nobody is not congratulated; nor is anybody told who mutes them."""
    ann, _bob, cid = await world.friends("ann", "bob", "cid")
    await ann.put("/users/profile", birthday="1990-01-01")
    await ann.put("/users/privacy", birthday="onlyMe")
    await cid.put("/users/profile", birthday="1991-01-01")
    await world.people["ann"].post("/users/mutes", userId=cid.id)
    await world.advance(HOUR)
    await world.advance(8 * HOUR)
    assert (await heard(world, "bob"), await heard(world, "ann")) == (["cid"], [])
