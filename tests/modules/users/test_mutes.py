"""Mutes and snoozes, through the whole server."""

from typing import Any

import pytest

from minifb.kernel.clock import DAY, SECOND, wire
from minifb.kernel.ids import new_id
from minifb.modules.users.public import UserMuted, UserUnmuted
from tests.modules.users.told import told
from tests.world import Person, World


async def muted(one: Person) -> dict[str, Any]:
    """Name whom somebody mutes, and until when."""
    return {card["username"]: card["until"] for card in (await one.get("/users/mutes"))["items"]}


async def test_muting_for_good(world: World) -> None:
    """A mute lasts until it is lifted; doing either twice is doing it once, and the muted one sees nothing of it."""
    ann, bob = await world.persons("ann", "bob")
    before = await bob.get(f"/users/{ann.id}")
    for _ in range(2):
        await ann.post("/users/mutes", userId=bob.id)
    assert await muted(ann) == {"bob": None}
    assert await bob.get(f"/users/{ann.id}") == before
    for _ in range(2):
        await ann.delete(f"/users/mutes/{bob.id}")
    assert await muted(ann) == {}
    assert [(one.until, one.revision) for one in await told(world, UserMuted)] == [(None, 1)]
    assert [one.revision for one in await told(world, UserUnmuted)] == [2]


async def test_a_snooze_ends_by_itself(world: World) -> None:
    """A snooze is over when its days are, also before the timer told it; then it is told, once."""
    ann, bob = await world.persons("ann", "bob")
    until = world.clock.now() + 7 * DAY
    await ann.post("/users/mutes", userId=bob.id, days=7)
    assert await muted(ann) == {"bob": f"{wire(until):%Y-%m-%dT%H:%M:%SZ}"}
    world.clock.advance(7 * DAY)
    ann = await world.login("ann")
    assert await muted(ann) == {}
    await world.advance(0)
    await world.advance(DAY)
    assert [(one.by_id, one.muted_id, one.revision) for one in await told(world, UserUnmuted)] == [(ann.id, bob.id, 2)]


async def test_a_snooze_may_be_changed(world: World) -> None:
    """Muting again moves the end: a longer snooze goes on past the first one's end, and one for good has none."""
    ann, bob, eve = await world.persons("ann", "bob", "eve")
    for who, days in ((bob, {"days": 9}), (eve, {})):
        await ann.post("/users/mutes", userId=who.id, days=2)
        await ann.post("/users/mutes", userId=who.id, **days)
    await world.advance(2 * DAY + SECOND)
    ann = await world.login("ann")
    assert set(await muted(ann)) == {"bob", "eve"}
    await world.advance(7 * DAY)
    ann = await world.login("ann")
    assert await muted(ann) == {"eve": None}


@pytest.mark.parametrize("days", [0, 366, -1, 1.5, "7"])
async def test_days_have_bounds(world: World, days: Any) -> None:
    """A snooze lasts from one day to a year."""
    ann, bob = await world.persons("ann", "bob")
    assert (await ann.refused("POST", "/users/mutes", json={"userId": bob.id, "days": days}))[0] == 422


async def test_only_whom_one_sees(world: World) -> None:
    """Nobody can be muted who is not there, and not oneself."""
    ann = await world.person("ann")
    assert await ann.refused("POST", "/users/mutes", json={"userId": new_id()}) == (404, "not_found")
    assert await ann.refused("POST", "/users/mutes", json={"userId": ann.id}) == (422, "about_yourself")


@pytest.mark.parametrize("mutual", [False, True])
async def test_a_block_ends_mutes(world: World, mutual: bool) -> None:
    """After a block nobody mutes anybody, and unblocking brings no mute back; unfriending leaves it."""
    ann, bob = await world.friends("ann", "bob")
    await ann.post("/users/mutes", userId=bob.id)
    await bob.post("/users/mutes", userId=ann.id, days=3)
    await ann.delete(f"/users/friends/{bob.id}")
    assert set(await muted(ann)) | set(await muted(bob)) == {"ann", "bob"}
    for one, other in ((ann, bob), (bob, ann))[: 2 if mutual else 1]:
        await one.post("/users/blocks", userId=other.id)
    for one, other in ((ann, bob), (bob, ann)):
        await one.delete(f"/users/blocks/{other.id}")
        assert await muted(one) == {}
    assert len(await told(world, UserUnmuted)) == 2


async def test_an_erased_member_mutes_nobody(world: World) -> None:
    """Who is erased mutes nobody and is muted by nobody, and no timer of theirs runs."""
    ann, bob = await world.persons("ann", "bob")
    await ann.post("/users/mutes", userId=bob.id, days=100)
    await bob.post("/users/mutes", userId=ann.id)
    receipt = (await bob.delete("/auth/account"))["receipt"]
    await world.advance(30 * DAY + SECOND)
    assert (await world.stranger.get(f"/auth/account/deletion/{receipt}"))["modules"]["users"]["mutes"] == 2
    await world.advance(100 * DAY)
    assert await told(world, UserUnmuted) == []
