"""Finding comments, over HTTP."""

from tests.modules.search.finding import lagging, learnt, pages
from tests.world import Person, World


async def said(who: Person, q: str, **filters: object) -> list[str]:
    """What comments somebody finds say."""
    return [one["comment"]["text"] for one in (await who.get("/search/comments", q=q, **filters))["items"]]


async def test_comments_are_found_where_their_posts_are_seen(world: World) -> None:
    """A comment is found by whoever sees the post and its writer; words, accents, filters and pages as with posts."""
    ann, bob = await world.friends("ann", "bob")
    eve = await world.person("eve")
    post = await ann.post("/posts", text="Where to?", audience={"kind": "friends"})
    for text in ("To the Café!", "The café is shut", "Home"):
        await bob.post(f"/posts/{post['id']}/comments", text=text)
    await learnt(world)
    assert sorted(await said(ann, "cafe")) == ["The café is shut", "To the Café!"]
    assert await said(ann, "cafe -shut from:bob") == ["To the Café!"]
    assert await said(ann, "cafe from:me") == await said(eve, "cafe") == []
    assert len(await pages(ann, "/search/comments", q="cafe", limit=1)) == 2
    [light] = (await ann.get("/search/comments", q="shut"))["items"][0]["highlights"]
    assert light["spans"] == [{"start": 12, "end": 16}]


async def test_comments_go_with_what_they_stand_under(world: World) -> None:
    """Nothing is found of a comment that was deleted, of a writer one blocked, or under a post one sees no more."""
    ann, bob, cid = await world.friends("ann", "bob", "cid")
    post = await ann.post("/posts", text="Where to?", audience={"kind": "friends"})
    first = await bob.post(f"/posts/{post['id']}/comments", text="café one")
    await bob.post(f"/posts/{post['id']}/comments", text="café two")
    await learnt(world)
    assert len(await said(cid, "cafe")) == 2
    async with lagging(world):
        await bob.delete(f"/posts/{post['id']}/comments/{first['id']}")
        assert await said(cid, "cafe") == ["café two"]
        await cid.post("/users/blocks", userId=bob.id)
        assert await said(cid, "cafe") == []
        assert await said(ann, "cafe") == ["café two"]
        await ann.put(f"/posts/{post['id']}", audience={"kind": "onlyMe"})
        assert await said(bob, "cafe") == []
    await learnt(world)
    assert await said(bob, "cafe") == []
    await ann.delete(f"/posts/{post['id']}")
    await learnt(world)
    assert await said(ann, "cafe") == []


async def test_a_post_that_is_opened_opens_its_comments(world: World) -> None:
    """When a post is said to everybody, its comments are found by everybody."""
    ann, bob = await world.friends("ann", "bob")
    eve = await world.person("eve")
    post = await ann.post("/posts", text="Where to?", audience={"kind": "onlyMe"})
    await ann.post(f"/posts/{post['id']}/comments", text="the café")
    await ann.put(f"/posts/{post['id']}", audience={"kind": "public"})
    await learnt(world)
    assert await said(bob, "cafe") == await said(eve, "cafe") == ["the café"]
