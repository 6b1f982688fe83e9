"""Typing: told to those who are there, for as long as it lasts, and kept nowhere."""

from minifb.kernel.clock import SECOND
from minifb.modules.messages.rules.typing import ENDS_AFTER, MEMBERS_MAX, PASSED_ON_EVERY, Typists
from tests.modules.messages.tabs import tab
from tests.modules.messages.talking import say, talk
from tests.world import World


async def test_typing_is_told_and_ends(world: World) -> None:
    """The other sees who types and that they stopped; one's own devices do not."""
    ann, bob = await world.friends("ann", "bob")
    with_bob = await talk(ann, bob)
    anns, phone, bobs = await tab(ann), await tab(ann), await tab(bob)
    await anns.send("typing.start", conversationId=with_bob)
    await anns.send("typing.stop", conversationId=with_bob)
    await anns.send("typing.stop", conversationId=with_bob)
    assert (await anns.told(), await phone.told()) == ([], [])
    started, stopped = await bobs.told()
    assert (started["type"], stopped["type"]) == ("typing.start", "typing.stop")
    assert (started["data"]["conversationId"], started["data"]["user"]["username"]) == (with_bob, "ann")


async def test_said_again_it_is_passed_on_now_and_then(world: World) -> None:
    """However often a client says that somebody types, the others hear it every eight seconds at most."""
    ann, bob = await world.friends("ann", "bob")
    with_bob = await talk(ann, bob)
    anns, bobs = await tab(ann), await tab(bob)
    for _ in range(10):
        await anns.send("typing.start", conversationId=with_bob)
    await anns.told()
    assert await bobs.kinds() == ["typing.start"]
    world.clock.advance(PASSED_ON_EVERY)
    await anns.send("typing.start", conversationId=with_bob)
    await anns.told()
    assert await bobs.kinds() == ["typing.start"]


async def test_who_says_nothing_more_has_stopped(world: World) -> None:
    """It ends by itself, also when the last device is gone; by a message it ends without a word."""
    ann, bob = await world.friends("ann", "bob")
    with_bob = await talk(ann, bob)
    anns, bobs = await tab(ann), await tab(bob)
    await anns.send("typing.start", conversationId=with_bob)
    await anns.told()
    await world.service("messages").end_typing()
    assert await bobs.kinds() == ["typing.start"]
    world.clock.advance(ENDS_AFTER)
    await world.service("messages").end_typing()
    assert await bobs.kinds() == ["typing.stop"]
    await anns.send("typing.start", conversationId=with_bob)
    await anns.told()
    await anns.leave()
    await world.service("messages").end_typing()
    assert await bobs.kinds() == ["typing.start", "typing.stop"]
    again = await tab(ann)
    await again.send("typing.start", conversationId=with_bob)
    await again.told()
    await say(ann, with_bob, "there")
    world.clock.advance(ENDS_AFTER)
    await world.service("messages").end_typing()
    assert await bobs.kinds() == ["typing.start", "message.received"]


async def test_who_left_does_not_type(world: World) -> None:
    """Out of a group there is nobody to type to."""
    ann, bob, eve = await world.friends("ann", "bob", "eve")
    group = await talk(ann, bob, eve, title="three")
    await bob.delete(f"/messages/conversations/{group}/participants/{bob.id}")
    anns, bobs = await tab(ann), await tab(bob)
    await bobs.send("typing.start", conversationId=group)
    [refused] = await bobs.told()
    assert (refused["type"], refused["data"]["problem"]["status"]) == ("error", 403)
    assert await anns.told() == []


def test_a_typist_is_forgotten_in_time() -> None:
    """Nothing is kept of somebody who stopped, by whatever way."""
    typists = Typists()
    typists.told(("c", "ann"), 0)
    assert typists.again(("c", "ann"), SECOND)
    assert not typists.again(("c", "ann"), PASSED_ON_EVERY)
    assert typists.over(ENDS_AFTER) == []
    assert typists.over(SECOND + ENDS_AFTER) == [("c", "ann")]
    assert not typists.forget(("c", "ann"))
    assert MEMBERS_MAX == 100
