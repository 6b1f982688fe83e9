"""Reactions to messages."""

from minifb.kernel.clock import SECOND
from tests.modules.messages.talking import say, seen, talk
from tests.world import World


async def test_one_reaction_each(world: World) -> None:
    """A reaction takes the place of the earlier one; twice is once; it can be taken back."""
    ann, bob = await world.friends("ann", "bob")
    room = await talk(ann, bob)
    said = await say(ann, room, "hi")
    await bob.put(f"/messages/{said}/reaction", type="like")
    assert await bob.put(f"/messages/{said}/reaction", type="love") == {"counts": {"love": 1}, "mine": "love"}
    before = (await seen(ann, room))["revision"]
    await bob.put(f"/messages/{said}/reaction", type="love")
    assert (await seen(ann, room))["revision"] == before
    assert (await ann.get(f"/messages/{said}"))["reactions"] == {"counts": {"love": 1}, "mine": None}
    for _ in range(2):
        assert await bob.delete(f"/messages/{said}/reaction") == {"counts": {}, "mine": None}


async def test_who_reacted(world: World) -> None:
    """Everybody in the conversation sees who reacted, the latest first, page by page, or one kind alone."""
    ann, bob, cid = await world.friends("ann", "bob", "cid")
    said = await say(ann, await talk(ann, bob, cid), "hi")
    for one, kind in ((ann, "like"), (bob, "wow"), (cid, "like")):
        world.clock.advance(SECOND)
        await one.put(f"/messages/{said}/reaction", type=kind)
    path = f"/messages/{said}/reactions"
    first = await bob.get(path, limit=2)
    rest = await bob.get(path, limit=2, cursor=first["next"])
    assert [one["user"]["username"] for one in (*first["items"], *rest["items"])] == ["cid", "bob", "ann"]
    assert [one["user"]["username"] for one in (await bob.get(path, type="wow"))["items"]] == ["bob"]


async def test_the_blocked_do_not_count(world: World) -> None:
    """In a group one sees no reaction of somebody one blocked, in the list or in the counts."""
    ann, bob, cid = await world.friends("ann", "bob", "cid")
    said = await say(ann, await talk(ann, bob, cid), "hi")
    for one in (bob, cid):
        await one.put(f"/messages/{said}/reaction", type="like")
    await bob.post("/users/blocks", userId=cid.id)
    assert (await bob.get(f"/messages/{said}"))["reactions"] == {"counts": {"like": 1}, "mine": "like"}
    assert [one["user"]["id"] for one in (await bob.get(f"/messages/{said}/reactions"))["items"]] == [bob.id]
    assert (await ann.get(f"/messages/{said}"))["reactions"]["counts"] == {"like": 2}


async def test_what_takes_no_reaction(world: World) -> None:
    """Nobody reacts to what is unsent, to what nobody wrote, or where they may not write."""
    ann, bob = await world.friends("ann", "bob")
    room = await talk(ann, bob, title="two")
    gone, stays = await say(ann, room, "gone"), await say(ann, room, "stays")
    await ann.delete(f"/messages/{gone}")
    like = {"type": "like"}
    assert await bob.refused("PUT", f"/messages/{gone}/reaction", json=like) == (409, "nothing_said")
    assert (await bob.refused("PUT", f"/messages/{stays}/reaction", json={"type": "meh"}))[0] == 422
    await bob.delete(f"/messages/conversations/{room}/participants/{bob.id}")
    assert await bob.refused("PUT", f"/messages/{stays}/reaction", json=like) == (403, "cannot_write")
