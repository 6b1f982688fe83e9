"""Friend lists, through the whole server."""

from typing import Any

import pytest

from minifb.kernel.clock import DAY, SECOND
from minifb.kernel.ids import new_id
from minifb.modules.users.public import FriendListChanged
from tests.modules.users.told import told
from tests.world import Person, World


async def close_of(one: Person) -> str:
    """Find somebody's list of close friends."""
    found: str = (await one.get("/users/lists"))["items"][0]["id"]
    return found


async def on(one: Person, list_id: str) -> set[str]:
    """Name who is on a list."""
    return {card["id"] for card in (await one.get(f"/users/lists/{list_id}/members"))["items"]}


async def test_everybody_has_close_friends(world: World) -> None:
    """The list of close friends is there when one looks for it, once, and it keeps its name and stays."""
    ann = await world.person("ann")
    for _ in range(2):
        [close] = (await ann.get("/users/lists"))["items"]
        assert (close["kind"], close["name"], close["count"]) == ("close", "Close friends", 0)
    path = f"/users/lists/{close['id']}"
    assert await ann.refused("DELETE", path) == (409, "close_friends_stay")
    assert await ann.refused("PUT", path, json={"name": "Best"}) == (409, "close_friends_stay")


async def test_lists_are_made_renamed_and_deleted(world: World) -> None:
    """A list has a name of its own; close friends come first; a deleted list is gone and told to be empty."""
    ann, bob = await world.friends("ann", "bob")
    made = await ann.ask("POST", "/users/lists", json={"name": "Family"})
    assert made.status_code == 201
    path = f"/users/lists/{made.json()['id']}"
    await ann.put(f"{path}/members/{bob.id}")
    assert (await ann.put(path, name="Kin"))["name"] == "Kin"
    assert [one["name"] for one in (await ann.get("/users/lists"))["items"]] == ["Close friends", "Kin"]
    assert (await ann.get(path))["count"] == 1
    await ann.delete(path)
    assert await ann.refused("GET", path) == (404, "not_found")
    events = [one for one in await told(world, FriendListChanged) if one.list_id == made.json()["id"]]
    assert [(one.member_ids, one.revision) for one in events] == [([], 1), ([bob.id], 2), ([], 3)]


async def test_a_list_is_filled_at_once(world: World) -> None:
    """One request says who is on a list, and it is told once; saying the same again tells nothing."""
    ann, bob, eve = await world.friends("ann", "bob", "eve")
    close = await close_of(ann)
    for _ in range(2):
        assert (await ann.put(f"/users/lists/{close}/members", userIds=[bob.id, eve.id]))["count"] == 2
    await ann.put(f"/users/lists/{close}/members", userIds=[eve.id])
    await ann.delete(f"/users/lists/{close}/members/{bob.id}")
    assert await on(ann, close) == {eve.id}
    members = [one.member_ids for one in await told(world, FriendListChanged)]
    assert members == [[], sorted([bob.id, eve.id]), [eve.id]]


async def test_a_list_page_by_page(world: World) -> None:
    """Lists and who is on them come page by page."""
    ann, *others = await world.friends("ann", "bob", "cid", "dan")
    close = await close_of(ann)
    await ann.post("/users/lists", name="Family")
    for path, expected in (("/users/lists", 2), (f"/users/lists/{close}/members", 3)):
        await ann.put(f"/users/lists/{close}/members", userIds=[one.id for one in others])
        first = await ann.get(path, limit=1)
        rest = await ann.get(path, cursor=first["next"])
        assert len({one["id"] for one in first["items"] + rest["items"]}) == expected


@pytest.mark.parametrize(
    ("method", "path", "body", "expected"),
    [
        ("PUT", "/users/lists/{close}/members/{eve}", None, (409, "only_friends")),
        ("PUT", "/users/lists/{close}/members/{ghost}", None, (404, "not_found")),
        ("PUT", "/users/lists/{close}/members/{ann}", None, (422, "about_yourself")),
        ("PUT", "/users/lists/{close}/members", {"userIds": ["{bob}", "{eve}"]}, (409, "only_friends")),
        ("PUT", "/users/lists/{close}/members", {"userIds": ["{ghost}"]}, (409, "only_friends")),
        ("PUT", "/users/lists/{ghost}/members/{bob}", None, (404, "not_found")),
        ("POST", "/users/lists", {"name": ""}, (422, "invalid")),
        ("POST", "/users/lists", {"name": " "}, (422, "invalid")),
        ("POST", "/users/lists", {"name": "a\u202eb"}, (422, "invalid")),
        ("POST", "/users/lists", {"name": "Family"}, (409, "list_name_taken")),
    ],
)
async def test_what_a_list_refuses(world: World, method: str, path: str, body: Any, expected: tuple[int, str]) -> None:
    """Only friends are on lists, and every list has a name that shows and that no other has."""
    ann, bob = await world.friends("ann", "bob")
    eve = await world.person("eve")
    names = {"close": await close_of(ann), "ann": ann.id, "bob": bob.id, "eve": eve.id, "ghost": new_id()}
    await ann.post("/users/lists", name="Family")
    if body and "userIds" in body:
        body = {"userIds": [one.format(**names) for one in body["userIds"]]}
    assert await ann.refused(method, path.format(**names), **({"json": body} if body else {})) == expected


async def test_lists_are_nobody_elses_business(world: World) -> None:
    """Another's list is not there: not to be read, filled, renamed or deleted."""
    ann, bob = await world.friends("ann", "bob")
    path = f"/users/lists/{await close_of(ann)}"
    for method, where in (("GET", ""), ("PUT", ""), ("DELETE", ""), ("GET", "/members"), ("PUT", "/members")):
        body = {"json": {"userIds": []} if where else {"name": "Mine"}} if method == "PUT" else {}
        assert await bob.refused(method, path + where, **body) == (404, "not_found")


async def test_lists_have_an_end(world: World) -> None:
    """A member has as many lists as the server allows."""
    ann = await world.person("ann")
    await ann.get("/users/lists")
    world.service("users").settings = type(world.service("users").settings)(lists_max=2)
    await ann.post("/users/lists", name="One")
    assert await ann.refused("POST", "/users/lists", json={"name": "Two"}) == (409, "too_many_lists")


@pytest.mark.parametrize("end", ["unfriend", "unfriended", "block", "blocked"])
async def test_who_is_no_friend_is_on_no_list(world: World, end: str) -> None:
    """Unfriending and blocking, by whichever of the two, take both off each other's lists, and it is told."""
    ann, bob, eve = await world.friends("ann", "bob", "eve")
    lists = {one: await close_of(one) for one in (ann, bob)}
    await ann.put(f"/users/lists/{lists[ann]}/members", userIds=[bob.id, eve.id])
    await bob.put(f"/users/lists/{lists[bob]}/members", userIds=[ann.id])
    who, whom = (ann, bob) if end in {"unfriend", "block"} else (bob, ann)
    if end.startswith("un"):
        await who.delete(f"/users/friends/{whom.id}")
    else:
        await who.post("/users/blocks", userId=whom.id)
    assert (await on(ann, lists[ann]), await on(bob, lists[bob])) == ({eve.id}, set())
    last = {one.list_id: one for one in await told(world, FriendListChanged)}
    assert [last[lists[one]].member_ids for one in (ann, bob)] == [[eve.id], []]


async def test_who_is_away_stays_on_lists(world: World) -> None:
    """A friend who is away is not shown on a list, and is on it again when they are back, filled anew or not."""
    ann, bob, eve = await world.friends("ann", "bob", "eve")
    close = await close_of(ann)
    await ann.put(f"/users/lists/{close}/members", userIds=[bob.id])
    await bob.post("/users/deactivate")
    await world.settle()
    assert await on(ann, close) == set()
    await ann.put(f"/users/lists/{close}/members", userIds=[eve.id])
    await world.login("bob")
    await world.settle()
    assert await on(ann, close) == {bob.id, eve.id}


async def test_an_erased_member_is_on_no_list(world: World) -> None:
    """Who is erased is taken off the lists of others, and has none."""
    ann, bob = await world.friends("ann", "bob")
    lists = [await close_of(one) for one in (ann, bob)]
    await ann.put(f"/users/lists/{lists[0]}/members", userIds=[bob.id])
    await bob.put(f"/users/lists/{lists[1]}/members", userIds=[ann.id])
    receipt = (await bob.delete("/auth/account"))["receipt"]
    await world.advance(30 * DAY + SECOND)
    modules = (await world.stranger.get(f"/auth/account/deletion/{receipt}"))["modules"]
    assert modules["users"]["friend_lists"] == 1
    last = {one.list_id: one.member_ids for one in await told(world, FriendListChanged)}
    assert [last[one] for one in lists] == [[], []]
