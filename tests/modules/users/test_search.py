"""Search, through the whole server."""

import pytest

from tests.world import World


@pytest.mark.parametrize(
    ("q", "found"),
    [("an", ["annie", "anna"]), ("zoe", ["zoe"]), ("MULL", ["annie"]), ("ann mul", ["annie"]), ("nn", []), ("-", [])],
)
async def test_search_finds_beginnings_of_names(world: World, q: str, found: list[str]) -> None:
    """Members are found by how their username or names begin, without capitals and accents, word by word."""
    await world.person("anna", firstName="Anna", lastName="Øster")
    await world.person("annie", firstName="Ann", lastName="Müller")
    zoe = await world.person("zoe", firstName="Zoë", lastName="Zed")
    assert [one["username"] for one in (await zoe.get("/users/search", q=q))["items"]] == found


async def test_search_page_by_page(world: World) -> None:
    """A search gives everybody once, in the order of the word they are found by, with what they are to the asker."""
    ann, bob = await world.friends("ann", "bob")
    first = await ann.get("/users/search", q="exam", limit=1)
    rest = await ann.get("/users/search", q="exam", limit=1, cursor=first["next"])
    assert [(one["id"], one["relation"]) for one in first["items"] + rest["items"]] == [
        (ann.id, "self"),
        (bob.id, "friends"),
    ]
    assert rest["next"] is None


async def test_who_may_be_found(world: World) -> None:
    """Of members whom others know of, those are drawn whom a member may find, with what they are to them."""
    ann, bob = await world.friends("ann", "bob")
    eve, dan = await world.persons("eve", "dan")
    await bob.put("/users/privacy", search="friends")
    await dan.post("/users/blocks", userId=eve.id)
    asked, ids = world.service("users").found, [ann.id, bob.id, eve.id, dan.id, "nobody"]

    async def relations(viewer_id: str) -> dict[str, str]:
        return {one.username: one.relation for one in (await asked(viewer_id, ids)).values()}

    assert await relations(ann.id) == {"ann": "self", "bob": "friends", "eve": "none", "dan": "none"}
    assert await relations(eve.id) == {"ann": "none", "eve": "self"}
    assert await relations("") == {}
