"""What members pin, save and hide, through the whole server."""

from typing import Any

from tests.world import Person, World


async def said(who: Person, text: str = "hello") -> str:
    """Publish a post; give its id."""
    return str((await who.post("/posts", text=text))["id"])


async def listed(who: Person, path: str, **query: Any) -> list[str]:
    """Give the ids of a list of posts."""
    return [post["id"] for post in (await who.get(path, **query))["items"]]


async def test_a_member_pins_three_posts(world: World) -> None:
    """Three of one's own posts are kept on top, the latest pinned first, for whoever may see them."""
    ann, bob = await world.friends("ann", "bob")
    posts = [await said(ann) for _ in range(4)]
    for post in (*posts[:3], posts[0]):
        await ann.put(f"/posts/{post}/pin")
        await world.advance(1)
    assert await ann.refused("PUT", f"/posts/{posts[3]}/pin") == (409, "too_many_pinned")
    assert (await bob.refused("PUT", f"/posts/{posts[3]}/pin"))[0] == 403
    await ann.put(f"/posts/{posts[1]}", audience={"kind": "onlyMe"})
    path = f"/posts/user/{ann.id}/pinned"
    assert (await listed(ann, path), await listed(bob, path)) == (posts[2::-1], [posts[2], posts[0]])
    assert [post["pinned"] for post in (await bob.get(f"/posts/user/{ann.id}"))["items"]] == [False, True, True]
    await ann.delete(f"/posts/{posts[0]}")
    await ann.delete(f"/posts/{posts[2]}/pin")
    assert await listed(ann, path) == [posts[1]]


async def test_what_is_saved_is_kept_for_oneself(world: World) -> None:
    """A saved post is in one's list, marked for oneself alone; saving twice or taking back twice changes nothing."""
    ann, bob = await world.friends("ann", "bob")
    posts = [await said(ann, str(at)) for at in range(3)]
    for post in posts:
        for _ in range(2):
            await bob.put(f"/posts/{post}/save")
    assert await listed(bob, "/posts/saved") == posts[::-1]
    page = await bob.get("/posts/saved", limit=2)
    assert await listed(bob, "/posts/saved", limit=2, cursor=page["next"]) == posts[:1]
    assert [(await who.get(f"/posts/{posts[0]}"))["saved"] for who in (ann, bob)] == [False, True]
    for _ in range(2):
        await bob.delete(f"/posts/{posts[0]}/save")
    assert (await listed(bob, "/posts/saved"), await listed(ann, "/posts/saved")) == (posts[:0:-1], [])


async def test_what_one_may_no_longer_see_is_not_on_the_shelf(world: World) -> None:
    """A saved post that one may not see any more is left out, and its place can still be cleared."""
    ann, bob = await world.friends("ann", "bob")
    post = await said(ann)
    await bob.put(f"/posts/{post}/save")
    await ann.delete(f"/users/friends/{bob.id}")
    assert await listed(bob, "/posts/saved") == []
    assert await bob.refused("PUT", f"/posts/{post}/save") == (404, "not_found")
    await bob.delete(f"/posts/{post}/save")
    assert await bob.refused("DELETE", f"/posts/{post}/save") == (404, "not_found")


async def test_what_is_hidden_can_be_found_again(world: World) -> None:
    """A hidden post is in the list of what one hid until it is let in again."""
    ann, bob = await world.friends("ann", "bob")
    post = await said(ann)
    await bob.put(f"/posts/{post}/hide")
    assert (await listed(bob, "/posts/hidden"), await listed(ann, "/posts/hidden")) == ([post], [])
    await bob.delete(f"/posts/{post}/hide")
    assert await listed(bob, "/posts/hidden") == []
