"""Blocks, through the whole server."""

import pytest

from tests.modules.users.pairs import relations
from tests.world import World


@pytest.mark.parametrize("path", ["/users/friends/request", "/users/blocks"])
async def test_not_oneself(world: World, path: str) -> None:
    """One cannot befriend or block oneself."""
    ann = await world.person("ann")
    assert await ann.refused("POST", path, json={"userId": ann.id}) == (422, "about_yourself")


async def test_a_block_hides_each_from_the_other(world: World) -> None:
    """Blocked members are no friends and get 404 for each other everywhere; unblocking brings nothing back."""
    ann, bob, eve = await world.friends("ann", "bob", "eve")
    for _ in range(2):
        await ann.post("/users/blocks", userId=bob.id)
    for who, whom in ((ann, bob), (bob, ann)):
        assert await who.refused("GET", f"/users/{whom.id}") == (404, "not_found")
        assert await who.refused("GET", f"/users/@{whom.name}") == (404, "not_found")
        assert await who.refused("POST", "/users/friends/request", json={"userId": whom.id}) == (404, "not_found")
        assert await who.refused("GET", f"/users/friends?userId={whom.id}") == (404, "not_found")
        assert [one["id"] for one in (await who.get("/users/search", q="example"))["items"]] == sorted({who.id, eve.id})
        eves = (await who.get("/users/friends", userId=eve.id))["items"]
        assert [one["user"]["id"] for one in eves] == [who.id]
    assert [card["id"] for card in (await ann.get("/users/blocks"))["items"]] == [bob.id]
    for _ in range(2):
        await ann.delete(f"/users/blocks/{bob.id}")
    assert await relations(ann, bob) == ("none", "none")


async def test_a_block_drops_requests(world: World) -> None:
    """A request that waited is gone after a block, also when the block is lifted."""
    ann, bob = await world.persons("ann", "bob")
    await bob.post("/users/friends/request", userId=ann.id)
    await ann.post("/users/blocks", userId=bob.id)
    await ann.delete(f"/users/blocks/{bob.id}")
    assert await relations(ann, bob) == ("none", "none")


async def test_a_block_by_both_needs_both_to_lift_it(world: World) -> None:
    """When each blocked the other, one of them lifting it changes nothing for either."""
    ann, bob = await world.persons("ann", "bob")
    await ann.post("/users/blocks", userId=bob.id)
    await bob.post("/users/blocks", userId=ann.id)
    await ann.delete(f"/users/blocks/{bob.id}")
    assert await ann.refused("GET", f"/users/{bob.id}") == (404, "not_found")
