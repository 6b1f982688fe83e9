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
