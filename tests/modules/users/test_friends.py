"""Friends, through the whole server."""

import pytest

from minifb.kernel.clock import DAY
from minifb.kernel.ids import new_id
from tests.modules.users.pairs import relations
from tests.world import World


async def test_asking_and_accepting(world: World) -> None:
    """A request is seen by both, accepted by its id or by who sent it, and doing either twice changes nothing."""
    ann, bob = await world.persons("ann", "bob")
    asked = [await ann.ask("POST", "/users/friends/request", json={"userId": bob.id}) for _ in range(2)]
    assert [(one.status_code, one.json()["status"]) for one in asked] == [(201, "requested")] * 2
    assert await relations(ann, bob) == ("requested", "asksYou")
    [waiting] = (await bob.get("/users/friends", status="requests"))["items"]
    assert (waiting["status"], waiting["user"]["id"], waiting["id"]) == ("asksYou", ann.id, asked[0].json()["id"])
    assert [one["user"]["id"] for one in (await ann.get("/users/friends", status="sent"))["items"]] == [bob.id]
    for name in (waiting["id"], ann.id):
        assert (await bob.put(f"/users/friends/{name}/accept"))["status"] == "friends"
    assert await relations(ann, bob) == ("friends", "friends")
    assert (await ann.get("/users/profile"))["counts"]["friends"] == 1


async def test_declining_is_silent(world: World) -> None:
    """The sender of a declined request still sees it as sent; after thirty days it may be sent again."""
    ann, bob = await world.persons("ann", "bob")
    await ann.post("/users/friends/request", userId=bob.id)
    await bob.delete(f"/users/friends/{ann.id}")
    for days, seen in ((0, "none"), (29, "none"), (2, "asksYou")):
        await world.advance(days * DAY)
        ann, bob = [await world.login(name) for name in ("ann", "bob")]
        await ann.post("/users/friends/request", userId=bob.id)
        assert await relations(ann, bob) == ("requested", seen)


async def test_unfriending_is_silent_and_complete(world: World) -> None:
    """Unfriending ends it for both, counts included; a second time changes nothing."""
    ann, bob = await world.friends("ann", "bob")
    for _ in range(2):
        await ann.delete(f"/users/friends/{bob.id}")
    assert await relations(ann, bob) == ("none", "none")
    assert [(await who.get("/users/profile"))["counts"]["friends"] for who in (ann, bob)] == [0, 0]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("POST", "/users/friends/request", 404),
        ("PUT", "/users/friends/{ghost}/accept", 404),
        ("PUT", "/users/friends/{bob}/accept", 404),
        ("DELETE", "/users/friends/{ghost}", 404),
        ("GET", "/users/friends?userId={bob}&status=requests", 403),
        ("GET", "/users/friends?userId={ghost}", 404),
        ("POST", "/users/blocks", 404),
    ],
)
async def test_what_names_nobody(world: World, method: str, path: str, status: int) -> None:
    """Nobody can be befriended, accepted or blocked who is not there, and others' requests are theirs."""
    ann, bob = await world.persons("ann", "bob")
    body = {"json": {"userId": new_id()}} if method == "POST" else {}
    assert (await ann.refused(method, path.format(ghost=new_id(), bob=bob.id), **body))[0] == status


async def test_friends_page_by_page(world: World) -> None:
    """Friends come newest first, page by page, without gap or repeat."""
    ann, *others = await world.persons("ann", "bob", "cid", "dan", "eve")
    for other in others:
        await ann.befriend(other)
        world.clock.advance(1)
    seen, cursor = [], None
    while cursor or not seen:
        page = await ann.get("/users/friends", limit=3, **({"cursor": cursor} if cursor else {}))
        seen += [one["user"]["id"] for one in page["items"]]
        cursor = page["next"]
    assert seen == [other.id for other in reversed(others)]
