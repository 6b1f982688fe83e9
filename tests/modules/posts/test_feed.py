"""The feed over HTTP: what is in it, in what order and why, with caches and without."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from minifb.kernel.clock import DAY, HOUR, MINUTE
from tests.world import Person, World, open_world

PUBLIC = {"kind": "public"}


@pytest.fixture(params=[True, False], ids=["cached", "uncached"])
async def world(tmp_path: Path, template: Path, request: pytest.FixtureRequest) -> AsyncIterator[World]:
    """A server with caches, and one without: what it answers is the same."""
    async with open_world(tmp_path / "data", template=template, cache=request.param) as world:
        yield world


async def texts(who: Person, **query: Any) -> list[str]:
    """What stands in somebody's feed, in order."""
    return [item["text"] for item in (await who.get("/posts/feed", **query))["items"]]


async def say(who: Person, *words: str, **fields: Any) -> list[str]:
    """Publish posts, a minute apart; give their ids."""
    ids = []
    for text in words:
        ids.append((await who.post("/posts", text=text, **fields))["id"])
        await who.world.advance(MINUTE)
    return ids


async def later(by: int, *people: Person) -> None:
    """Let more time pass than an access token lives; everybody signs in again."""
    world = people[0].world
    await world.advance(by)
    for who in people:
        who.token = (await world.login(who.name)).token


async def test_a_new_post_is_there_at_once(world: World) -> None:
    """A friend's new post, and the public one of whom one follows, are in the feed that is asked for next."""
    ann, bob = await world.friends("ann", "bob")
    cem = await world.person("cem")
    assert [await texts(ann, mode=mode) for mode in ("ranked", "latest")] == [[], []]
    await bob.post("/posts", text="hi")
    assert [await texts(ann, mode=mode) for mode in ("ranked", "latest")] == [["hi"], ["hi"]]
    await ann.post("/users/follows", userId=cem.id)
    await cem.post("/posts", text="to all", audience=PUBLIC)
    await cem.post("/posts", text="to friends")
    assert sorted(await texts(ann)) == ["hi", "to all"]


async def test_what_may_not_be_seen_is_gone_at_once(world: World) -> None:
    """A narrower audience, a deletion, an unfriending and a block each show in the next request."""
    ann, bob, cem = await world.friends("ann", "bob", "cem")
    one, two = await say(bob, "one", "two")
    await say(cem, "three")
    assert len(await texts(ann)) == 3
    await bob.put(f"/posts/{one}", audience={"kind": "onlyMe"})
    assert sorted(await texts(ann)) == ["three", "two"]
    await bob.put(f"/posts/{one}", audience={"kind": "friends"})
    assert "one" in await texts(ann)
    await bob.delete(f"/posts/{two}")
    assert sorted(await texts(ann)) == ["one", "three"]
    await cem.delete(f"/users/friends/{ann.id}")
    assert await texts(ann) == ["one"]
    await bob.post("/users/blocks", userId=ann.id)
    assert await texts(ann) == []


async def test_a_page_is_full_while_there_is_more(world: World) -> None:
    """When posts of a session are gone, the next page takes the following ones; nothing is shown twice."""
    ann, bob = await world.friends("ann", "bob")
    ids = await say(bob, *map(str, range(9)))
    first = await ann.get("/posts/feed", limit=3)
    for post_id in ids[:4]:
        await bob.delete(f"/posts/{post_id}")
    shown = {item["id"] for item in first["items"]}
    second = await ann.get("/posts/feed", limit=3, cursor=first["next"])
    left = set(ids[4:]) - shown
    assert {item["id"] for item in second["items"]} <= left
    assert len(second["items"]) == min(3, len(left))


async def test_a_session_keeps_its_order(world: World) -> None:
    """While new posts arrive and are answered, the pages of a session go on as they were; a new one begins with them.

    A session that was lost meanwhile goes on all the same.
    """
    ann, bob = await world.friends("ann", "bob")
    await say(bob, *map(str, range(7)))
    whole = await texts(ann)
    page = await ann.get("/posts/feed", limit=3)
    found = [item["text"] for item in page["items"]]
    await world.advance(MINUTE)
    [new] = await say(bob, "new")
    await ann.post(f"/posts/{new}/comments", text="oh")
    await later(31 * MINUTE, ann)
    while page["next"]:
        page = await ann.get("/posts/feed", limit=3, cursor=page["next"])
        found += [item["text"] for item in page["items"]]
    assert found == whole
    assert (await texts(ann))[0] == "new"


async def test_how_many_are_new(world: World) -> None:
    """New posts of others are counted since the feed was asked for, and do not change it by themselves."""
    ann, bob = await world.friends("ann", "bob")
    await texts(ann)
    await world.advance(MINUTE)
    await say(bob, "one", "two")
    await say(bob, "mine alone", audience={"kind": "onlyMe"})
    await say(ann, "own")
    assert await ann.get("/posts/feed/new-count") == {"count": 2}
    assert await ann.get("/posts/feed/new-count", since="2026-01-01T00:01:30Z") == {"count": 1}


async def test_what_was_seen_stands_back(world: World) -> None:
    """A post that was seen stands behind an older one that was not; one seen three times is not ranked any more."""
    ann, bob, cem = await world.friends("ann", "bob", "cem")
    await say(bob, "older")
    [newer] = await say(cem, "newer")
    assert await texts(ann) == ["newer", "older"]
    await ann.post("/posts/feed/seen", postIds=[newer, "nothing"])
    assert await texts(ann) == ["older", "newer"]
    for _ in "23":
        await ann.post("/posts/feed/seen", postIds=[newer])
    assert [item["why"]["terms"] == [] for item in (await ann.get("/posts/feed"))["items"]] == [False, True]
    assert (await ann.get(f"/posts/feed/{newer}/why"))["score"] == 0
    await world.advance(MINUTE)
    await bob.post(f"/posts/{newer}/comments", text="look")
    await world.advance(MINUTE)
    assert await texts(ann) == ["newer", "older"]
    assert (await ann.get(f"/posts/feed/{newer}/why"))["reason"] == "1 friend commented since you saw it"


async def test_ones_own_post(world: World) -> None:
    """One's own post stands behind the others, until a friend comments."""
    ann, bob = await world.friends("ann", "bob")
    await say(bob, "bob's")
    [own] = await say(ann, "own")
    assert await texts(ann) == ["bob's", "own"]
    await bob.post(f"/posts/{own}/comments", text="nice")
    await world.advance(MINUTE)
    assert await texts(ann) == ["own", "bob's"]
    assert await texts(ann, mode="latest") == ["own", "bob's"]


async def test_less_of_somebody(world: World) -> None:
    """Of whom one wants to see less stands further back, for thirty days or until one says otherwise."""
    ann, bob, cem = await world.friends("ann", "bob", "cem")
    await say(bob, "bob's")
    await say(cem, "cem's")
    assert await texts(ann) == ["cem's", "bob's"]
    await ann.put(f"/posts/feed/authors/{cem.id}", level="less")
    assert await texts(ann) == ["bob's", "cem's"]
    await ann.put(f"/posts/feed/authors/{cem.id}", level="normal")
    assert await texts(ann) == ["cem's", "bob's"]
    await ann.put(f"/posts/feed/authors/{cem.id}", level="less")
    await later(30 * DAY, ann)
    assert await texts(ann) == ["cem's", "bob's"]
    assert await ann.refused("PUT", "/posts/feed/authors/nobody", json={"level": "less"}) == (404, "not_found")


async def test_who_is_seen_first(world: World) -> None:
    """Whom one sees first stands in front of what is newer and much discussed, and the feed says so."""
    ann, bob, cem = await world.friends("ann", "bob", "cem")
    await say(bob, "bob's")
    [loud] = await say(cem, "cem's")
    await bob.post(f"/posts/{loud}/comments", text="oh")
    assert await texts(ann) == ["cem's", "bob's"]
    await ann.post("/users/follows", userId=bob.id, first=True)
    items = (await ann.get("/posts/feed"))["items"]
    assert [(item["text"], item["why"]["reason"]) for item in items] == [
        ("bob's", "You see Bob first"),
        ("cem's", "Cem is your friend"),
    ]


async def test_who_is_muted_or_hidden(world: World) -> None:
    """A muted member's posts and a hidden post are in no feed, until they are wanted again."""
    ann, bob = await world.friends("ann", "bob")
    one, _ = await say(bob, "one", "two")
    page = await ann.get("/posts/feed", limit=1)
    await ann.put(f"/posts/{one}/hide")
    assert [await texts(ann), await texts(ann, mode="latest")] == [["two"], ["two"]]
    await ann.post("/users/mutes", userId=bob.id)
    assert [await texts(ann), await texts(ann, mode="latest")] == [[], []]
    assert (await ann.get("/posts/feed", cursor=page["next"]))["items"] == []
    await ann.delete(f"/users/mutes/{bob.id}")
    await ann.delete(f"/posts/{one}/hide")
    assert sorted(await texts(ann)) == ["one", "two"]


async def test_a_small_circle_has_a_full_page(world: World) -> None:
    """What is old is still there: ranked for 90 days, then newest first, with neither gap nor repetition."""
    ann, bob = await world.friends("ann", "bob")
    for number in range(6):
        await say(bob, str(number))
        await later(40 * DAY, ann, bob)
    assert await texts(ann) == ["5", "4", "3", "2", "1", "0"]
    found: list[tuple[str, str]] = []
    cursor: str | None = None
    while cursor or not found:
        page = await ann.get("/posts/feed", limit=1, **({"cursor": cursor} if cursor else {}))
        found += [(item["text"], item["why"]["reason"]) for item in page["items"]]
        cursor = page["next"]
    assert [text for text, _ in found] == ["5", "4", "3", "2", "1", "0"]
    assert [reason for _, reason in found[-2:]] == ["An older post of Bob"] * 2


async def test_why_a_post_is_there(world: World) -> None:
    """Who asks why is told every factor with what changes it, the same as in the feed, and their product."""
    ann, bob, cem = await world.friends("ann", "bob", "cem")
    [post] = await say(bob, "talk of the town")
    await later(20 * DAY, ann, cem)
    await ann.post(f"/posts/{post}/comments", text="mine does not count")
    await cem.post(f"/posts/{post}/comments", text="oh")
    await cem.post(f"/posts/{post}/reactions", type="wow")
    await later(24 * HOUR, ann)
    [item] = (await ann.get("/posts/feed"))["items"]
    told = await ann.get(f"/posts/feed/{post}/why")
    assert {term["name"]: term["text"] for term in told["terms"]} == {
        "affinity": "you sometimes answer Bob's posts: \u00d71.8",
        "people": "1 commented, 1 reacted: \u00d73",
        "age": "21 days old: \u00d74.8e-07",
    }
    assert item["why"]["reason"] == told["reason"] == "Bob is your friend"
    brief = {term["name"]: term["factor"] for term in item["why"]["terms"]}
    assert brief == {term["name"]: term["factor"] for term in told["terms"]}
    product = 1.0
    for term in told["terms"]:
        product *= term["factor"]
    assert abs(product - told["score"]) < 1e-9


async def test_why_of_what_is_no_ones_business(world: World) -> None:
    """There is no why of a post that is not in one's feed, seen or not; a blocked member leaves no trace in one."""
    ann, bob, cem = await world.persons("ann", "bob", "cem")
    await ann.befriend(bob)
    [strange] = await say(cem, "public", audience=PUBLIC)
    assert await ann.refused("GET", f"/posts/feed/{strange}/why") == (404, "not_found")
    [post] = await say(bob, "hi", audience=PUBLIC)
    await cem.post(f"/posts/{post}/comments", text="oh")
    before = await ann.get(f"/posts/feed/{post}/why")
    await ann.post("/users/blocks", userId=cem.id)
    after = await ann.get(f"/posts/feed/{post}/why")
    assert [next(t["factor"] for t in told["terms"] if t["name"] == "people") for told in (before, after)] != [1, 1]
    assert next(t["factor"] for t in after["terms"] if t["name"] == "people") == 1


async def test_the_feed_remembers_its_order(world: World) -> None:
    """Ranked or latest, and how fresh: chosen once, it holds on every device."""
    ann, bob = await world.friends("ann", "bob")
    assert await ann.get("/posts/feed/preferences") == {"mode": "ranked", "balance": 50, "halfLifeHours": 24}
    await say(ann, "own")
    await say(bob, "bob's")
    assert "why" in (await ann.get("/posts/feed"))["items"][0]
    told = await ann.put("/posts/feed/preferences", mode="latest", balance=0)
    assert told == {"mode": "latest", "balance": 0, "halfLifeHours": 12}
    phone = await world.login("ann")
    assert ["why" in item for item in (await phone.get("/posts/feed"))["items"]] == [False, False]
    assert (await ann.put("/posts/feed/preferences", mode=None))["mode"] == "ranked"
    assert (await ann.refused("PUT", "/posts/feed/preferences", json={"balance": 101}))[0] == 422


async def test_nobody_fills_the_feed(world: World) -> None:
    """Of a friend who posts all the time there are never three in a row while others said something."""
    ann, bob, cem = await world.friends("ann", "bob", "cem")
    await say(cem, *"abc")
    await say(bob, *"123456")
    found = await texts(ann)
    authors = ["bob" if text.isdigit() else "cem" for text in found]
    assert all(len(set(authors[at : at + 3])) == 2 for at in range(5))
    assert sorted(found) == sorted("123456abc")


async def test_who_comes_back_is_there_at_once(world: World) -> None:
    """A friend who was away is in the feed again with the next request after they sign in."""
    ann, bob = await world.friends("ann", "bob")
    await say(bob, "hi")
    assert await texts(ann) == ["hi"]
    await bob.post("/users/deactivate")
    await world.settle()
    assert await texts(ann) == []
    await world.login("bob")
    await world.settle()
    assert await texts(ann) == ["hi"]


@pytest.mark.parametrize("mode", ["newest", "null", "NULL", ""])
async def test_a_mode_that_is_none_is_refused(world: World, mode: str) -> None:
    """A feed is asked for by its name or by none: a word that is no mode, `null` among them, is said to be wrong."""
    ann = await world.person("ann")
    assert await ann.refused("GET", "/posts/feed", params={"mode": mode}) == (422, "invalid")
