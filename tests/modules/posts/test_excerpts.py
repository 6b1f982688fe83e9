"""What others who tell of posts and comments ask about them."""

import msgspec

from tests.world import World


async def test_excerpts_are_of_what_may_be_seen(world: World) -> None:
    """The beginning of posts and comments, marked as one, is given to whoever may see them, and nothing of others."""
    ann, bob = await world.friends("ann", "bob")
    eve = await world.person("eve")
    post = await ann.post("/posts", text="x" * 200)
    comment = await bob.post(f"/posts/{post['id']}/comments", text="Hello")
    secret = await ann.post("/posts", text="Dear diary", audience={"kind": "onlyMe"})
    ids = [post["id"], comment["id"], secret["id"], "nothing"]
    asked = world.service("posts").excerpts
    assert await asked(bob.id, ids) == {post["id"]: "x" * 119 + "…", comment["id"]: "Hello"}
    assert await asked(eve.id, ids) == {}
    assert set(await asked(ann.id, ids)) == {post["id"], comment["id"], secret["id"]}


async def test_who_may_see_one(world: World) -> None:
    """Of several viewers those are named who may see a post or a comment."""
    ann, bob = await world.friends("ann", "bob")
    eve = await world.person("eve")
    post = await ann.post("/posts", text="Hello")
    comment = await bob.post(f"/posts/{post['id']}/comments", text="Hi")
    for one in (post, comment):
        assert await world.service("posts").seers(one["id"], [eve.id, bob.id, ann.id]) == [bob.id, ann.id]


async def test_who_commented(world: World) -> None:
    """Who commented is named once, the latest first."""
    ann, bob = await world.friends("ann", "bob")
    post = await ann.post("/posts", text="Hello")
    for who in (ann, bob, bob, ann):
        world.clock.advance(1)
        await who.post(f"/posts/{post['id']}/comments", text="Hi")
    assert await world.service("posts").commenters(post["id"], 10) == [ann.id, bob.id]
    assert await world.service("posts").commenters(post["id"], 1) == [ann.id]


async def test_what_is_drawn_for_others(world: World) -> None:
    """Posts and comments are drawn as their own address shows them, to whoever may see them, and to nobody else."""
    ann, bob = await world.friends("ann", "bob")
    eve = await world.person("eve")
    post = await ann.post("/posts", text="Hello @bob")
    comment = await bob.post(f"/posts/{post['id']}/comments", text="Hi")
    asked = world.service("posts")
    for who in (ann, bob):
        shown = await asked.shown(who.id, [post["id"], comment["id"], "nothing"])
        assert msgspec.to_builtins(shown) == {post["id"]: await who.get(f"/posts/{post['id']}")}
        said = await asked.shown_comments(who.id, [post["id"], comment["id"], "nothing"])
        alone = await who.get(f"/posts/{post['id']}/comments/{comment['id']}")
        assert msgspec.to_builtins(said) == {comment["id"]: alone}
    assert await asked.shown(eve.id, [post["id"]]) == await asked.shown("", [post["id"]]) == {}
    assert await asked.shown_comments(eve.id, [comment["id"]]) == {}
    await bob.delete(f"/posts/{post['id']}/comments/{comment['id']}")
    assert await asked.shown_comments(bob.id, [comment["id"]]) == {}
