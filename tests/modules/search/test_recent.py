"""Recent searches: one's own, and clearable."""

from minifb.kernel.clock import DAY, SECOND
from minifb.modules.search.rules.recent import KEPT
from tests.modules.search.asking import look, suggested
from tests.world import Person, World

PATH = "/search/recent"


async def recent(person: Person, **query: object) -> list[str]:
    """Give what a person looked for, the latest first."""
    return [one["query"] for one in (await person.get(PATH, **query))["items"]]


async def test_what_one_looked_for_is_kept_for_oneself(world: World) -> None:
    """The latest comes first, the same query once; another member sees nothing of it."""
    ann, bob = await world.persons("ann", "bob")
    await look(ann, "boats", "flat  white", "Boats")
    assert (await recent(ann), await recent(bob)) == (["Boats", "flat white"], [])
    page = await ann.get(PATH, limit=1)
    assert await recent(ann, limit=1, cursor=page["next"]) == ["flat white"]


async def test_half_a_word_on_the_way_is_not_kept(world: World) -> None:
    """Whoever types and is answered at every letter looked for what they ended with."""
    ann = await world.person("ann")
    for query in ("b", "bo", "boats", "boat"):
        await ann.get("/search/posts", q=query)
    assert await recent(ann) == ["boat"]


async def test_earlier_searches_are_suggested(world: World) -> None:
    """Before anything is typed the latest are suggested, then those that begin so."""
    ann = await world.person("ann")
    await look(ann, "boats", "flat white")
    await recent(ann)
    assert await suggested(ann) == ["flat white", "boats"]
    assert (await suggested(ann, "wh"), await suggested(ann, "hite")) == (["flat white"], [])


async def test_they_are_cleared_one_by_one_or_all(world: World) -> None:
    """A member forgets one search, or all of them; another's there is not."""
    ann, bob = await world.persons("ann", "bob")
    await look(ann, "boats", "books", "bikes")
    first = (await ann.get(PATH))["items"][0]["id"]
    assert await bob.refused("DELETE", f"{PATH}/{first}") == (404, "not_found")
    await ann.delete(f"{PATH}/{first}")
    assert await recent(ann) == ["books", "boats"]
    await ann.delete(PATH)
    assert (await recent(ann), await suggested(ann, "boa")) == ([], [])


async def test_few_are_kept_and_not_for_ever(world: World) -> None:
    """The fiftieth last search is the oldest that is kept, and half a year later it is forgotten too."""
    ann = await world.person("ann")
    search = world.service("search")
    for number in range(KEPT + 5):
        await search.note_search(ann, "posts", f"number {number}", 1)
        world.clock.advance(4 * SECOND)
    kept = await recent(ann, limit=100)
    assert (len(kept), kept[-1]) == (KEPT, "number 5")
    await world.advance(181 * DAY)
    assert await recent(await world.login("ann")) == []
