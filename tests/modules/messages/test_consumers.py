"""What messages does when something happened elsewhere: twice, late and out of order come to the same."""

import random
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import delete

from minifb.kernel.data.sql import sql
from minifb.kernel.events.event import Event
from minifb.kernel.http.shapes import Card
from minifb.modules.auth import public as auth
from minifb.modules.messages.consumers import CONSUMES
from minifb.modules.messages.tables import PEOPLE
from minifb.modules.users import public as users
from tests.modules.messages.talking import listed, say, seen, talk
from tests.world import World

ANN, BOB = "00000000-0000-7000-8000-00000000000a", "00000000-0000-7000-8000-00000000000b"


def card(username: str) -> Card:
    """A card of Ann's."""
    return Card(id=ANN, username=username, first_name="Ann", last_name="Example")


async def apply(world: World, *events: Event, missing: bool = False) -> None:
    """Run the handlers as the bus would, one transaction each, in the given order."""
    messages = world.service("messages")
    for event in events:
        [consume] = [one for one in CONSUMES if one.event is type(event)]
        handler: Callable[..., None] | None = consume.missing if missing else consume.when
        assert handler is not None
        await messages.db.write(lambda tx, event=event, handler=handler: handler(messages, tx, event))


async def kept(world: World) -> Any:
    """Tell what is known of Ann and Bob."""
    messages = world.service("messages")
    return await messages.db.read(
        lambda tx: (
            [one.username for one in PEOPLE.cards(tx, [ANN]).values()],
            PEOPLE.shown(tx, "", [ANN, BOB]),
            PEOPLE.friends_among(tx, ANN, [BOB]),
            PEOPLE.blocked_with(tx, ANN),
            PEOPLE.muters_among(tx, BOB, [ANN]),
        )
    )


HISTORY: list[Event] = [
    users.UserProfileCreated(user_id=ANN, card=card("ann"), revision=1),
    users.UserProfileUpdated(user_id=ANN, card=card("anna"), revision=4),
    users.FriendRequestAccepted(friendship_id="f", from_id=ANN, to_id=BOB, revision=2),
    users.FriendRemoved(friendship_id="f", by_id=BOB, other_id=ANN, revision=3),
    users.UserBlocked(by_id=BOB, blocked_id=ANN, revision=4),
    users.UserUnblocked(by_id=BOB, blocked_id=ANN, revision=5),
    users.FriendRequestAccepted(friendship_id="f", from_id=ANN, to_id=BOB, revision=7),
    users.UserMuted(by_id=ANN, muted_id=BOB, until=None, revision=1),
    users.UserUnmuted(by_id=ANN, muted_id=BOB, revision=2),
    users.UserMuted(by_id=ANN, muted_id=BOB, until=None, revision=3),
    auth.UserSuspended(user_id=ANN, until=None, revision=3),
    auth.UserRestored(user_id=ANN, revision=4),
    users.UserDeactivated(user_id=ANN, revision=5),
    users.UserReactivated(user_id=ANN, revision=6),
]


@pytest.mark.parametrize("seed", range(5))
async def test_the_order_does_not_matter(world: World, seed: int) -> None:
    """Cards, friendships, blocks, mutes and standings end as the newest event said, however often and late it came."""
    order = random.Random(seed).sample(HISTORY, len(HISTORY))
    await apply(world, *order, *order[::2])
    assert await kept(world) == (["anna"], {ANN}, {BOB}, set(), {ANN})


async def test_what_cannot_be_applied_means_may_not(world: World) -> None:
    """While the end of a friendship, a block or a suspension is put aside, it counts as if it had happened."""
    ann, bob, eve = await world.friends("ann", "bob", "eve")
    with_bob, with_eve = await talk(ann, bob), await talk(ann, eve)
    await say(ann, with_bob, "hello")
    await apply(world, users.UserBlocked(by_id=bob.id, blocked_id=ann.id, revision=9), missing=True)
    assert await listed(bob) == []
    assert await ann.refused("GET", f"/messages/conversations/{with_bob}") == (404, "not_found")
    await apply(world, users.FriendRemoved(friendship_id="f", by_id=bob.id, other_id=eve.id, revision=9), missing=True)
    with_bob = await talk(eve, bob)
    await say(eve, with_bob, "are we still friends?")
    assert await listed(bob, "requests") == [with_bob]
    await apply(world, auth.UserSuspended(user_id=eve.id, until=None, revision=9), missing=True)
    assert (await seen(ann, with_eve))["can"]["send"] is False


async def test_a_late_friendship_does_not_accept_for_anybody(world: World) -> None:
    """That two were friends once, heard after they no longer were, lets nobody in."""
    ann, bob = await world.persons("ann", "bob")
    with_bob = await talk(ann, bob)
    await say(ann, with_bob, "hello")
    await apply(
        world,
        users.FriendRemoved(friendship_id="f", by_id=bob.id, other_id=ann.id, revision=3),
        users.FriendRequestAccepted(friendship_id="f", from_id=ann.id, to_id=bob.id, revision=2),
    )
    assert await listed(bob, "requests") == [with_bob]


async def test_whoever_writes_before_their_card_arrived(world: World) -> None:
    """A card that has not arrived is asked for when its member writes, and shown with what they wrote."""
    ann, bob = await world.friends("ann", "bob")
    with_bob = await talk(ann, bob)
    messages = world.service("messages")
    forget = sql(delete(PEOPLE.members).where(PEOPLE.members.c.id == ann.id))
    await messages.db.write(lambda tx: tx.run(forget))
    said = await say(ann, with_bob, "hello")
    assert (await bob.get(f"/messages/{said}"))["sender"]["username"] == "ann"
