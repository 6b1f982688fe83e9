"""Follows, through the whole server."""

import pytest

from minifb.kernel.clock import DAY, SECOND
from minifb.kernel.ids import new_id
from minifb.modules.users.public import UserFollowed, UserUnfollowed
from tests.modules.users.told import told
from tests.world import Person, World


async def followed(one: Person, **query: object) -> list[tuple[str, bool]]:
    """Name whom somebody follows, and whom of them first."""
    return [(card["username"], card["first"]) for card in (await one.get("/users/follows", **query))["items"]]


async def followers(one: Person) -> list[str]:
    """Name who follows somebody."""
    return [card["username"] for card in (await one.get("/users/followers"))["items"]]


async def test_following_and_unfollowing(world: World) -> None:
    """One follows without being friends; both see it; twice is once; versions only grow, also over an end."""
    ann, bob = await world.persons("ann", "bob")
    for _ in range(2):
        await ann.post("/users/follows", userId=bob.id)
    assert (await followed(ann), await followers(bob)) == ([("bob", False)], ["ann"])
    for _ in range(2):
        await ann.delete(f"/users/follows/{bob.id}")
    assert (await followed(ann), await followers(bob)) == ([], [])
    await ann.post("/users/follows", userId=bob.id)
    assert [one.revision for one in await told(world, UserFollowed)] == [1, 3]
    assert [one.revision for one in await told(world, UserUnfollowed)] == [2]


async def test_seeing_first(world: World) -> None:
    """Whom one follows, friends too, may be seen first and no longer first; the followed one is not told which."""
    ann, bob, eve = await world.friends("ann", "bob", "eve")
    await ann.post("/users/follows", userId=bob.id, first=True)
    world.clock.advance(1)
    await ann.post("/users/follows", userId=eve.id)
    await ann.post("/users/follows", userId=bob.id)  # says nothing about first
    assert await followed(ann) == [("eve", False), ("bob", True)]
    assert (await followed(ann, first=True), await followed(ann, first=False)) == ([("bob", True)], [("eve", False)])
    assert "first" not in (await bob.get("/users/followers"))["items"][0]
    await ann.post("/users/follows", userId=bob.id, first=False)
    assert [one.first for one in await told(world, UserFollowed)] == [True, False, False]


async def test_only_so_many_are_first(world: World) -> None:
    """One sees and follows as many as the server allows; letting one go makes room."""
    ann, bob, eve = await world.persons("ann", "bob", "eve")
    users = world.service("users")
    users.settings = type(users.settings)(see_first_max=1, follows_max=2)
    await ann.post("/users/follows", userId=bob.id, first=True)
    wish = {"json": {"userId": eve.id, "first": True}}
    assert await ann.refused("POST", "/users/follows", **wish) == (409, "too_many_seen_first")
    await ann.post("/users/follows", userId=bob.id, first=False)
    await ann.post("/users/follows", userId=eve.id, first=True)
    cid = await world.person("cid")
    assert await ann.refused("POST", "/users/follows", json={"userId": cid.id}) == (409, "too_many_followed")


async def test_only_whom_one_sees(world: World) -> None:
    """Nobody can be followed who is not there for oneself, and not oneself."""
    ann, bob = await world.persons("ann", "bob")
    await bob.post("/users/blocks", userId=ann.id)
    for who in (bob.id, new_id(), "bob"):
        assert await ann.refused("POST", "/users/follows", json={"userId": who}) == (404, "not_found")
    assert await ann.refused("POST", "/users/follows", json={"userId": ann.id}) == (422, "about_yourself")


@pytest.mark.parametrize("end", ["unfriend", "block"])
async def test_parting_ends_both_follows(world: World, end: str) -> None:
    """Unfriending and blocking end both follows, are told, and unblocking brings neither back."""
    ann, bob = await world.friends("ann", "bob")
    await ann.post("/users/follows", userId=bob.id, first=True)
    await bob.post("/users/follows", userId=ann.id)
    if end == "unfriend":
        await ann.delete(f"/users/friends/{bob.id}")
    else:
        await ann.post("/users/blocks", userId=bob.id)
        await ann.delete(f"/users/blocks/{bob.id}")
    for one in (ann, bob):
        assert (await followed(one), await followers(one)) == ([], [])
    assert {one.by_id for one in await told(world, UserUnfollowed)} == {ann.id, bob.id}


async def test_a_block_without_a_friendship_ends_follows(world: World) -> None:
    """Also of two who were never friends neither follows the other after a block."""
    ann, bob = await world.persons("ann", "bob")
    await bob.post("/users/follows", userId=ann.id)
    await ann.post("/users/blocks", userId=bob.id)
    await ann.delete(f"/users/blocks/{bob.id}")
    assert (await followers(ann), await followed(bob)) == ([], [])


async def test_follows_page_by_page(world: World) -> None:
    """Whom one follows comes newest first, page by page, those of one instant included."""
    ann, *others = await world.persons("ann", "bob", "cid", "dan")
    for other in others:
        await ann.post("/users/follows", userId=other.id)
    first = await ann.get("/users/follows", limit=2)
    rest = await ann.get("/users/follows", limit=2, cursor=first["next"])
    seen = [one["username"] for one in first["items"] + rest["items"]]
    assert (seen, rest["next"]) == (["dan", "cid", "bob"], None)


async def test_an_erased_member_follows_nobody(world: World) -> None:
    """Who is erased follows nobody and is followed by nobody, and the receipt counts it."""
    ann, bob = await world.persons("ann", "bob")
    await ann.post("/users/follows", userId=bob.id)
    await bob.post("/users/follows", userId=ann.id)
    receipt = (await bob.delete("/auth/account"))["receipt"]
    await world.advance(30 * DAY + SECOND)
    ann = await world.login("ann")
    assert (await followed(ann), await followers(ann)) == ([], [])
    assert (await world.stranger.get(f"/auth/account/deletion/{receipt}"))["modules"]["users"]["follows"] == 2
