"""Requests: what somebody who is no friend may do, and what the one they write to decides."""

import pytest

from tests.modules.messages.talking import lines, listed, say, seen, talk
from tests.world import World


async def test_a_stranger_asks(world: World) -> None:
    """What a non-friend writes waits among the requests, and nowhere else, until it is accepted."""
    ann, bob = await world.persons("ann", "bob")
    with_bob = await talk(ann, bob)
    await say(ann, with_bob, "hello, see https://example.org")
    assert (await listed(bob), await listed(bob, "requests")) == ([], [with_bob])
    found = await seen(bob, with_bob)
    assert found["request"] is True
    assert found["lastMessage"]["spans"] == []
    assert (await seen(ann, with_bob))["request"] is False
    accepted = await bob.put(f"/messages/conversations/{with_bob}/accept")
    assert (accepted["request"], accepted["lastMessage"]["spans"][0]["kind"]) == (False, "link")
    assert (await listed(bob), await listed(bob, "requests")) == ([with_bob], [])


async def test_an_answer_accepts(world: World) -> None:
    """Who writes back has accepted."""
    ann, bob = await world.persons("ann", "bob")
    with_bob = await talk(ann, bob)
    await say(ann, with_bob, "hello")
    await say(bob, with_bob, "hello yourself")
    assert (await seen(bob, with_bob))["request"] is False


async def test_friends_need_not_ask(world: World) -> None:
    """When two become friends, what waited between them waits no more."""
    ann, bob = await world.persons("ann", "bob")
    with_bob = await talk(ann, bob)
    await say(ann, with_bob, "hello")
    await ann.befriend(bob)
    assert (await listed(bob), await listed(bob, "requests")) == ([with_bob], [])


@pytest.mark.parametrize("answer", ["", "ignore"])
async def test_a_request_is_no_megaphone(world: World, answer: str) -> None:
    """Somebody unanswered may write a few messages; whether they were ignored or not read yet they cannot tell."""
    ann, bob = await world.persons("ann", "bob")
    with_bob = await talk(ann, bob)
    await say(ann, with_bob, "hello")
    before = await seen(ann, with_bob)
    if answer:
        await bob.put(f"/messages/conversations/{with_bob}/{answer}")
    assert await seen(ann, with_bob) == before
    for at in range(4):
        await say(ann, with_bob, f"hello? {at}")
    sending = f"/messages/conversations/{with_bob}/messages"
    assert await ann.refused("POST", sending, json={"text": "HELLO"}) == (409, "request_unanswered")
    assert await listed(bob, "requests") == ([] if answer else [with_bob])
    await bob.put(f"/messages/conversations/{with_bob}/accept")
    await say(ann, with_bob, "there you are")


async def test_only_what_waits_can_be_ignored(world: World) -> None:
    """A conversation in which one takes part is muted, archived or deleted, not ignored."""
    ann, bob = await world.friends("ann", "bob")
    with_bob = await talk(ann, bob)
    assert await ann.refused("PUT", f"/messages/conversations/{with_bob}/ignore") == (409, "no_request")


async def test_a_group_of_strangers_asks_too(world: World) -> None:
    """Who is put into a group by a non-friend may look at it, but takes no part before they accept."""
    ann, bob = await world.persons("ann", "bob")
    group = await talk(ann, bob, title="Offers")
    await say(ann, group, "buy now")
    assert await listed(bob, "requests") == [group]
    assert await lines(bob, group) == ["created", "buy now"]
    path = f"/messages/conversations/{group}"
    assert await bob.refused("PUT", path, json={"title": "Mine"}) == (409, "accept_first")
    await bob.delete(f"{path}/participants/{bob.id}")
    assert (await listed(bob, "requests"), await listed(bob)) == ([], [group])


async def test_a_group_left_to_requests_is_led_by_who_accepts_first(world: World) -> None:
    """A group whose only admin left while the others had not answered is led by the first who does."""
    ann, bob = await world.persons("ann", "bob")
    group = await talk(ann, bob, title="Hello")
    await ann.delete(f"/messages/conversations/{group}/participants/{ann.id}")
    accepted = await bob.put(f"/messages/conversations/{group}/accept")
    assert [(one["username"], one["role"]) for one in accepted["participants"]] == [("bob", "admin")]


async def test_who_waits_for_an_answer_may_correct_what_they_said(world: World) -> None:
    """Editing, reacting and taking back add nothing: the limit of a request is one of new messages alone."""
    ann, bob = await world.persons("ann", "bob")
    with_bob = await talk(ann, bob)
    said = [await say(ann, with_bob, str(number)) for number in range(5)]
    path = f"/messages/conversations/{with_bob}/messages"
    assert await ann.refused("POST", path, json={"text": "6"}) == (409, "request_unanswered")
    assert (await ann.put(f"/messages/{said[4]}", text="five"))["text"] == "five"
    await ann.put(f"/messages/{said[4]}/reaction", type="like")
    await ann.delete(f"/messages/{said[4]}/reaction")
    assert await ann.refused("POST", path, json={"text": "6"}) == (409, "request_unanswered")
