"""The routes of users, through the whole server."""

from typing import Any

import pytest

from minifb.kernel.clock import DAY
from minifb.kernel.ids import new_id
from tests.world import Person, World


async def test_a_new_member_has_a_profile(world: World) -> None:
    """Registering makes the profile: the card, empty fields, no friends and posts yet."""
    ann = await world.person("ann")
    profile = await ann.get("/users/profile")
    assert (profile["id"], profile["username"], profile["firstName"], profile["relation"]) == (
        ann.id,
        "ann",
        "Ann",
        "self",
    )
    assert (profile["bio"], profile["links"], profile["counts"]) == (None, [], {"friends": 0, "posts": 0})


async def test_a_profile_changes_in_parts(world: World) -> None:
    """What is left out of a change stays, null empties, and others see the change."""
    ann, bob = await world.friends("ann", "bob")
    links = [{"title": "Home", "url": "https://example.org"}]
    await ann.put("/users/profile", bio="Hello\nthere", location="Łódź", birthday="1990-02-03", links=links)
    await ann.put("/users/profile", lastName="Åse", location=None)
    seen = await bob.get(f"/users/{ann.id}")
    assert (seen["bio"], seen["location"], seen["lastName"]) == ("Hello\nthere", None, "Åse")
    assert (seen["birthday"], seen["links"], seen["relation"]) == ("1990-02-03", links, "friends")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"firstName": ""}, (422, "invalid")),
        ({"firstName": "x" * 65}, (422, "invalid")),
        ({"firstName": "a\u202eb"}, (422, "invalid")),
        ({"bio": "x" * 501}, (422, "invalid")),
        ({"birthday": "1990-13-01"}, (422, "invalid")),
        ({"birthday": "2999-01-01"}, (422, "invalid")),
        ({"location": "x" * 101}, (422, "invalid")),
        ({"links": [{"title": "x", "url": "javascript:alert(1)"}]}, (422, "invalid")),
        ({"links": [{"title": "", "url": "https://example.org"}] * 6}, (422, "invalid")),
        ({"username": "root"}, (422, "invalid")),
        ({"avatarId": new_id()}, (503, "media_unavailable")),
    ],
)
async def test_what_a_profile_cannot_say(world: World, body: dict[str, Any], expected: tuple[int, str]) -> None:
    """Fields out of their limits, hidden characters, and pictures before there are any, are refused."""
    ann = await world.person("ann")
    assert await ann.refused("PUT", "/users/profile", json=body) == expected


async def test_a_member_is_found_by_id_and_by_name(world: World) -> None:
    """`/users/{id}` takes an id or @username in any capitals; a stranger's birthday is absent."""
    ann, bob = await world.persons("ann", "bob")
    await ann.put("/users/profile", birthday="1990-02-03")
    by_id, by_name = await bob.get(f"/users/{ann.id}"), await bob.get("/users/@ANN")
    assert by_id == by_name
    assert (by_id["relation"], "birthday" in by_id) == ("none", False)
    for name in ("ann", "@nobody", new_id(), "@"):
        assert await bob.refused("GET", f"/users/{name}") == (404, "not_found")


async def relations(one: Person, other: Person) -> tuple[str, str]:
    """What two members are to each other, as each of them sees it."""
    seen = [(await who.get(f"/users/{whom.id}"))["relation"] for who, whom in ((one, other), (other, one))]
    return seen[0], seen[1]


async def test_asking_and_accepting(world: World) -> None:
    """A request is seen by both, accepted by its id or by who sent it, and doing either twice changes nothing."""
    ann, bob = await world.persons("ann", "bob")
    asked = [await ann.ask("POST", "/users/friends/request", json={"userId": bob.id}) for _ in range(2)]
    assert [(one.status_code, one.json()["status"]) for one in asked] == [(201, "requested")] * 2
    assert await relations(ann, bob) == ("requested", "asksYou")
    [waiting] = (await bob.get("/users/friends", status="requests"))["items"]
    assert (waiting["status"], waiting["user"]["id"], waiting["id"]) == ("asksYou", ann.id, asked[0].json()["id"])
    assert [one["user"]["id"] for one in (await ann.get("/users/friends", status="sent"))["items"]] == [bob.id]
    for name in (waiting["id"], ann.id):
        assert (await bob.put(f"/users/friends/{name}/accept"))["status"] == "friends"
    assert await relations(ann, bob) == ("friends", "friends")
    assert (await ann.get("/users/profile"))["counts"]["friends"] == 1


async def test_declining_is_silent(world: World) -> None:
    """The sender of a declined request still sees it as sent; after thirty days it may be sent again."""
    ann, bob = await world.persons("ann", "bob")
    await ann.post("/users/friends/request", userId=bob.id)
    await bob.delete(f"/users/friends/{ann.id}")
    for days, seen in ((0, "none"), (29, "none"), (2, "asksYou")):
        await world.advance(days * DAY)
        ann, bob = [await world.login(name) for name in ("ann", "bob")]
        await ann.post("/users/friends/request", userId=bob.id)
        assert await relations(ann, bob) == ("requested", seen)


async def test_unfriending_is_silent_and_complete(world: World) -> None:
    """Unfriending ends it for both, counts included; a second time changes nothing."""
    ann, bob = await world.friends("ann", "bob")
    for _ in range(2):
        await ann.delete(f"/users/friends/{bob.id}")
    assert await relations(ann, bob) == ("none", "none")
    assert [(await who.get("/users/profile"))["counts"]["friends"] for who in (ann, bob)] == [0, 0]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("POST", "/users/friends/request", 404),
        ("PUT", "/users/friends/{ghost}/accept", 404),
        ("PUT", "/users/friends/{bob}/accept", 404),
        ("DELETE", "/users/friends/{ghost}", 404),
        ("GET", "/users/friends?userId={bob}&status=requests", 403),
        ("GET", "/users/friends?userId={ghost}", 404),
        ("POST", "/users/blocks", 404),
    ],
)
async def test_what_names_nobody(world: World, method: str, path: str, status: int) -> None:
    """Nobody can be befriended, accepted or blocked who is not there, and others' requests are theirs."""
    ann, bob = await world.persons("ann", "bob")
    body = {"json": {"userId": new_id()}} if method == "POST" else {}
    assert (await ann.refused(method, path.format(ghost=new_id(), bob=bob.id), **body))[0] == status


@pytest.mark.parametrize("path", ["/users/friends/request", "/users/blocks"])
async def test_not_oneself(world: World, path: str) -> None:
    """One cannot befriend or block oneself."""
    ann = await world.person("ann")
    assert await ann.refused("POST", path, json={"userId": ann.id}) == (422, "about_yourself")


async def test_a_block_hides_each_from_the_other(world: World) -> None:
    """Blocked members are no friends and get 404 for each other everywhere; unblocking brings nothing back."""
    ann, bob, eve = await world.friends("ann", "bob", "eve")
    for _ in range(2):
        await ann.post("/users/blocks", userId=bob.id)
    for who, whom in ((ann, bob), (bob, ann)):
        assert await who.refused("GET", f"/users/{whom.id}") == (404, "not_found")
        assert await who.refused("GET", f"/users/@{whom.name}") == (404, "not_found")
        assert await who.refused("POST", "/users/friends/request", json={"userId": whom.id}) == (404, "not_found")
        assert await who.refused("GET", f"/users/friends?userId={whom.id}") == (404, "not_found")
        assert [one["id"] for one in (await who.get("/users/search", q="example"))["items"]] == sorted({who.id, eve.id})
        eves = (await who.get("/users/friends", userId=eve.id))["items"]
        assert [one["user"]["id"] for one in eves] == [who.id]
    assert [card["id"] for card in (await ann.get("/users/blocks"))["items"]] == [bob.id]
    for _ in range(2):
        await ann.delete(f"/users/blocks/{bob.id}")
    assert await relations(ann, bob) == ("none", "none")


async def test_a_block_drops_requests(world: World) -> None:
    """A request that waited is gone after a block, also when the block is lifted."""
    ann, bob = await world.persons("ann", "bob")
    await bob.post("/users/friends/request", userId=ann.id)
    await ann.post("/users/blocks", userId=bob.id)
    await ann.delete(f"/users/blocks/{bob.id}")
    assert await relations(ann, bob) == ("none", "none")


async def test_a_block_by_both_needs_both_to_lift_it(world: World) -> None:
    """When each blocked the other, one of them lifting it changes nothing for either."""
    ann, bob = await world.persons("ann", "bob")
    await ann.post("/users/blocks", userId=bob.id)
    await bob.post("/users/blocks", userId=ann.id)
    await ann.delete(f"/users/blocks/{bob.id}")
    assert await ann.refused("GET", f"/users/{bob.id}") == (404, "not_found")


async def test_friends_page_by_page(world: World) -> None:
    """Friends come newest first, page by page, without gap or repeat."""
    ann, *others = await world.persons("ann", "bob", "cid", "dan", "eve")
    for other in others:
        await ann.befriend(other)
        world.clock.advance(1)
    seen, cursor = [], None
    while cursor or not seen:
        page = await ann.get("/users/friends", limit=3, **({"cursor": cursor} if cursor else {}))
        seen += [one["user"]["id"] for one in page["items"]]
        cursor = page["next"]
    assert seen == [other.id for other in reversed(others)]


@pytest.mark.parametrize(
    ("q", "found"),
    [("an", ["anna", "annie"]), ("zoe", ["zoe"]), ("MULL", ["annie"]), ("ann mul", ["annie"]), ("nn", []), ("-", [])],
)
async def test_search_finds_beginnings_of_names(world: World, q: str, found: list[str]) -> None:
    """Members are found by how their username or names begin, without capitals and accents, word by word."""
    await world.person("anna", firstName="Anna", lastName="Øster")
    await world.person("annie", firstName="Ann", lastName="Müller")
    zoe = await world.person("zoe", firstName="Zoë", lastName="Zed")
    assert [one["username"] for one in (await zoe.get("/users/search", q=q))["items"]] == found


async def test_search_page_by_page(world: World) -> None:
    """A search gives everybody once, in the order of usernames, with what they are to the asker."""
    ann, bob = await world.friends("ann", "bob")
    first = await ann.get("/users/search", q="exam", limit=1)
    rest = await ann.get("/users/search", q="exam", limit=1, cursor=first["next"])
    assert [(one["id"], one["relation"]) for one in first["items"] + rest["items"]] == [
        (ann.id, "self"),
        (bob.id, "friends"),
    ]
    assert rest["next"] is None


async def test_posts_are_counted(world: World) -> None:
    """A profile tells how many posts a member shares with anybody, and not those they keep to themselves."""
    ann = await world.person("ann")
    post = await ann.post("/posts", text="one")
    await ann.post("/posts", text="mine", audience={"kind": "onlyMe"})
    for count, act in ((1, None), (0, {"kind": "onlyMe"}), (1, {"kind": "public"})):
        if act:
            await ann.put(f"/posts/{post['id']}", audience=act)
        await world.settle()
        assert (await ann.get("/users/profile"))["counts"]["posts"] == count
    await ann.delete(f"/posts/{post['id']}")
    await world.settle()
    assert (await ann.get("/users/profile"))["counts"]["posts"] == 0


async def test_a_new_username_is_found_and_the_old_is_not(world: World) -> None:
    """After a change of name the member is found by the new one alone."""
    ann, bob = await world.persons("ann", "bob")
    await ann.put("/auth/username", username="annabel")
    await world.settle()
    assert (await bob.get("/users/@annabel"))["id"] == ann.id
    assert await bob.refused("GET", "/users/@ann") == (404, "not_found")
