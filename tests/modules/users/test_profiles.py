"""Profiles, through the whole server."""

from typing import Any

import pytest

from minifb.kernel.ids import new_id
from tests.world import World


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
        ({"avatarId": new_id()}, (422, "media_not_found")),
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
