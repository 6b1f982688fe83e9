"""What members are told about friendships, through the whole server."""

from tests.modules.notifications.told import kinds, quiet, texts, told
from tests.world import World


async def test_a_request_is_told(world: World) -> None:
    """Bob learns that Ann asks to be his friend; Ann is told nothing of what she did herself."""
    ann, bob = await world.persons("ann", "bob")
    await ann.post("/users/friends/request", userId=bob.id)
    [asked] = await told(bob)
    assert (asked["kind"], asked["text"]) == ("friend.request", "Ann asked to be your friend")
    assert [actor["id"] for actor in asked["actors"]] == [ann.id]
    assert asked["target"] == {"kind": "member", "id": ann.id, "url": "/friends"}
    assert await told(ann) == []


async def test_an_answered_request_leaves_the_list(world: World) -> None:
    """Who said yes has nothing left to answer, and who asked learns it."""
    ann, bob = await world.friends("ann", "bob")
    assert await told(bob) == []
    [accepted] = await told(ann)
    assert accepted["text"] == "Bob accepted your friend request"
    assert accepted["target"]["url"] == "/@bob"


async def test_a_cancelled_request_leaves_the_list(world: World) -> None:
    """A request that is taken back was never there; asked again it is."""
    ann, bob = await world.persons("ann", "bob")
    for _ in range(2):
        await ann.post("/users/friends/request", userId=bob.id)
        assert await kinds(bob) == ["friend.request"]
        await ann.delete(f"/users/friends/{bob.id}")
        assert await told(bob) == []


async def test_several_who_accept_are_one(world: World) -> None:
    """Who asked many people to be friends gets one notification that grows."""
    ann, bob, eve, kim = await world.persons("ann", "bob", "eve", "kim")
    for other in (bob, eve, kim):
        await ann.befriend(other)
    assert await texts(ann) == ["Kim and 2 others accepted your friend request"]
    await ann.delete(f"/users/friends/{kim.id}")
    assert await texts(ann) == ["Eve and Bob accepted your friend request"]


async def test_close_friends_posts_are_told(world: World) -> None:
    """Posts of close friends and of those one sees first are told at once, others are not."""
    ann, bob, eve, kim = await world.friends("ann", "bob", "eve", "kim")
    [close] = (await bob.get("/users/lists"))["items"]
    await bob.put(f"/users/lists/{close['id']}/members/{ann.id}")
    await eve.post("/users/follows", userId=ann.id, first=True)
    await quiet(ann, bob, eve, kim)
    await ann.post("/posts", text="Hello all")
    assert await texts(bob) == ["Ann posted: “Hello all”"]
    assert await texts(eve) == ["Ann posted: “Hello all”"]
    assert await told(kim) == []
    await bob.delete(f"/users/lists/{close['id']}/members/{ann.id}")
    await ann.post("/posts", text="Once more")
    assert await kinds(bob) == ["post"]


async def test_a_post_that_a_close_friend_may_not_see_is_not_told(world: World) -> None:
    """Watching somebody lets nobody see more: what Ann says to herself, Bob is not told."""
    ann, bob = await world.friends("ann", "bob")
    await bob.post("/users/follows", userId=ann.id, first=True)
    await ann.post("/posts", text="Dear diary", audience={"kind": "onlyMe"})
    assert await told(bob) == []
    assert (await bob.get("/notifications/unread-count"))["count"] == 1  # the welcome
