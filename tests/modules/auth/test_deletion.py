"""Leaving: the waiting period, taking it back, and the receipt."""

from minifb.kernel.clock import DAY, SECOND
from tests.modules.auth.letters import subjects
from tests.modules.auth.people import credentials
from tests.world import World, newcomer


async def test_leaving_waits_and_is_taken_back(world: World) -> None:
    """A member who leaves is signed out; signing in within 30 days keeps everything."""
    ann = await world.person("ann")
    receipt = await ann.delete("/auth/account")
    assert receipt["status"] == "waiting"
    assert (await ann.refused("GET", "/auth/account"))[0] == 401
    assert "Your account will be deleted" in await subjects(world, "ann@example.org")
    assert (await world.login("ann")).id == ann.id
    await world.advance(31 * DAY)
    assert (await world.login("ann")).id == ann.id
    refused = await world.stranger.refused("GET", f"/auth/account/deletion/{receipt['receipt']}")
    assert refused[0] == 404


async def test_after_the_waiting_everything_is_gone(world: World) -> None:
    """Every module reports what it erased; the address is free at once, the name rests."""
    ann = await world.person("ann")
    receipt = (await ann.delete("/auth/account"))["receipt"]
    await world.advance(30 * DAY + SECOND)
    told = await world.stranger.get(f"/auth/account/deletion/{receipt}")
    assert told["status"] == "done"
    assert told["modules"]["auth"]["users"] == 1
    assert all(counts is not None for counts in told["modules"].values())
    assert (await world.stranger.refused("POST", "/auth/login", json=credentials("ann")))[0] == 401
    taken = await world.stranger.refused("POST", "/auth/register", json=newcomer("ann", email="new@example.org"))
    assert taken == (409, "username_taken")
    assert (await world.stranger.post("/auth/register", **newcomer("anna", email="ann@example.org")))["accessToken"]
    await world.advance(91 * DAY)
    assert (await world.stranger.post("/auth/register", **newcomer("ann", email="new@example.org")))["accessToken"]


async def test_nothing_of_a_member_is_left(world: World) -> None:
    """No table of auth still holds the address or the hash; audit and events name only the id."""
    ann = await world.person("ann")
    await ann.delete("/auth/account")
    await world.advance(30 * DAY + SECOND)
    db = world.house.parts["auth"].db
    async with db.slow() as connection:
        from sqlalchemy import text

        from minifb.modules.auth.tables import METADATA

        for table in METADATA.tables:
            rows = (await connection.execute(text(f"select * from {table}"))).all()
            assert "ann@example.org" not in repr(rows), table


async def test_leaving_needs_a_fresh_proof(world: World) -> None:
    """A session that was left open does not delete an account."""
    ann = await world.person("ann")
    world.clock.advance(9 * 60 * SECOND)
    told = await world.stranger.post("/auth/refresh", refreshToken=ann.told["refreshToken"])
    ann.token = told["accessToken"]
    world.clock.advance(2 * 60 * SECOND)
    assert await ann.refused("DELETE", "/auth/account") == (403, "step_up_required")
