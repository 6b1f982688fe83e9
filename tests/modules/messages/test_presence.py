"""Presence: friends learn who is there, as far as both let it be known, and nobody else does."""

from typing import Any

from sqlalchemy import bindparam, delete

from minifb.kernel.data.sql import sql
from minifb.modules.messages.tables import PEOPLE
from tests.modules.messages.tabs import Frame, Tab, tab
from tests.modules.messages.talking import talk
from tests.world import Person, World


async def listening(person: Person) -> Tab:
    """Open a socket that hears of presence."""
    opened = await tab(person)
    opened.hears = ("user.",)
    return opened


async def beat(world: World) -> None:
    """Let what changed go out, as it does every few seconds."""
    await world.service("messages").tell_presence()


def who(frames: list[Frame]) -> list[tuple[str, str]]:
    """Say of whom frames tell what."""
    return [(frame["type"], frame["data"]["user"]["username"]) for frame in frames]


async def here(person: Person) -> list[str]:
    """List the friends that somebody is told to be there."""
    return [one["user"]["username"] for one in (await person.get("/messages/presence"))["items"]]


async def test_friends_learn_who_comes_and_goes(world: World) -> None:
    """A friend's first socket and the end of the last are told, to friends alone; the time is a rough one."""
    ann, bob = await world.friends("ann", "bob")
    eve = await world.person("eve")
    bobs, eves = await listening(bob), await listening(eve)
    await beat(world)
    phone, laptop = await tab(ann), await tab(ann)
    await beat(world)
    assert who(await bobs.told()) == [("user.online", "ann")]
    assert (await here(bob), await here(ann), await here(eve)) == (["ann"], ["bob"], [])
    await phone.leave()
    await beat(world)
    assert await bobs.told() == []
    world.clock.advance(7 * 60_000_000)
    await laptop.leave()
    await beat(world)
    [gone] = await bobs.told()
    assert (gone["type"], gone["data"]["lastSeen"]) == ("user.offline", "2026-01-01T00:05:00Z")
    assert (await here(bob), await eves.told()) == ([], [])


async def test_who_reloads_a_page_never_left(world: World) -> None:
    """Changes are collected for a few seconds; what is as before is not told."""
    ann, bob = await world.friends("ann", "bob")
    bobs, anns = await listening(bob), await tab(ann)
    await beat(world)
    await bobs.told()
    await anns.leave()
    await tab(ann)
    await beat(world)
    assert await bobs.told() == []


async def test_who_is_not_seen_sees_nobody(world: World) -> None:
    """Presence can be switched off; friends then see one leave, and oneself is told of nobody."""
    ann, bob = await world.friends("ann", "bob")
    bobs, anns = await listening(bob), await listening(ann)
    await beat(world)
    await bobs.told()
    await ann.put("/messages/settings", presence=False)
    await beat(world)
    assert who(await bobs.told()) == [("user.offline", "ann")]
    await anns.told()
    await bobs.leave()
    await beat(world)
    await listening(bob)
    await beat(world)
    assert (await anns.told(), await here(ann), await here(bob)) == ([], [], [])
    await ann.put("/messages/settings", presence=True)
    assert await here(ann) == ["bob"]


async def test_a_suspended_member_is_not_there(world: World) -> None:
    """Whoever is hidden from everybody has left for their friends."""
    ann, bob = await world.friends("ann", "bob")
    bobs, _anns = await listening(bob), await tab(ann)
    await beat(world)
    await bobs.told()
    await ann.post("/users/deactivate")
    await world.settle()
    await beat(world)
    assert who(await bobs.told()) == [("user.offline", "ann")]


async def jobs_done(world: World) -> None:
    """Let what was set in the transaction of a change run."""
    await world.house.parts["messages"].runner.run_due()  # type: ignore[union-attr]


async def test_what_becomes_of_two_is_told_to_both(world: World) -> None:
    """New friends see each other come; who parts, or is blocked, sees the other go and their conversation with them."""
    ann, bob = await world.persons("ann", "bob")
    anns, bobs = await listening(ann), await listening(bob)
    await world.settle()
    await beat(world)
    assert await anns.told() == []
    await ann.befriend(bob)
    await jobs_done(world)
    assert (who(await anns.told()), who(await bobs.told())) == ([("user.online", "bob")], [("user.online", "ann")])
    with_bob = await talk(ann, bob)
    await ann.post("/users/blocks", userId=bob.id)
    await jobs_done(world)
    for tab_of, other in ((anns, "bob"), (bobs, "ann")):
        frames: list[Any] = await tab_of.told()
        assert ("user.offline", other) in [
            (frame["type"], frame["data"].get("user", {}).get("username")) for frame in frames
        ]
        removed = [frame["data"]["conversationId"] for frame in frames if frame["type"] == "conversation.removed"]
        assert set(removed) == {with_bob}
    assert (await here(ann), await here(bob)) == ([], [])


async def test_a_block_or_a_parting_tells_nobody_who_was_there(world: World) -> None:
    """A stranger who is blocked learns nothing of who blocked them; nor does a friend of whoever was not there."""
    ann, bob = await world.friends("ann", "bob")
    eve = await world.person("eve")
    anns, bobs, eves = await listening(ann), await listening(bob), await listening(eve)
    await ann.put("/messages/settings", presence=False)
    await beat(world)
    await bobs.told()
    await eve.befriend(ann)
    await bob.post("/users/blocks", userId=eve.id)
    await ann.delete(f"/users/friends/{bob.id}")
    await jobs_done(world)
    assert (await anns.told(), who(await bobs.told()), await eves.told()) == ([], [], [])


async def test_who_came_before_their_card(world: World) -> None:
    """Whoever opens a socket in the moment of registering is shown to their friends as soon as they are known here."""
    ann, bob = await world.friends("ann", "bob")
    await world.settle()
    unknown = sql(delete(PEOPLE.members).where(PEOPLE.members.c.id == bindparam("id")))
    await world.house.parts["messages"].db.write(lambda tx: tx.run(unknown, id=ann.id))
    bobs, _anns = await listening(bob), await tab(ann)
    await beat(world)
    assert await bobs.told() == []
    await ann.put("/users/profile", lastName="Lind")
    await world.settle()
    await beat(world)
    assert who(await bobs.told()) == [("user.online", "ann")]
