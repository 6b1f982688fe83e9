"""Analytics of searches: totals for admins, and nothing about anybody."""

from typing import Any

from sqlalchemy import text

from minifb.kernel.clock import DAY, SECOND
from tests.modules.auth.people import first_owner
from tests.modules.search.asking import look
from tests.world import Person, World

PATH = "/search/analytics"


async def totals(world: World, owner: Person, **query: int) -> Any:
    """Give what an admin is told, once all is written down."""
    world.clock.advance(4 * SECOND)
    await world.service("search").write_down_typed()
    return await owner.get(PATH, **query)


async def test_searches_and_clicks_are_counted(world: World) -> None:
    """How often is searched, followed and left is told as totals; each search once."""
    owner, ann = await first_owner(world), await world.person("ann")
    found = await ann.get("/search/posts", q="boats")
    for position in (3, 5):
        await ann.post(PATH, queryId=found["queryId"], event="click", resultId="some", position=position)
    other = await owner.get("/search/users", q="nobody")
    await owner.post(PATH, queryId=other["queryId"], event="abandon")
    told = await totals(world, owner)
    counted = {name: told[name] for name in ("searches", "withoutResults", "clicks", "abandoned", "clickThrough")}
    assert counted == {"searches": 2, "withoutResults": 2, "clicks": 1, "abandoned": 1, "clickThrough": 0.5}


async def test_a_query_is_told_when_three_people_asked_it(world: World) -> None:
    """What fewer looked for might tell of somebody, also when they ask every day."""
    owner, people = await first_owner(world), await world.persons("ann", "bob", "cleo")
    for one in people:
        await look(one, "boats", "Boats ")
    await look(people[0], "ann's secret")
    await look(people[1], "ann's secret")
    told = await totals(world, owner)
    assert [(one["query"], one["people"], one["searches"]) for one in told["top"]] == [("boats", 3, 6)]
    assert [one["query"] for one in told["without"]] == ["boats"]
    await world.advance(DAY)
    await look(await world.login("ann"), "ann's secret")
    owner = await world.login("olga")
    assert [one["query"] for one in (await totals(world, owner))["top"]] == ["boats"]


async def test_who_asked_is_forgotten_with_the_day(world: World) -> None:
    """When a day is over nothing tells who asked, and what few asked for is not kept; how often that was is."""
    owner, (ann, *_) = await first_owner(world), await world.persons("ann", "bob")
    await look(ann, "ann's secret", "boats")
    assert (await totals(world, owner))["searches"] == 2
    await world.advance(DAY)
    async with world.house.parts["search"].db.slow() as lent:
        for table in ("search_askers", "search_salts"):
            assert (await lent.execute(text(f"select count(*) from {table}"))).scalar() == 0
        assert [tuple(row) for row in await lent.execute(text("select query, searches from search_days"))] == [("", 2)]
        rows = await lent.execute(text("select * from search_days, search_askers, search_salts"))
        assert not [name for name in rows.keys() if "member" in name]  # noqa: SIM118 - of the result
    owner = await world.login("olga")
    assert (await owner.get(PATH))["searches"] == 2
    assert (await owner.get(PATH, days=1))["searches"] == 0


async def test_only_ones_own_search_is_followed(world: World) -> None:
    """Another's search, or one that there is not, is not counted; members do not read the totals."""
    ann, bob = await world.persons("ann", "bob")
    query_id = (await ann.get("/search/posts", q="boats"))["queryId"]
    for one in (query_id, "none"):
        assert await bob.refused("POST", PATH, json={"queryId": one, "event": "click"}) == (404, "not_found")
    assert await ann.refused("GET", PATH) == (403, "forbidden")
    body = {"queryId": query_id, "event": "sneeze"}
    assert (await ann.refused("POST", PATH, json=body))[0] == 422
