"""Suggestions while one types: people, tags, and what one looked for before."""

from tests.modules.search.asking import say, suggested
from tests.world import World

PATH = "/search/suggestions"


async def test_people_come_by_the_beginning_of_a_name(world: World) -> None:
    """Half a word of a first name, last name or username is enough, with or without its accents and capitals."""
    ann = await world.person("ann")
    await world.person("zoe99", firstName="Zoë", lastName="Ångström")
    await world.settle()
    for typed in ("zo", "ZOË", "angs", "ang zo", "zoë å", "@zoe", "hello @zoe9"):
        assert await suggested(ann, typed) == ["Zoë Ångström"], typed
    assert await suggested(ann, "ngstr") == []


async def test_friends_come_first(world: World) -> None:
    """Of all who are called so, friends are suggested before others."""
    me, *_ = await world.persons("me1", "maa", "mab", "mac")
    await me.befriend(await world.person("maz"))
    await world.settle()
    assert await suggested(me, "ma", limit=3) == ["Maz Example", "Maa Example", "Mab Example"]


async def test_nobody_is_suggested_who_may_not_be_found(world: World) -> None:
    """Whoever blocked one, went away, or lets only friends find them is not suggested to strangers."""
    me, *people = await world.persons("me1", "maa", "mab", "mac", "mad")
    await world.settle()  # who registered is found a moment later
    assert len(await suggested(me, "ma")) == 4
    await people[0].post("/users/blocks", userId=me.id)
    await me.post("/users/blocks", userId=people[1].id)
    await people[2].put("/users/privacy", search="friends")
    await people[3].post("/users/deactivate")
    assert await suggested(me, "ma") == []
    await me.befriend(people[2])
    assert await suggested(me, "ma") == ["Mac Example"]


async def test_more_are_looked_for_where_some_may_not_be_found(world: World) -> None:
    """Many who do not want to be found do not hide those who may."""
    me = await world.person("me1")
    for number in range(9):
        shy = await world.person(f"maa{number}")
        await shy.put("/users/privacy", search="onlyMe")
    await world.person("maz")
    await world.settle()
    assert await suggested(me, "ma", limit=2) == ["Maz Example"]


async def test_tags_are_those_of_public_posts(world: World) -> None:
    """A tag is suggested when somebody whom one sees used it in public; the most used first, accents aside."""
    ann, bob, eve = await world.persons("ann", "bob", "eve")
    await say(ann, "#boats #Böller #books")
    await say(bob, "#books")
    await say(ann, "#bohemia", "friends")
    assert await suggested(eve, "#bo") == ["#books", "#boats", "#böller"]
    assert await suggested(eve, "boo") == ["#books"]
    await ann.post("/users/blocks", userId=eve.id)
    assert await suggested(eve, "#bo") == ["#books"]


async def test_only_what_begins_so(world: World) -> None:
    """A mention means people alone, a # tags alone; a second word means no tag."""
    ann = await world.person("ann")
    await say(ann, "#annual #anna")
    everything = await suggested(ann, "ann")
    assert everything == ["Ann Example", "#anna", "#annual"]
    assert (await suggested(ann, "@ann"), await suggested(ann, "#ann")) == (everything[:1], everything[1:])
    assert await suggested(ann, "ann exam") == ["Ann Example"]


async def test_suggestions_are_for_members(world: World) -> None:
    """Who is not signed in is suggested nothing; too much typing is refused."""
    ann = await world.person("ann")
    assert (await world.stranger.refused("GET", f"{PATH}?q=a"))[0] == 401
    assert (await ann.refused("GET", f"{PATH}?q={'a' * 201}"))[0] in (400, 422)
    assert await suggested(ann, "!?") == []
