"""Resync: after a gap a client gets what changed in what it holds, once, in order, and no more than it may see."""

from typing import Any

from minifb.modules.messages.rules.sync import MESSAGES_AT_ONCE, MESSAGES_IN_ALL, messages_of_each
from tests.modules.messages.talking import say, seen, talk
from tests.world import Person, World


async def synced(person: Person, *known: dict[str, Any]) -> Any:
    """Ask what changed."""
    return await person.post("/messages/sync", conversations=list(known))


async def held(person: Person, conversation_id: str) -> dict[str, Any]:
    """Say what a client holds that has just looked."""
    return {"id": conversation_id, "revision": (await seen(person, conversation_id))["revision"]}


async def test_what_changed_is_answered(world: World) -> None:
    """New, edited and unsent messages come, as they are now; what is as before does not."""
    ann, bob = await world.friends("ann", "bob")
    with_bob, with_self = await talk(ann, bob), await talk(ann, bob, title="notes")
    first, second, third = [await say(ann, with_bob, text) for text in ("one", "two", "three")]
    known = [await held(bob, with_bob), await held(bob, with_self)]
    assert (await synced(bob, *known))["conversations"] == []
    await ann.put(f"/messages/{first}", text="one!")
    await ann.delete(f"/messages/{second}", **{"for": "everyone"})
    await say(ann, with_bob, "four")
    told = await synced(bob, *known, {"id": "nothing", "revision": 0})
    [changed] = told["conversations"]
    assert [message["text"] for message in changed["messages"]] == ["one!", "", "four"]
    assert (changed["conversation"]["id"], changed["conversation"]["lastSeq"], changed["more"]) == (with_bob, 4, None)
    assert told["gone"] == ["nothing"]
    assert told["unread"] == {"count": 3, "conversations": 1}
    assert third not in [message["id"] for message in changed["messages"]]


async def test_much_comes_in_pieces_without_gap_or_repeat(world: World) -> None:
    """A long absence is caught up by asking on, each message once."""
    ann, bob = await world.friends("ann", "bob")
    with_bob = await talk(ann, bob)
    said = [await say(ann, with_bob, "0")]
    known = await held(bob, with_bob)
    path = f"/messages/conversations/{with_bob}/messages"
    for number in range(1, MESSAGES_AT_ONCE + 5):
        said.append((await ann.post(path, text=str(number), replyToId=said[0]))["id"])
    await ann.delete(f"/messages/{said[0]}", **{"for": "everyone"})
    found = []
    while known is not None:
        [changed] = (await synced(bob, known))["conversations"]
        found += [message["id"] for message in changed["messages"]]
        known = changed["more"]
    assert sorted(found) == sorted(said)
    assert len(set(found)) == len(found)


async def test_an_answer_is_never_a_long_one(world: World) -> None:
    """However many conversations are asked about, so many messages come at once, and each goes on where it stopped."""
    ann, bob = await world.friends("ann", "bob")
    groups = [await talk(ann, bob, title=str(number)) for number in range(20)]
    for number in range(MESSAGES_IN_ALL // 20 + 2):
        await say(ann, groups[0], str(number))
    told = (await synced(bob, *({"id": group, "revision": 0} for group in groups)))["conversations"]
    first = next(one for one in told if one["conversation"]["id"] == groups[0])
    [rest] = (await synced(bob, first["more"]))["conversations"]
    assert (len(first["messages"]), len(rest["messages"]), rest["more"]) == (25, 3, None)
    assert [messages_of_each(number) for number in (1, 10, 100)] == [50, 50, 5]


async def test_nothing_comes_that_may_not_be_seen(world: World) -> None:
    """Not of a conversation that a block shut, not from before one joined, not after one left, not what one removed."""
    ann, bob, eve = await world.friends("ann", "bob", "eve")
    with_bob = await talk(ann, bob)
    group = await talk(ann, bob, title="two")
    before = await say(ann, group, "before eve")
    await ann.post(f"/messages/conversations/{group}/participants", userIds=[eve.id])
    known = {"id": group, "revision": 0}
    await ann.put(f"/messages/{before}", text="before eve, edited")
    hidden = await say(ann, group, "hidden by eve")
    await eve.delete(f"/messages/{hidden}", **{"for": "me"})
    await say(ann, group, "for eve")
    await eve.delete(f"/messages/conversations/{group}/participants/{eve.id}")
    await say(ann, group, "after eve")
    [changed] = (await synced(eve, known))["conversations"]
    assert [message["text"] for message in changed["messages"] if message["kind"] == "text"] == ["for eve"]
    await ann.post("/users/blocks", userId=bob.id)
    assert (await synced(bob, {"id": with_bob, "revision": 0}))["gone"] == [with_bob]
