"""People one may know, through the whole server."""

from typing import Any

import pytest

from minifb.kernel.clock import DAY, SECOND
from minifb.kernel.ids import new_id
from minifb.modules.users.rules.suggestions import nearest
from tests.world import Person, World


async def suggested(one: Person, kind: str = "mutualFriends") -> list[str]:
    """Name whom somebody may know, for a reason."""
    found = (await one.get("/users/suggestions", limit=100))["items"]
    return [each["user"]["username"] for each in found if each["reason"]["kind"] == kind]


async def knots(world: World, *pairs: str) -> dict[str, Person]:
    """Make friends of pairs such as `ann-bob`."""
    people = {name: await world.person(name) for pair in pairs for name in pair.split("-")}
    for pair in pairs:
        one, other = pair.split("-")
        await people[one].befriend(people[other])
    return people


async def test_friends_of_friends(world: World) -> None:
    """Whoever has most friends in common with one comes first, with how many and two of them; friends never come."""
    people = await knots(world, "ann-bob", "ann-cid", "ann-dan", "bob-eve", "cid-eve", "dan-eve", "bob-fay")
    found = (await people["ann"].get("/users/suggestions"))["items"]
    assert [(one["user"]["username"], one["reason"]["count"]) for one in found] == [("eve", 3), ("fay", 1)]
    assert [one["reason"]["kind"] for one in found] == ["mutualFriends"] * 2
    names = {card["username"] for card in found[0]["reason"]["names"]}
    assert len(names) == 2
    assert names < {"bob", "cid", "dan"}
    assert [card["username"] for card in found[1]["reason"]["names"]] == ["bob"]


async def test_whoever_knows_everybody_says_little(world: World) -> None:
    """A friend in common with few friends weighs more than one who is everybody's friend."""
    people = await knots(world, "ann-few", "ann-hub", "few-via", "hub-far", "hub-one", "hub-two", "hub-six", "hub-ten")
    assert (await suggested(people["ann"]))[0] == "via"


@pytest.mark.parametrize(
    "why", ["asked", "asks", "declined", "cancelled", "blocked", "blocks", "dismissed", "suspended", "away", "hides"]
)
async def test_who_is_never_suggested(world: World, why: str) -> None:
    """Nobody is suggested with whom there is something already, whom one does not want, or who does not show."""
    people = await knots(world, "ann-bob", "bob-eve")
    ann, eve = people["ann"], people["eve"]
    assert await suggested(ann) == ["eve"]
    if why in {"asked", "declined", "cancelled"}:
        await ann.post("/users/friends/request", userId=eve.id)
    if why in {"declined", "cancelled"}:
        await eve.delete(f"/users/friends/{ann.id}")
    match why:
        case "asks":
            await eve.post("/users/friends/request", userId=ann.id)
        case "cancelled":
            await ann.delete(f"/users/friends/{eve.id}")
        case "blocked":
            await ann.post("/users/blocks", userId=eve.id)
        case "blocks":
            await eve.post("/users/blocks", userId=ann.id)
        case "dismissed":
            await ann.delete(f"/users/suggestions/{eve.id}")
        case "suspended":
            await world.service("users").db.write(
                lambda tx: world.service("users").stand(tx, eve.id, suspended=True, told=99)
            )
        case "away":
            await eve.post("/users/deactivate")
        case "hides":
            await eve.put("/users/privacy", search="onlyMe")
    await world.settle()
    assert "eve" not in [one["user"]["username"] for one in (await ann.get("/users/suggestions"))["items"]]
    if why in {"asks", "declined", "cancelled"}:
        assert await suggested(eve) == []


async def test_mutual_friends_are_those_one_sees(world: World) -> None:
    """A friend in common who is away is neither counted nor named, and leads to nobody."""
    people = await knots(world, "ann-bob", "ann-cid", "bob-eve", "cid-eve", "bob-fay")
    await people["bob"].post("/users/deactivate")
    await world.settle()
    [one] = [one for one in (await people["ann"].get("/users/suggestions"))["items"] if one["reason"]["count"]]
    assert (one["user"]["username"], one["reason"]["count"]) == ("eve", 1)
    assert [card["username"] for card in one["reason"]["names"]] == ["cid"]


async def test_who_hides_their_friends_is_not_given_away(world: World) -> None:
    """Whoever shows nobody their friends is not suggested for a friend in common."""
    people = await knots(world, "ann-bob", "bob-eve")
    await people["eve"].put("/users/privacy", friends="onlyMe")
    assert await suggested(people["ann"]) == []


async def test_somebody_without_friends(world: World) -> None:
    """Who has few friends is shown who is new here, then whom many know; who takes no requests is left out."""
    people = await knots(world, "bob-cid", "bob-dan")
    shy = await world.person("shy")
    await shy.put("/users/privacy", requests="friendsOfFriends")
    await world.advance(40 * DAY)
    ann, new = await world.persons("ann", "new")
    assert (await suggested(ann, "newHere"), (await suggested(ann, "popular"))[0]) == (["new"], "bob")
    assert "shy" not in await suggested(ann, "popular")
    await ann.post("/users/blocks", userId=people["bob"].id)
    await ann.delete(f"/users/suggestions/{new.id}")
    assert await suggested(ann, "newHere") == []
    assert set(await suggested(ann, "popular")) == {"cid", "dan"}


async def test_suggestions_page_by_page(world: World) -> None:
    """Everybody is suggested once, page by page."""
    people = await knots(world, "ann-bob", "bob-cid", "bob-dan", "bob-eve", "cid-dan")
    await world.person("new")
    seen: list[str] = []
    query: dict[str, Any] = {"limit": 2}
    while query:
        page = await people["ann"].get("/users/suggestions", **query)
        seen += [one["user"]["username"] for one in page["items"]]
        query = {"limit": 2, "cursor": page["next"]} if page["next"] else {}
    assert (len(seen), set(seen)) == (4, {"cid", "dan", "eve", "new"})


async def test_only_whom_one_sees_is_dismissed(world: World) -> None:
    """Nobody can be dismissed who is not there; what was dismissed is erased with the member."""
    ann, bob = await world.persons("ann", "bob")
    assert await ann.refused("DELETE", f"/users/suggestions/{new_id()}") == (404, "not_found")
    for _ in range(2):
        await ann.delete(f"/users/suggestions/{bob.id}")
    receipt = (await bob.delete("/auth/account"))["receipt"]
    await world.advance(30 * DAY + SECOND)
    modules = (await world.stranger.get(f"/auth/account/deletion/{receipt}"))["modules"]
    assert modules["users"]["suggestion_dismissals"] == 1


def test_the_walk_has_an_end() -> None:
    """Friends who know few people are asked first, as many as the work allows, and at least one."""
    assert nearest([("a", 2), ("b", 3), ("c", 9), ("d", 10)], 6) == ["a", "b"]
    assert nearest([("hub", 5_000)], 100) == ["hub"]
    assert nearest([], 100) == []
