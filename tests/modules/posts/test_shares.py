"""Shares of posts, through the whole server."""

from typing import Any

from tests.world import Person, World

PUBLIC = {"kind": "public"}


async def said(who: Person, text: str = "original", **fields: Any) -> str:
    """Publish a post; give its id."""
    return str((await who.post("/posts", text=text, **fields))["id"])


async def shared(who: Person, post_id: str, **fields: Any) -> dict[str, Any]:
    """Share a post."""
    return await who.post("/posts", sharedPostId=post_id, **fields)  # type: ignore[no-any-return]


async def test_a_share_shows_the_original(world: World) -> None:
    """A share shows the original, needs no words of its own, and counts with the original."""
    ann, bob = await world.friends("ann", "bob")
    original = await said(ann, audience=PUBLIC, poll={"options": ["a", "b"]})
    share = await shared(bob, original)
    assert (share["text"], share["sharedPost"]["id"], share["sharedPostGone"]) == ("", original, False)
    assert (share["sharedPost"]["author"]["id"], share["sharedPost"]["text"]) == (ann.id, "original")
    assert share["sharedPost"]["poll"]["myVotes"] == []
    assert (await ann.get("/posts/feed", mode="latest"))["items"][0]["sharedPost"] == share["sharedPost"]
    assert (await ann.get(f"/posts/{original}"))["counts"]["shares"] == 1
    assert (await bob.refused("POST", "/posts", json={"text": ""}))[0] == 422


async def test_sharing_a_share_shares_its_original(world: World) -> None:
    """A share of a share is one of the original, which counts it."""
    ann, bob, eve = await world.friends("ann", "bob", "eve")
    original = await said(ann, audience=PUBLIC)
    first = await shared(bob, original, text="look", audience=PUBLIC)
    second = await shared(eve, first["id"])
    assert second["sharedPost"]["id"] == original
    assert (await ann.get(f"/posts/{original}"))["counts"]["shares"] == 2
    assert (await ann.get(f"/posts/{first['id']}"))["counts"]["shares"] == 0


async def test_a_share_never_shows_more_than_the_original(world: World) -> None:
    """Who sees the share but may not see the original sees that there is nothing to see; and cannot share it on."""
    ann, bob = await world.friends("ann", "bob")
    eve = await world.person("eve")
    await bob.befriend(eve)
    share = await shared(bob, await said(ann), text="look", audience=PUBLIC)
    for who in (eve, world.stranger):
        seen = await who.get(f"/posts/{share['id']}")
        assert (seen["text"], seen["sharedPost"], seen["sharedPostGone"]) == ("look", None, True)
        assert seen["can"]["share"] is False
    assert await eve.refused("POST", "/posts", json={"sharedPostId": share["id"]}) == (404, "not_found")


async def test_what_happens_to_the_original_happens_in_its_shares(world: World) -> None:
    """An edit, a narrower audience, a block and a deletion show in every share with the next request."""
    ann, bob, eve = await world.friends("ann", "bob", "eve")
    original = await said(ann, audience=PUBLIC)
    path = f"/posts/{(await shared(bob, original, audience=PUBLIC))['id']}"
    await ann.put(f"/posts/{original}", text="edited")
    assert (await eve.get(path))["sharedPost"]["text"] == "edited"
    await ann.post("/users/blocks", userId=eve.id)
    assert (await eve.get(path))["sharedPostGone"] is True
    assert (await bob.get(path))["sharedPostGone"] is False
    await ann.put(f"/posts/{original}", audience={"kind": "onlyMe"})
    assert (await bob.get(path))["sharedPost"] is None
    await ann.delete(f"/posts/{original}")
    assert (await ann.get(path))["sharedPostGone"] is True


async def test_what_may_be_shared(world: World) -> None:
    """One shares what one sees and what is not for its author alone; what is shared stays the same."""
    ann, eve = await world.persons("ann", "eve")
    secret, open_ = await said(ann, audience={"kind": "onlyMe"}), await said(ann, audience=PUBLIC)
    assert await ann.refused("POST", "/posts", json={"sharedPostId": secret}) == (403, "not_to_share")
    assert await eve.refused("POST", "/posts", json={"sharedPostId": secret}) == (404, "not_found")
    share = await shared(eve, open_, text="look")
    change = {"json": {"sharedPostId": share["id"]}}
    assert await eve.refused("PUT", f"/posts/{share['id']}", **change) == (422, "shared_post_fixed")
    assert (await eve.put(f"/posts/{share['id']}", text="", sharedPostId=open_))["text"] == ""


async def test_shares_are_counted_while_they_last(world: World) -> None:
    """What its author keeps to themselves, what is deleted and who is away do not count as shares."""
    ann, bob = await world.friends("ann", "bob")
    original = await said(ann, audience=PUBLIC)
    share = f"/posts/{(await shared(bob, original))['id']}"

    async def count() -> int:
        return int((await ann.get(f"/posts/{original}"))["counts"]["shares"])

    await bob.put(share, audience={"kind": "onlyMe"})
    assert await count() == 0
    await bob.put(share, audience={"kind": "friends"})
    assert await count() == 1
    await bob.post("/users/deactivate")
    await world.advance(0)
    assert await count() == 0
    bob = await world.login("bob")
    await world.advance(0)
    assert await count() == 1
    await bob.delete(share)
    assert await count() == 0


async def test_shares_of_the_blocked_do_not_count(world: World) -> None:
    """A share by somebody one blocked is not in one's count; others go on counting it."""
    ann, bob, eve = await world.friends("ann", "bob", "eve")
    original = await said(ann, audience=PUBLIC)
    await shared(eve, original)
    await bob.post("/users/blocks", userId=eve.id)
    assert (await bob.get(f"/posts/{original}"))["counts"]["shares"] == 0
    assert (await ann.get(f"/posts/{original}"))["counts"]["shares"] == 1


async def test_who_shares_a_post(world: World) -> None:
    """The list of shares has those one may see, newest first, page by page."""
    ann, bob = await world.friends("ann", "bob")
    eve = await world.person("eve")
    original = await said(ann, audience=PUBLIC)
    mine = [(await shared(bob, original, audience=PUBLIC))["id"] for _ in range(3)]
    hidden = (await shared(eve, original))["id"]
    page = await ann.get(f"/posts/{original}/shares", limit=2)
    rest = await ann.get(f"/posts/{original}/shares", limit=2, cursor=page["next"])
    assert [post["id"] for post in (*page["items"], *rest["items"])] == mine[::-1]
    assert [post["id"] for post in (await eve.get(f"/posts/{original}/shares"))["items"]] == [hidden, *mine[::-1]]
