"""What members are told about conversations, through the whole server."""

import msgspec

from minifb.modules.notifications.rules.notifications import Told, begun, how_many, joined
from tests.modules.messages.talking import say, talk
from tests.modules.notifications.told import kinds, quiet, texts, told
from tests.world import World


async def test_a_conversation_is_one_notification_until_it_is_read(world: World) -> None:
    """Messages of a conversation renew one notification, which is read when the conversation is."""
    ann, bob = await world.friends("ann", "bob")
    await quiet(ann, bob)
    chat = await talk(ann, bob)
    await say(ann, chat, "Hello")
    last = await say(ann, chat, "Are you there?")
    [message] = await told(bob)
    assert (message["kind"], message["text"]) == ("message", "Ann wrote to you: “Are you there?”")
    assert message["target"] == {"kind": "conversation", "id": chat, "url": f"/m/{chat}"}
    await bob.put(f"/messages/{last}/read")
    assert await told(bob, unread=True) == []
    await say(ann, chat, "Fine")
    [again] = await told(bob)
    assert (again["id"], again["readAt"]) == (message["id"], None)
    assert again["text"] == "Ann wrote to you: “Fine”"


async def test_an_unsent_message_is_taken_back(world: World) -> None:
    """What was unsent is not told any more; what was written before it still is."""
    ann, bob = await world.friends("ann", "bob")
    await quiet(ann, bob)
    chat = await talk(ann, bob)
    first, second = await say(ann, chat, "Hello"), await say(ann, chat, "Oops")
    assert await texts(bob) == ["Ann wrote to you: “Oops”"]
    await ann.delete(f"/messages/{second}", **{"for": "everyone"})
    assert await texts(bob) == ["Ann wrote to you: “Hello”"]
    await ann.delete(f"/messages/{first}", **{"for": "everyone"})
    assert await told(bob) == []


async def test_a_request_is_told_once_and_not_what_it_says(world: World) -> None:
    """Somebody who is no friend is announced once, without their words."""
    ann, bob = await world.persons("ann", "bob")
    chat = await talk(ann, bob)
    await say(ann, chat, "Look at https://example.org")
    await say(ann, chat, "Please")
    [request] = await told(bob)
    assert (request["kind"], request["text"]) == ("message.request", "Ann would like to write to you")


async def test_a_muted_conversation_is_not_told(world: World) -> None:
    """Who muted a conversation is told nothing of it."""
    ann, bob = await world.friends("ann", "bob")
    await quiet(ann, bob)
    chat = await talk(ann, bob)
    await bob.put(f"/messages/conversations/{chat}/mute")
    await say(ann, chat, "Hello")
    assert await told(bob) == []


async def test_being_put_into_a_group_is_told(world: World) -> None:
    """A friend's group is told as such, a stranger's as a request."""
    ann, bob, eve = await world.friends("ann", "bob", "eve")
    kim = await world.person("kim")
    await quiet(bob)
    await talk(ann, bob, eve, kim, title="Trip")
    assert await texts(bob) == ["Ann added you to a conversation"]
    assert await kinds(kim) == ["message.request"]


async def test_a_reaction_to_a_message_is_told_and_taken_back(world: World) -> None:
    """Who wrote a message learns of the latest reaction of each, as long as it stands."""
    ann, bob = await world.friends("ann", "bob")
    await quiet(ann)
    chat = await talk(ann, bob)
    message = await say(ann, chat, "Hello")
    await bob.put(f"/messages/{message}/reaction", type="love")
    assert await texts(ann) == ["Bob reacted ❤️ to your message: “Hello”"]
    await bob.put(f"/messages/{message}/reaction", type="haha")
    assert await texts(ann) == ["Bob reacted 😆 to your message: “Hello”"]
    await bob.delete(f"/messages/{message}/reaction")
    assert await told(ann) == []


def test_each_message_since_it_was_read_counts() -> None:
    """What goes out is told the how-manieth message it is since the conversation was read, whoever wrote them."""
    told_of = Told(
        kind="message", cause="message:1", actor_id="ann", to=["bob"], target_kind="conversation", target_id="chat"
    )
    row = begun(told_of, "bob", "1", 1, shown=True)
    counts = [how_many(row, known=False)]
    for known, read_at in ((True, None), (False, None), (True, 9)):
        row = joined(msgspec.structs.replace(row, read_at=read_at), told_of, 10, known=known, shown=True)
        counts.append(how_many(row, known=known))
    assert counts == [1, 2, 3, 1]
