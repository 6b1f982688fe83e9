"""Copies of people that heal: what notifications was never told, it asks for."""

from minifb.kernel.clock import DAY, MINUTE
from tests.modules.latecomers import forget, later
from tests.modules.notifications.test_deliveries import proven, subjects
from tests.modules.notifications.test_digests import digests
from tests.modules.notifications.told import kinds, told
from tests.world import World


async def test_whom_one_saw_first_rings(world: World) -> None:
    """A post of somebody whom a member saw first before there were notifications is told at once."""
    ann, bob, cid = await world.friends("ann", "bob", "cid")
    await bob.post("/users/follows", userId=ann.id, first=True)
    await forget(world, "notifications")
    ann, bob, cid = await later(world, ann, bob, cid)
    await ann.post("/posts", text="Hello")
    assert "post" in await kinds(bob)
    assert "post" not in await kinds(cid)


async def test_who_is_a_close_friend_rings(world: World) -> None:
    """A post of a close friend from before is told at once; of who is one no more it is not."""
    ann, bob, cid = await world.friends("ann", "bob", "cid")
    lists = {one.name: (await one.get("/users/lists"))["items"][0]["id"] for one in (bob, cid)}
    for one in (bob, cid):
        await one.put(f"/users/lists/{lists[one.name]}/members/{ann.id}")
    await cid.delete(f"/users/lists/{lists['cid']}/members/{ann.id}")
    await forget(world, "notifications")
    ann, bob, cid = await later(world, ann, bob, cid)
    await ann.post("/posts", text="Hello")
    assert "post" in await kinds(bob)
    assert "post" not in await kinds(cid)


async def test_cards_and_mutes_from_before(world: World) -> None:
    """Who acts is shown with their card, unless one muted them before."""
    ann, bob, cid = await world.friends("ann", "bob", "cid")
    await ann.post("/users/mutes", userId=cid.id)
    post = await ann.post("/posts", text="Hello")
    await forget(world, "notifications")
    ann, bob, cid = await later(world, ann, bob, cid)
    for one in (bob, cid):
        await one.post(f"/posts/{post['id']}/comments", text="Hi")
    [comment] = [item for item in await told(ann) if item["kind"] == "comment"]
    assert [actor["username"] for actor in comment["actors"]] == ["bob"]


async def test_addresses_that_were_proven_before_are_mailed(world: World) -> None:
    """Who had proven an address before gets mails and digests, who had not gets none; wishes of their own stay."""
    ann, bob = await proven(world, "ann", "bob")
    await world.person("cid")
    await forget(world, "notifications")
    await bob.put("/notifications/preferences", digest="off")
    ann, bob = await later(world, ann, bob)
    cid = await world.login("cid")
    for other in (bob, cid):
        await ann.post("/users/friends/request", userId=other.id)
    await world.settle()
    await world.advance(MINUTE)
    assert len(await subjects(world, "bob")) == 1
    assert await subjects(world, "cid") == []
    await bob.post("/users/friends/request", userId=ann.id)
    await world.advance(MINUTE)
    for _ in range(8):
        await world.advance(DAY)
    assert len(await digests(world, "ann")) == 1
    assert await digests(world, "bob") == []
