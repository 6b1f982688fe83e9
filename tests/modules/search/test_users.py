"""Finding members, over HTTP."""

from pathlib import Path

from minifb.kernel.clock import DAY
from minifb.kernel.ids import new_id
from minifb.modules.auth.public import UserActivated, UserRegistered, UserRestored, UserSuspended
from tests.modules.search.finding import called, lagging, learnt, pages
from tests.modules.search.town import open_searchers
from tests.world import World

FOUND = {
    "ann": ["ann", "annie"],
    "muller": ["annie"],
    "ANN mül": ["annie"],
    "Jahn": ["ann"],
    "jhon": ["ann"],
    "zoe_x": ["zoe_x"],
    "@zoe": ["zoe_x"],
    "nobody": [],
}


async def test_people_are_found_by_their_names(world: World) -> None:
    """Members are found by names and usernames in part, in any order, with a wrong letter; who is called so, first."""
    ann = await world.person("ann", firstName="Ann", lastName="John")
    await world.person("annie", firstName="Anna", lastName="Müller")
    await world.person("zoe_x", firstName="Zoë", lastName="Zed")
    await learnt(world)
    assert {q: await called(ann, q) for q in FOUND} == FOUND


async def test_friends_come_first(world: World) -> None:
    """Of members who are called alike friends come first, and it is told what they are to one."""
    ann, bob = await world.persons("ann", "bob")
    eves = [await world.person(name, firstName="Eve", lastName="Hill") for name in ("eve1", "eve2", "eve3")]
    await ann.befriend(eves[1])
    await learnt(world)
    told = await ann.get("/search/users", q="eve")
    assert [one["user"]["username"] for one in told["items"]] == ["eve2", "eve1", "eve3"]
    assert [one["user"]["relation"] for one in told["items"]] == ["friends", "none", "none"]
    assert told["facets"] == {"friends": 1, "none": 2}
    assert told["items"][0]["highlights"][0] == {"field": "firstName", "text": "Eve", "spans": [{"start": 0, "end": 3}]}
    assert [one["user"]["username"] for one in await pages(bob, "/search/users", q="eve hill", limit=1)] == [
        "eve1",
        "eve2",
        "eve3",
    ]


async def test_who_does_not_want_to_be_found_is_not(world: World) -> None:
    """Who may find a member is their own choice, and counts at once, in lists, numbers and pages."""
    ann, bob = await world.friends("ann", "bob")
    eve = await world.person("eve")
    await learnt(world)
    assert await called(eve, "ann") == ["ann"]
    await ann.put("/users/privacy", search="friends")
    assert (await called(eve, "ann"), await called(bob, "ann")) == ([], ["ann"])
    await ann.put("/users/privacy", search="onlyMe")
    assert (await called(bob, "ann"), await called(ann, "ann")) == ([], ["ann"])
    assert (await bob.get("/search/users", q="ann"))["facets"] == {}


async def test_who_is_not_there_is_not_found(world: World) -> None:
    """Blocked, suspended, renamed: found at once as they are now, also while the index lags."""
    ann, bob, eve = await world.persons("ann", "bob", "eve")
    await learnt(world)
    async with lagging(world):
        await bob.post("/users/blocks", userId=ann.id)
        assert await called(bob, "ann") == await called(ann, "bob") == []
        assert await called(eve, "ann") == ["ann"]
        await ann.put("/users/profile", firstName="Joan")
        await world.settle()
        assert await called(eve, "ann example") == []
    await learnt(world)
    assert await called(eve, "joan") == ["ann"]
    auth = world.service("auth")
    await auth.db.write(lambda tx: tx.publish(UserSuspended(user_id=ann.id, until=None, revision=50)))
    await learnt(world)
    assert await called(eve, "joan") == []
    await auth.db.write(lambda tx: tx.publish(UserRestored(user_id=ann.id, revision=51)))
    await learnt(world)
    assert await called(eve, "joan") == ["ann"]


async def test_refusals(world: World) -> None:
    """A name must be asked for; who is not signed in finds nobody."""
    ann = await world.person("ann")
    assert await ann.refused("GET", "/search/users", params={"q": " "}) == (422, "query_empty")
    assert await ann.refused("GET", "/search/users", params={"q": "x" * 201}) == (422, "query_too_long")
    assert (await world.stranger.refused("GET", "/search/users", params={"q": "ann"}))[0] == 401


async def test_a_username_is_found_among_many_who_are_called_so(tmp_path: Path) -> None:
    """Who has just the username that is asked for comes first, however many have that for a name."""
    async with open_searchers(tmp_path, tmp_path) as social:
        ann = await social.member("ann")
        for at in range(120):
            told = {"user_id": new_id(), "username": f"other{at}", "first_name": "Ann", "last_name": "Example"}
            social.clock.advance(DAY)
            await social.tell(UserRegistered(**told, revision=1), UserActivated(user_id=told["user_id"], revision=2))
        asker = await social.member("asker")
        await social.learn()
        first = await social.search.find_users(asker, "Ann", 5, None)
        assert first.items[0].user.id == ann.id
        assert first.facets == {"none": 100}
