"""History: what was said, in both directions from anywhere."""

from typing import Any

from tests.modules.messages.talking import say, talk
from tests.world import Person, World


async def chat(world: World, count: int) -> tuple[Person, str, list[str]]:
    """A conversation of so many messages, as its second member reads it."""
    ann, bob = await world.friends("ann", "bob")
    room = await talk(ann, bob)
    ids = [await say(ann, room, str(at + 1)) for at in range(count)]
    return bob, f"/messages/conversations/{room}/messages", ids


def said(page: dict[str, Any]) -> list[int]:
    """The messages of a page by what they say."""
    return [int(one["text"]) for one in page["items"]]


async def test_back_to_the_beginning(world: World) -> None:
    """From the latest one reads back, page by page, to the first."""
    bob, path, _ = await chat(world, 5)
    first = await bob.get(path, limit=2)
    second = await bob.get(path, limit=2, cursor=first["next"])
    third = await bob.get(path, limit=2, cursor=second["next"])
    assert [said(first), said(second), said(third)] == [[5, 4], [3, 2], [1]]
    assert third["next"] is None


async def test_around_a_message(world: World) -> None:
    """A message is shown with what is around it, and from there one reads on in both directions."""
    bob, path, ids = await chat(world, 9)
    around = await bob.get(path, around=ids[4], limit=4)
    assert said(around) == [6, 5, 4, 3]
    assert said(await bob.get(path, limit=4, cursor=around["next"])) == [2, 1]
    later = await bob.get(path, limit=2, cursor=around["previous"])
    assert said(later) == [7, 8]
    last = await bob.get(path, limit=2, cursor=later["next"])
    assert (said(last), last["next"]) == ([9], None)
    assert said(await bob.get(path, around="1", limit=2)) == [1]
    ends = await bob.get(path, around="9", limit=20)
    assert (said(ends), ends["next"], ends["previous"]) == ([9, 8, 7, 6, 5, 4, 3, 2, 1], None, None)


async def test_before_and_after(world: World) -> None:
    """What was said before or after a message is found by its id or its number."""
    bob, path, ids = await chat(world, 5)
    assert said(await bob.get(path, before=ids[3], limit=2)) == [3, 2]
    assert said(await bob.get(path, before="4", limit=2)) == [3, 2]
    assert said(await bob.get(path, after=ids[3])) == [5]
    assert said(await bob.get(path, after="0", limit=2)) == [1, 2]
    assert said(await bob.get(path, before="1")) == said(await bob.get(path, after="5")) == []


async def test_what_names_no_message(world: World) -> None:
    """Two places at once, one that is none, and a message of another conversation are refused."""
    bob, path, ids = await chat(world, 1)
    for query in ({"before": "1", "after": "1"}, {"around": "x"}, {"before": "9" * 20}, {"limit": 101}):
        assert (await bob.refused("GET", path, params=query))[0] in {400, 422}
    cid = await world.person("cid")
    await cid.befriend(bob)
    other = await talk(bob, cid)
    assert await bob.refused("GET", f"/messages/conversations/{other}/messages", params={"around": ids[0]}) == (
        404,
        "not_found",
    )
    page = await bob.get(path, limit=1)
    assert page["next"] is None


async def test_a_cursor_is_for_one_reader(world: World) -> None:
    """The cursor of one member opens nothing for another."""
    bob, path, _ = await chat(world, 3)
    page = await bob.get(path, limit=1)
    told = await world.people["ann"].refused("GET", path, params={"cursor": page["next"]})
    assert told == (400, "bad_cursor")


async def test_a_group_begins_where_one_joined(world: World) -> None:
    """Who joins later reads what is said from then on; who left reads what was said until then."""
    ann, bob, cid = await world.friends("ann", "bob", "cid")
    room = await talk(ann, bob, title="two")
    before = await say(ann, room, "1")
    await ann.post(f"/messages/conversations/{room}/participants", userIds=[cid.id])
    await say(ann, room, "2")
    await bob.delete(f"/messages/conversations/{room}/participants/{bob.id}")
    after = await say(ann, room, "3")
    path = f"/messages/conversations/{room}/messages"
    texts = {
        one.name: [line["text"] for line in (await one.get(path))["items"] if line["kind"] == "text"]
        for one in (ann, bob, cid)
    }
    assert texts == {"ann": ["3", "2", "1"], "bob": ["2", "1"], "cid": ["3", "2"]}
    assert await cid.refused("GET", f"/messages/{before}") == (404, "not_found")
    assert await bob.refused("GET", f"/messages/{after}") == (404, "not_found")
