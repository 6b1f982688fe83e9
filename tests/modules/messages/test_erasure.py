"""The end of a member: what goes with them, and what stays with whom they wrote to."""

from sqlalchemy import func, select

from minifb.kernel.data.sql import sql
from minifb.kernel.events.event import Event
from minifb.modules.auth.public import UserDataErased, UserDeleted
from minifb.modules.messages.service import erasure
from minifb.modules.messages.tables import METADATA
from tests.modules.messages.talking import lines, listed, roles, say, seen, talk
from tests.world import Person, World


async def gone(world: World, person: Person) -> None:
    """Let a member be deleted, and everything that follows of it happen."""
    db = world.house.parts["auth"].db
    await db.write(lambda tx: tx.publish(UserDeleted(user_id=person.id, revision=99)))
    await world.settle()
    for _ in range(20):
        await world.advance(1_000_000)


async def left_of(world: World) -> dict[str, int]:
    """Count the rows of every table of messages that has any."""
    service = world.service("messages")
    counts = {}
    for table in METADATA.sorted_tables:
        counts[table.name] = await service.db.read(
            lambda tx, table=table: tx.value(sql(select(func.count()).select_from(table)))
        )
    return {name: count for name, count in counts.items() if count}


async def test_what_was_said_stays_from_nobody(world: World) -> None:
    """Others keep what a deleted member wrote to them; it names nobody, and there is nobody to write to."""
    ann, bob = await world.friends("ann", "bob")
    with_bob = await talk(ann, bob)
    await say(bob, with_bob, "remember me")
    said = await say(ann, with_bob, "always")
    await bob.put(f"/messages/{said}/reaction", type="love")
    await gone(world, bob)
    found = await seen(ann, with_bob)
    assert await lines(ann, with_bob) == ["remember me", "always"]
    assert (found["can"]["send"], [one["username"] for one in found["participants"]]) == (False, ["ann"])
    first, last = (await ann.get(f"/messages/conversations/{with_bob}/messages"))["items"]
    assert {first["sender"] and first["sender"]["username"], last["sender"] and last["sender"]["username"]} == {
        None,
        "ann",
    }
    assert (await ann.get(f"/messages/{said}"))["reactions"]["counts"] == {}
    sending = f"/messages/conversations/{with_bob}/messages"
    assert await ann.refused("POST", sending, json={"text": "hello?"}) == (403, "cannot_write")


async def test_a_group_goes_on_without_them(world: World) -> None:
    """A group whose only admin is deleted is led by who was in it longest."""
    ann, bob, eve = await world.friends("ann", "bob", "eve")
    group = await talk(ann, bob, eve, title="Trip")
    await gone(world, ann)
    assert sorted((await roles(bob, group)).values()) == ["admin", "member"]
    assert (await seen(eve, group))["participantCount"] == 2
    await say(eve, group, "on we go")


async def test_nothing_is_left_when_all_are_gone(world: World) -> None:
    """With the last who had a conversation everything in it goes, however much there is, piece by piece."""
    erasure.ROWS, before = 20, erasure.ROWS
    try:
        ann, bob = await world.friends("ann", "bob")
        with_bob = await talk(ann, bob)
        said = [await say(ann, with_bob, f"line {at}") for at in range(30)][-1]
        await bob.put(f"/messages/{said}/reaction", type="haha")
        await ann.put(f"/messages/{said}", text="the last line")
        await bob.delete(f"/messages/{said}", **{"for": "me"})
        await bob.put("/messages/settings", receipts=False)
        await gone(world, ann)
        assert (await left_of(world))["messages"] == 30
        await gone(world, bob)
        assert set(await left_of(world)) == {"members"}
    finally:
        erasure.ROWS = before


async def test_the_receipt(world: World) -> None:
    """Messages reports once what it erased of a deleted member."""
    ann, bob = await world.friends("ann", "bob")
    said = await say(bob, await talk(ann, bob), "hello")
    await ann.put(f"/messages/{said}/reaction", type="like")
    told: list[Event] = []
    world.house.parts["messages"].outbox.listen(
        lambda envelopes: told.extend(
            envelope.event() for envelope in envelopes if envelope.name == UserDataErased.NAME
        )
    )
    await gone(world, ann)
    counts = {"message_reactions": 1, "conversations": 1}
    assert told == [UserDataErased(user_id=ann.id, module="messages", counts=counts)]
    assert await listed(bob)
