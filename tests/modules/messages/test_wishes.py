"""Wishes: what one wants of a conversation for oneself, of which nobody else is told."""

from minifb.kernel.clock import MINUTE
from tests.modules.messages.talking import lines, listed, say, seen, talk
from tests.world import World


async def test_mute(world: World) -> None:
    """A muted conversation says so until its time is over, or until one says otherwise."""
    ann, bob = await world.friends("ann", "bob")
    with_bob = await talk(ann, bob)
    path = f"/messages/conversations/{with_bob}/mute"
    muted = await ann.put(path, minutes=5)
    assert (muted["muted"], muted["mutedUntil"]) == (True, "2026-01-01T00:05:00Z")
    assert (await seen(bob, with_bob))["muted"] is False
    await world.advance(6 * MINUTE)
    assert (await seen(ann, with_bob))["muted"] is False
    forever = await ann.put(path)
    assert (forever["muted"], forever["mutedUntil"]) == (True, None)
    await ann.delete(path)
    assert (await seen(ann, with_bob))["muted"] is False


async def test_archive(world: World) -> None:
    """An archived conversation is out of the way until something is said in it."""
    ann, bob = await world.friends("ann", "bob")
    with_bob = await talk(ann, bob)
    await say(ann, with_bob, "hello")
    await ann.put(f"/messages/conversations/{with_bob}/archive")
    assert (await listed(ann), await listed(ann, "archived"), await listed(bob)) == ([], [with_bob], [with_bob])
    await say(bob, with_bob, "hello")
    assert (await listed(ann), await listed(ann, "archived")) == ([with_bob], [])
    await ann.put(f"/messages/conversations/{with_bob}/archive")
    await ann.delete(f"/messages/conversations/{with_bob}/archive")
    assert await listed(ann) == [with_bob]


async def test_delete_for_oneself(world: World) -> None:
    """Deleting a conversation removes what was said so far for oneself alone; the next message brings it back."""
    ann, bob = await world.friends("ann", "bob")
    with_bob = await talk(ann, bob)
    await say(bob, with_bob, "hello")
    await ann.delete(f"/messages/conversations/{with_bob}")
    assert (await listed(ann), await lines(ann, with_bob)) == ([], [])
    assert await lines(bob, with_bob) == ["hello"]
    await say(bob, with_bob, "again")
    assert (await listed(ann), await lines(ann, with_bob)) == ([with_bob], ["again"])
    assert (await seen(ann, with_bob))["unreadCount"] == 1


async def test_mark_unread(world: World) -> None:
    """A conversation marked unread says so to oneself; what others see of one's reading stays as it was."""
    ann, bob = await world.friends("ann", "bob")
    with_bob = await talk(ann, bob)
    said = await say(bob, with_bob, "hello")
    await ann.put(f"/messages/{said}/read")
    before = await seen(bob, with_bob)
    assert (await ann.put(f"/messages/conversations/{with_bob}/unread"))["markedUnread"] is True
    assert (await seen(bob, with_bob))["participants"] == before["participants"]


async def test_pins_have_a_limit(world: World) -> None:
    """The top of the list is for a few; pinning one twice is once."""
    people = await world.friends("ann", *(f"friend{at}" for at in range(3)))
    ann = people[0]
    world.service("messages").settings = type(world.service("messages").settings)(pins_max=2)
    paths = [f"/messages/conversations/{await talk(ann, other)}/pin" for other in people[1:]]
    await ann.put(paths[0])
    await ann.put(paths[0])
    await ann.put(paths[1])
    assert await ann.refused("PUT", paths[2]) == (409, "too_many_pins")
    await ann.delete(paths[0])
    await ann.put(paths[2])
