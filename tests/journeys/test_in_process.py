"""One path through the whole house, in process: register, profile by saga, friends, post, feed."""

from tests.world import World


async def test_friends_see_what_friends_say(world: World) -> None:
    """Two members register, become friends, and one reads, answers and likes what the other said."""
    ann, bob = await world.friends("ann", "bob")
    post = await ann.post("/posts", text="hello bob")
    feed = await bob.get("/posts/feed", mode="latest")
    assert [(item["text"], item["author"]["username"]) for item in feed["items"]] == [("hello bob", "ann")]
    await bob.post(f"/posts/{post['id']}/comments", text="hello ann")
    told = await bob.post(f"/posts/{post['id']}/reactions", type="like")
    assert told["myReaction"] == "like"
    seen = await ann.get(f"/posts/{post['id']}")
    assert (seen["counts"]["comments"], seen["counts"]["reactions"]) == (1, {"like": 1})


async def test_a_stranger_sees_nothing_of_it(world: World) -> None:
    """What is for friends is not there for anybody else."""
    ann, eve = await world.persons("ann", "eve")
    post = await ann.post("/posts", text="for friends")
    assert await eve.refused("GET", f"/posts/{post['id']}") == (404, "not_found")
    assert (await eve.get("/posts/feed", mode="latest"))["items"] == []
