"""The community that a demo makes: what is promised of it, on a server that runs."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from minifb.demo import Inhabited
from minifb.kernel.clock import SetClock
from tests.demo.conftest import FARM, HAMLET, UNTIL, Hamlet, Silent, fill, sign_in
from tests.world import Person, open_world


async def latest(person: Person) -> list[dict[str, Any]]:
    """Read somebody's feed, newest first."""
    found: list[dict[str, Any]] = (await person.get("/posts/feed", mode="latest", limit=100))["items"]
    return found


async def test_both_accounts_sign_in_and_one_owns_the_server(hamlet: Hamlet) -> None:
    """Whoever starts a demo can look around as a member and administer the server; no set-up link is left."""
    owner, member = hamlet.people
    assert [one.role for one in hamlet.made.accounts] == ["owner", "member"]
    assert (await owner.get("/auth/registrations"))["items"] == []
    assert await member.refused("GET", "/auth/registrations") == (403, "forbidden")
    assert await hamlet.world.service("auth").owner_link() is None


async def test_nothing_was_refused(hamlet: Hamlet) -> None:
    """Nobody answers, reacts or votes where the server would not let them."""
    assert {what: count for what, count in hamlet.made.counts.items() if "refused" in what} == {}


async def test_a_feed_has_what_friends_said(hamlet: Hamlet) -> None:
    """Whoever signs in finds what their friends said lately, with answers and reactions."""
    for person in hamlet.people:
        friends = {each["user"]["id"] for each in (await person.get("/users/friends", limit=100))["items"]}
        items = await latest(person)
        assert len({item["author"]["id"] for item in items} & friends) > 4
        assert sum(item["counts"]["comments"] for item in items) > 20
        assert sum(sum(item["counts"]["reactions"].values()) for item in items) > 40


@pytest.mark.parametrize("kind", ["public", "friends", "friendsExcept", "specific", "list", "onlyMe"])
async def test_every_audience_is_used(hamlet: Hamlet, kind: str) -> None:
    """There are posts to everybody, to friends, to some of them, to a list, and to nobody."""
    assert hamlet.made.counts[f"posts to {kind}"] > 0


THINGS = ["polls", "votes", "shares", "lists", "follows", "edits", "waiting requests", "messages", "groups"]


@pytest.mark.parametrize("what", THINGS)
async def test_there_is_more_than_posts(hamlet: Hamlet, what: str) -> None:
    """A filled server shows what else people can do."""
    assert hamlet.made.counts[what] > 0


async def test_people_answer_each_other(hamlet: Hamlet) -> None:
    """Threads are several levels deep."""
    owner, _ = hamlet.people

    async def depth(post_id: str, parent_id: str | None = None) -> int:
        query = {"parentId": parent_id} if parent_id else {}
        items = (await owner.get(f"/posts/{post_id}/comments", **query))["items"]
        return 1 + max([await depth(post_id, item["id"]) for item in items], default=-1)

    assert max([await depth(item["id"]) for item in (await latest(owner))[:40]]) >= 3


async def test_time_went_by(hamlet: Hamlet) -> None:
    """Posts, answers and members carry the instants of the story, none of them later than its end."""
    owner, _ = hamlet.people
    times = [item["createdAt"] for item in await latest(owner)]
    assert times == sorted(times, reverse=True)
    assert times[-1] < "2026-05-20" < times[0] < "2026-05-28T21"
    joined = (await owner.get("/users/profile"))["createdAt"]
    assert joined.startswith("2026-04-28")


async def test_whom_a_post_is_not_for_does_not_see_it(hamlet: Hamlet) -> None:
    """A member finds nothing in their feed that is not public, of a friend, or their own."""
    for person in hamlet.people:
        near = {each["user"]["id"] for each in (await person.get("/users/friends", limit=100))["items"]} | {person.id}
        for item in await latest(person):
            assert item["audience"]["kind"] == "public" or item["author"]["id"] in near
            assert item["audience"]["kind"] != "onlyMe" or item["author"]["id"] == person.id


async def test_the_same_seed_makes_the_same_community(tmp_path: Path, hamlet: Hamlet) -> None:
    """Same seed, size and end: the same people say the same at the same instants, to the ids."""
    again = await fill(tmp_path / "again", HAMLET)
    assert again.counts == hamlet.made.counts
    async with open_world(tmp_path / "again", SetClock(UNTIL)) as world:
        for one, other in zip(await sign_in(world, again), hamlet.people, strict=True):
            assert await latest(one) == await latest(other)
            for path in ("/users/profile", "/users/friends?limit=100"):
                assert await one.get(path) == await other.get(path)


async def test_a_server_with_members_is_left_alone_unless_told(tmp_path: Path) -> None:
    """A filled server is not filled again by mistake; told so, it takes in more people, whose names are then others."""
    first = await fill(tmp_path, FARM)
    with pytest.raises(Inhabited):
        await fill(tmp_path, FARM)
    more = await fill(tmp_path, FARM, more=True)
    assert (more.counts["members"], more.counts["refused"]) == (FARM.members, 0)
    assert [one.role for one in more.accounts] == ["member", "member"]
    assert not {one.username for one in more.accounts} & {one.username for one in first.accounts}


async def test_an_interrupted_demo_leaves_a_whole_server(tmp_path: Path) -> None:
    """Whoever stops it half-way has a server that works, with what happened until then."""

    class Impatient(Silent):
        """Stops the demo half-way."""

        def step(self, count: int) -> None:
            """Stop when people have become friends."""
            if self.what == "requests":
                filling.cancel()

    filling = asyncio.create_task(fill(tmp_path, FARM, watch=Impatient()))
    with pytest.raises(asyncio.CancelledError):
        await filling
    async with open_world(tmp_path, SetClock(UNTIL)) as world:
        ann = await world.person("ann")
        assert (await ann.get("/users/search", q="a"))["items"]
        await world.indexed()
        health = await world.stranger.get("/health")
        assert (health["status"], health["dependencies"]["bus"]) == ("healthy", "up")
