"""What members no longer hear of each other, through the whole server."""

from sqlalchemy import text

from minifb.kernel.clock import DAY, SECOND
from minifb.modules.notifications.tables import METADATA
from tests.modules.auth.people import first_owner
from tests.modules.notifications.told import kinds, told
from tests.world import World


async def test_a_welcome(world: World) -> None:
    """Who is new is welcomed, once."""
    ann = await world.person("ann")
    await world.settle()
    [welcome] = (await ann.get("/notifications"))["items"]
    assert (welcome["kind"], welcome["actors"], welcome["target"]["url"]) == ("welcome", [], "/")
    assert welcome["text"] == "Welcome! Find people you know, and say hello"


async def test_a_block_takes_back_both_ways(world: World) -> None:
    """After a block neither finds anything of the other in their list, nor in its numbers."""
    ann, bob, eve = await world.friends("ann", "bob", "eve")
    post = await ann.post("/posts", text="Hello")
    for other in (bob, eve):
        await other.post(f"/posts/{post['id']}/comments", text="Hi")
    assert len(await told(bob)) > 1
    await ann.post("/users/blocks", userId=bob.id)
    for one, other in ((ann, bob), (bob, ann)):
        assert all(actor["id"] != other.id for item in await told(one) for actor in item["actors"])
        counted = (await one.get("/notifications/unread-count"))["count"]
        assert counted == len((await one.get("/notifications"))["items"])
    assert "comment" in await kinds(ann)


async def test_who_is_suspended_is_not_told_of(world: World) -> None:
    """What a suspended member did is not shown while they are away, and is there again when they are back."""
    owner = await first_owner(world)
    ann, bob = await world.persons("ann", "bob")
    await ann.post("/users/friends/request", userId=bob.id)
    assert await kinds(bob) == ["friend.request"]
    await owner.post(f"/auth/members/{ann.id}/suspend", reason="spam")
    for _ in range(2):  # what the list no longer shows is not counted from then on
        assert await told(bob) == []
    assert (await bob.get("/notifications/unread-count"))["count"] == 1  # the welcome
    await owner.post(f"/auth/members/{ann.id}/restore")
    assert await kinds(bob) == ["friend.request"]


async def test_a_member_leaves_nothing(world: World) -> None:
    """Of a deleted member nothing is left here, in their list or in those of others, and it is reported."""
    ann, bob = await world.friends("ann", "bob")
    post = await bob.post("/posts", text="Hello")
    await ann.post(f"/posts/{post['id']}/comments", text="Hi")
    assert "comment" in await kinds(bob)
    receipt = (await ann.delete("/auth/account"))["receipt"]
    await world.advance(30 * DAY + SECOND)
    for _ in range(3):
        await world.advance(0)
    bob = await world.login("bob")
    assert await told(bob) == []
    report = (await world.stranger.get(f"/auth/account/deletion/{receipt}"))["modules"]["notifications"]
    assert report["notifications"] >= 1
    async with world.house.parts["notifications"].db.slow() as connection:
        for table in set(METADATA.tables) - {"members"}:
            rows = (await connection.execute(text(f"select * from {table}"))).all()
            assert ann.id not in repr(rows), table


async def test_old_notifications_go(world: World) -> None:
    """After three months a notification is dropped."""
    ann, bob = await world.persons("ann", "bob")
    await ann.post("/users/friends/request", userId=bob.id)
    assert await kinds(bob) == ["friend.request"]
    await world.advance(91 * DAY)
    bob = await world.login("bob")
    assert (await bob.get("/notifications"))["items"] == []
