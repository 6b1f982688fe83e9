"""Polls in posts, through the whole server."""

from typing import Any

import pytest

from minifb.kernel.clock import DAY, MINUTE, wire
from tests.world import Person, World

PUBLIC = {"kind": "public"}


async def asked(who: Person, *options: str, **poll: Any) -> dict[str, Any]:
    """Publish a post with a poll."""
    return await who.post("/posts", text="Which?", poll={"options": options or ("red", "blue"), **poll})  # type: ignore[no-any-return]


async def vote(who: Person, post: dict[str, Any], *options: int) -> dict[str, Any]:
    """Vote for options by their place."""
    ids = [post["poll"]["options"][at]["id"] for at in options]
    return await who.put(f"/posts/{post['id']}/vote", optionIds=ids)  # type: ignore[no-any-return]


def tally(poll: dict[str, Any]) -> tuple[list[int], int]:
    """Give the votes for each option, and how many voted."""
    return [option["votes"] for option in poll["options"]], poll["votes"]


async def test_a_poll_counts_votes(world: World) -> None:
    """Everybody who sees a post votes in its poll and sees what the votes add up to, and their own."""
    ann, bob = await world.friends("ann", "bob")
    post = await asked(ann, " red ", "blue")
    assert ([one["text"] for one in post["poll"]["options"]], post["poll"]["closesAt"]) == (["red", "blue"], None)
    await vote(ann, post, 0)
    mine = await vote(bob, post, 1)
    assert (tally(mine), mine["myVotes"]) == (([1, 1], 2), [post["poll"]["options"][1]["id"]])
    assert (await bob.get(f"/posts/{post['id']}"))["poll"] == mine
    assert (await ann.get("/posts/feed", mode="latest"))["items"][0]["poll"]["myVotes"] == [
        post["poll"]["options"][0]["id"]
    ]


async def test_a_vote_takes_the_place_of_the_earlier_one(world: World) -> None:
    """One member has one vote: another replaces it, the same again changes nothing, none takes it back."""
    ann = await world.person("ann")
    post = await asked(ann)
    assert [tally(await vote(ann, post, at)) for at in (0, 1, 1)] == [([1, 0], 1), ([0, 1], 1), ([0, 1], 1)]
    assert tally(await vote(ann, post)) == ([0, 0], 0)


async def test_several_options_where_the_poll_takes_them(world: World) -> None:
    """A poll takes one option unless it was made for several; who chooses two is still one who voted."""
    ann = await world.person("ann")
    one, several = await asked(ann), await asked(ann, multiple=True)
    both = {"json": {"optionIds": [option["id"] for option in one["poll"]["options"]]}}
    assert (await ann.refused("PUT", f"/posts/{one['id']}/vote", **both))[0] == 422
    assert (await ann.refused("PUT", f"/posts/{several['id']}/vote", **both))[0] == 422
    assert tally(await vote(ann, several, 0, 1)) == ([1, 1], 1)


async def test_a_poll_closes(world: World) -> None:
    """After its time a poll takes no votes and gives none back; what there is stays to be read."""
    ann = await world.person("ann")
    post = await asked(ann, closesAt=wire(world.clock.now() + MINUTE).isoformat())
    await vote(ann, post, 0)
    await world.advance(MINUTE)
    path = f"/posts/{post['id']}"
    assert await ann.refused("PUT", f"{path}/vote", json={"optionIds": []}) == (409, "poll_closed")
    assert tally((await ann.get(path))["poll"]) == ([1, 0], 1)


@pytest.mark.parametrize(
    "poll",
    [
        {"options": ["one"]},
        {"options": [str(at) for at in range(11)]},
        {"options": ["a", "b" * 101]},
        {"options": ["a", " "]},
        {"options": ["a", "a "]},
        {"options": ["a", "b"], "closesAt": "2020-01-01T00:00:00Z"},
        {"options": ["a", "b"], "closesAt": wire(1_767_225_600_000_000 + 367 * DAY).isoformat()},
        {"options": ["a", "b"], "closesAt": "2026-01-02T00:00:00"},
    ],
)
async def test_polls_that_cannot_be(world: World, poll: dict[str, Any]) -> None:
    """Two to ten different options of at most a hundred characters, closing within a year."""
    ann = await world.person("ann")
    assert (await ann.refused("POST", "/posts", json={"text": "?", "poll": poll}))[0] == 422


async def test_asking_something_else_begins_again(world: World) -> None:
    """Other options drop all votes and keep the earlier options in the history; another closing time keeps them."""
    ann = await world.person("ann")
    post = await asked(ann)
    path = f"/posts/{post['id']}"
    await vote(ann, post, 0)
    later = {"options": ["red", "blue"], "closesAt": wire(world.clock.now() + DAY).isoformat()}
    kept = await ann.put(path, poll=later)
    assert (tally(kept["poll"]), kept["editedAt"]) == (([1, 0], 1), None)
    changed = await ann.put(path, poll={"options": ["red", "green"]})
    assert (tally(changed["poll"]), changed["poll"]["myVotes"], changed["editedAt"] is None) == (([0, 0], 0), [], False)
    assert [one["pollOptions"] for one in (await ann.get(f"{path}/history"))["items"]] == [["red", "blue"]]
    old = {"json": {"optionIds": [post["poll"]["options"][0]["id"]]}}
    assert (await ann.refused("PUT", f"{path}/vote", **old))[0] == 422
    assert (await ann.put(path, poll=None))["poll"] is None
    assert await ann.refused("PUT", f"{path}/vote", **old) == (409, "no_poll")


async def test_who_may_not_see_a_poll_does_not_vote(world: World) -> None:
    """A stranger cannot vote in a poll for friends, and sees none of it."""
    ann, eve = await world.persons("ann", "eve")
    post = await asked(ann)
    assert await eve.refused("PUT", f"/posts/{post['id']}/vote", json={"optionIds": []}) == (404, "not_found")


async def test_votes_of_members_who_are_away_do_not_count(world: World) -> None:
    """While a member is away their vote does not count; when they are back it does."""
    ann, bob = await world.friends("ann", "bob")
    post = await asked(ann)
    await vote(bob, post, 0)
    await bob.post("/users/deactivate")
    await world.advance(0)
    assert tally((await ann.get(f"/posts/{post['id']}"))["poll"]) == ([0, 0], 0)
    await world.login("bob")
    await world.advance(0)
    assert tally((await ann.get(f"/posts/{post['id']}"))["poll"]) == ([1, 0], 1)
