"""Participants: who is in a group, who comes and goes, and who leads it."""

import asyncio

import pytest

from tests.modules.messages.tabs import tab
from tests.modules.messages.talking import lines, listed, roles, say, seen, talk
from tests.world import World, open_world


async def test_a_group_begins_with_who_is_in_it(world: World) -> None:
    """Several members are a group, led by who began it, listed for all of them at once."""
    ann, bob, eve = await world.friends("ann", "bob", "eve")
    group = await talk(ann, bob, eve, title=" Lake  trip ")
    for person in (ann, bob, eve):
        found = await seen(person, group)
        assert (found["kind"], found["title"], found["participantCount"]) == ("group", "Lake trip", 3)
        assert await listed(person) == [group]
    assert await roles(bob, group) == {"ann": "admin", "bob": "member", "eve": "member"}
    assert await lines(eve, group) == ["created"]
    assert await talk(ann, bob, eve) != group
    assert (await seen(ann, await talk(ann, bob, title="Two of us")))["kind"] == "group"


async def test_a_group_that_was_begun_is_not_begun_again(world: World) -> None:
    """Asking again under the same key gives the group that there is, and says so in the same way."""
    ann, bob, eve = await world.friends("ann", "bob", "eve")
    asked = {"json": {"participantIds": [bob.id, eve.id]}, "headers": {"Idempotency-Key": "0123456789abcdef"}}
    answers = [await ann.ask("POST", "/messages/conversations", **asked) for _ in "123"]
    assert {(answer.status_code, answer.json()["id"]) for answer in answers} == {(201, answers[0].json()["id"])}
    assert len(await listed(bob)) == 1


async def test_a_conversation_of_two_never_becomes_a_group(world: World) -> None:
    """What two said to each other in private is not opened to a third."""
    ann, bob, eve = await world.friends("ann", "bob", "eve")
    path = f"/messages/conversations/{await talk(ann, bob)}"
    assert (await ann.refused("POST", f"{path}/participants", json={"userIds": [eve.id]})) == (409, "not_in_direct")
    assert (await ann.refused("PUT", path, json={"title": "Us"})) == (409, "not_in_direct")
    assert (await ann.refused("DELETE", f"{path}/participants/{ann.id}")) == (409, "not_in_direct")


async def test_who_joins_reads_from_then_on(world: World) -> None:
    """A newcomer reads nothing that was said before; who leaves reads nothing that is said after."""
    ann, bob, eve = await world.friends("ann", "bob", "eve")
    group = await talk(ann, bob, title="Trip")
    await say(ann, group, "before")
    added = await bob.post(f"/messages/conversations/{group}/participants", userIds=[eve.id])
    assert added["participantCount"] == 3
    await say(bob, group, "between")
    assert await lines(eve, group) == ["added", "between"]
    await eve.delete(f"/messages/conversations/{group}/participants/{eve.id}")
    await say(ann, group, "after")
    assert await lines(eve, group) == ["added", "between", "left"]
    assert await lines(bob, group) == ["created", "before", "added", "between", "left", "after"]
    left = await seen(eve, group)
    assert not any(left["can"].values())
    assert (left["lastSeq"], left["unreadCount"]) == (5, 1)
    refused = await eve.refused("POST", f"/messages/conversations/{group}/messages", json={"text": "wait"})
    assert refused == (403, "cannot_write")


async def test_who_left_learns_nothing_more(world: World) -> None:
    """A new title, a new member and new activity stay with those who are in the group."""
    ann, bob, eve, dan = await world.friends("ann", "bob", "eve", "dan")
    group = await talk(ann, bob, eve, title="Trip")
    await eve.delete(f"/messages/conversations/{group}/participants/{eve.id}")
    then = await seen(eve, group)
    await world.advance(1_000_000)
    await ann.put(f"/messages/conversations/{group}", title="Without Eve")
    await ann.post(f"/messages/conversations/{group}/participants", userIds=[dan.id])
    now = await seen(eve, group)
    assert {field for field in now if now[field] != then[field]} <= {"revision"}
    assert "dan" not in await roles(eve, group)


async def test_only_admins_remove_and_appoint(world: World) -> None:
    """A member may leave and bring others in; removing and appointing is for admins."""
    ann, bob, eve = await world.friends("ann", "bob", "eve")
    group = await talk(ann, bob, eve, title="Trip")
    of_eve, of_ann = (f"/messages/conversations/{group}/participants/{one.id}" for one in (eve, ann))
    assert await bob.refused("DELETE", of_eve) == (403, "only_admins")
    assert await bob.refused("PUT", of_eve, json={"role": "admin"}) == (403, "only_admins")
    assert await ann.refused("PUT", of_ann, json={"role": "member"}) == (409, "last_admin")
    await ann.put(of_eve, role="admin")
    await eve.delete(of_ann)
    assert await roles(bob, group) == {"bob": "member", "eve": "admin"}
    assert (await seen(ann, group))["can"]["send"] is False
    again = f"/messages/conversations/{group}/participants"
    assert await bob.refused("POST", again, json={"userIds": [ann.id]}) == (403, "only_admins")
    await eve.post(again, userIds=[ann.id])
    assert await lines(ann, group) == ["added"]


async def test_a_group_is_never_without_an_admin(world: World) -> None:
    """When the last admin leaves, who was in the group longest leads it."""
    ann, bob, eve = await world.friends("ann", "bob", "eve")
    group = await talk(ann, bob, title="Trip")
    await world.advance(1_000_000)
    await ann.post(f"/messages/conversations/{group}/participants", userIds=[eve.id])
    await ann.delete(f"/messages/conversations/{group}/participants/{ann.id}")
    assert await roles(eve, group) == {"bob": "admin", "eve": "member"}
    assert (await lines(eve, group))[-2:] == ["left", "promoted"]
    assert (await lines(ann, group))[-1] == "left"


async def test_who_left_comes_back_only_by_saying_yes(world: World) -> None:
    """Somebody who left is asked before they are in a group again, also by a friend."""
    ann, bob = await world.friends("ann", "bob")
    group = await talk(ann, bob, title="Trip")
    path = f"/messages/conversations/{group}/participants"
    await bob.delete(f"{path}/{bob.id}")
    await ann.post(path, userIds=[bob.id])
    assert (await seen(bob, group))["request"] is True
    assert (await listed(bob), await listed(bob, "requests")) == ([], [group])


async def test_a_group_has_a_limit(world: World) -> None:
    """A group takes as many as the server allows, also when two members bring in somebody at once."""
    async with open_world(world.folder.parent / "small", modules__messages__group_max=3) as small:
        ann, bob, eve, dan = await small.friends("ann", "bob", "eve", "dan")
        group = await talk(ann, bob, title="Trip")
        path = f"/messages/conversations/{group}/participants"
        answers = await asyncio.gather(
            *(person.ask("POST", path, json={"userIds": [other.id]}) for person, other in ((ann, eve), (bob, dan)))
        )
        assert sorted(answer.status_code for answer in answers) == [200, 409]
        everybody = {"participantIds": [bob.id, eve.id, dan.id]}
        assert (await ann.refused("POST", "/messages/conversations", json=everybody)) == (409, "too_many_participants")


async def test_bringing_in_and_leaving_twice_is_once(world: World) -> None:
    """Repeating what was done changes nothing and says nothing."""
    ann, bob, eve = await world.friends("ann", "bob", "eve")
    group = await talk(ann, bob, title="Trip")
    path = f"/messages/conversations/{group}/participants"
    for _ in range(2):
        await ann.post(path, userIds=[eve.id])
        await ann.put(f"/messages/conversations/{group}", title="Lake")
        await ann.put(f"{path}/{bob.id}", role="admin")
    for _ in range(2):
        await eve.delete(f"{path}/{eve.id}")
    assert await lines(ann, group) == ["created", "added", "renamed", "promoted", "left"]


async def test_numbers_have_no_gaps(world: World) -> None:
    """Whatever happens at once in a group, its lines are numbered one after the other."""
    ann, bob, eve = await world.friends("ann", "bob", "eve")
    group = await talk(ann, bob, title="Trip")
    path = f"/messages/conversations/{group}"
    writing = [person.post(f"{path}/messages", text=f"{at}") for at in range(10) for person in (ann, bob)]
    coming = [ann.post(f"{path}/participants", userIds=[eve.id]), bob.put(path, title="Lake")]
    await asyncio.gather(*writing, *coming)
    found = (await ann.get(f"{path}/messages", limit=100))["items"]
    assert sorted(line["seq"] for line in found) == list(range(1, 24))


async def test_what_happens_in_a_group_is_told_at_once(world: World) -> None:
    """Who is in a group hears who comes, what it is called and who goes; who goes hears that, and nothing after."""
    ann, bob, eve = await world.friends("ann", "bob", "eve")
    bobs, eves = await tab(bob), await tab(eve)
    group = await talk(ann, bob, title="Trip")
    [begun] = await bobs.told()
    assert (begun["type"], begun["data"]["conversation"]["title"]) == ("conversation.updated", "Trip")
    path = f"/messages/conversations/{group}"
    await ann.post(f"{path}/participants", userIds=[eve.id])
    assert await bobs.kinds() == ["message.received", "conversation.updated"]
    assert await eves.kinds() == ["message.received", "conversation.updated"]
    await ann.delete(f"{path}/participants/{eve.id}")
    line, gone = await eves.told()
    assert line["data"]["message"]["system"]["action"] == "removed"
    assert gone["data"]["conversation"]["can"]["send"] is False
    await ann.put(path, title="Lake")
    await ann.delete(f"{path}/participants/{ann.id}")
    told = await bobs.told()
    shared = [each["data"]["conversation"] for each in told if each["type"] == "conversation.updated"]
    assert [(one["title"], one["participantCount"], one["lastSeq"]) for one in shared] == [
        ("Trip", 2, 3),
        ("Lake", 2, 4),
        ("Lake", 1, 6),
    ]
    assert await eves.told() == []


async def test_who_is_put_into_a_group_by_a_stranger_hears_nothing(world: World) -> None:
    """A request makes no noise on any socket."""
    ann, bob = await world.persons("ann", "bob")
    bobs = await tab(bob)
    group = await talk(ann, bob, title="Offers")
    await say(ann, group, "buy now")
    await ann.put(f"/messages/conversations/{group}", title="Offers!")
    assert await bobs.told() == []


async def test_a_large_group(world: World) -> None:
    """A conversation shows fifty members, oneself among them; the others are on the pages of a list."""
    people = await world.persons(*(f"member{at}" for at in range(60)))
    group = await talk(people[0], *people[1:], title="Village")
    last = people[-1]
    found = await seen(last, group)
    assert (found["participantCount"], len(found["participants"])) == (60, 50)
    assert last.id in [one["id"] for one in found["participants"]]
    assert not any("lastReadSeq" in one for one in found["participants"] if one["id"] != last.id)
    names, page = [], await last.get(f"/messages/conversations/{group}/participants", limit=25)
    while True:
        names += [one["username"] for one in page["items"]]
        if page["next"] is None:
            break
        page = await last.get(f"/messages/conversations/{group}/participants", limit=25, cursor=page["next"])
    assert sorted(names) == sorted(one.name for one in people)


@pytest.mark.parametrize("title", ["\u200b", "pay\u202eroll", "\u2066x", "a\ufeffb"])
async def test_a_title_hides_nothing(world: World, title: str) -> None:
    """What cannot be seen, or turns letters around, is no part of a title; joined pictures are."""
    ann, bob = await world.friends("ann", "bob")
    new = {"participantIds": [bob.id], "title": title}
    assert await ann.refused("POST", "/messages/conversations", json=new) == (422, "invalid")
    group = await talk(ann, bob, title="us 👩\u200d🚀")
    assert await ann.refused("PUT", f"/messages/conversations/{group}", json={"title": title}) == (422, "invalid")
    assert (await seen(ann, group))["title"] == "us 👩\u200d🚀"
