"""Trends: tags that many people use in public posts, as far as one sees them."""

from minifb.kernel.clock import DAY, HOUR
from minifb.modules.search.public import TrendingTag
from minifb.modules.search.rules import trending as rules
from minifb.modules.search.rules.trending import Crowd, Use
from tests.modules.auth.people import first_owner, staff
from tests.modules.search.asking import say, suggested
from tests.world import Person, World

PATH = "/search/trending"
PUBLIC = {"kind": "public"}


async def trends(person: Person, **query: str) -> dict[str, tuple[int, int]]:
    """Give the posts and people of each trend that a person sees."""
    items = (await person.get(PATH, **query))["items"]
    return {one["tag"]: (one["posts"], one["people"]) for one in items}


async def test_what_three_people_say_trends(world: World) -> None:
    """A tag trends when three people used it in public; one who uses it often is one."""
    ann, bob, cleo, dan = await world.persons("ann", "bob", "cleo", "dan")
    for _ in range(3):
        await say(ann, "Out again #Boats #alone")
    await say(bob, "me too #boats")
    assert await trends(dan) == {}
    await say(cleo, "#boats!")
    assert await trends(dan) == {"boats": (5, 3)}


async def test_who_answers_takes_part(world: World) -> None:
    """Who comments on a public post or reacts to it counts among the people of its tags, until it is taken back."""
    ann, bob, cleo, dan = await world.persons("ann", "bob", "cleo", "dan")
    first = await say(ann, "#boats")
    await cleo.post(f"/posts/{first}/reactions", type="like")
    comment = await dan.post(f"/posts/{first}/comments", text="nice")
    await world.settle()
    assert await trends(bob) == {}  # one alone makes no trend
    await say(bob, "#boats")
    assert await trends(bob) == {"boats": (2, 4)}
    await cleo.delete(f"/posts/{first}/reactions")
    await dan.delete(f"/posts/{first}/comments/{comment['id']}")
    await world.settle()
    assert await trends(bob) == {}


async def test_only_public_posts_count(world: World) -> None:
    """What is said to friends, taken back to friends, or deleted makes no trend."""
    ann, bob, cleo = await world.friends("ann", "bob", "cleo")
    posts = [await say(one, "#boats") for one in (ann, bob, cleo)]
    await say(ann, "#secret", "friends")
    assert await trends(ann) == {"boats": (3, 3)}
    await ann.put(f"/posts/{posts[0]}", audience={"kind": "friends"})
    assert await trends(ann) == {}
    await ann.put(f"/posts/{posts[0]}", audience=PUBLIC)
    await bob.delete(f"/posts/{posts[1]}")
    await world.settle()
    assert await trends(ann) == {}


async def test_nobody_counts_whom_one_does_not_see(world: World) -> None:
    """Whoever blocked one, or went away, is not counted for one; for others nothing changes."""
    ann, bob, cleo, dan, eve = await world.persons("ann", "bob", "cleo", "dan", "eve")
    for one in (ann, bob, cleo, dan):
        await say(one, "#boats")
    await ann.post("/users/blocks", userId=eve.id)
    assert (await trends(eve), await trends(bob)) == ({"boats": (3, 3)}, {"boats": (4, 4)})
    await bob.post("/users/deactivate")
    assert (await trends(eve), await trends(dan)) == ({}, {"boats": (3, 3)})


async def test_trends_pass(world: World) -> None:
    """What was said yesterday trends no more, but within its week; a week later nothing is left of it."""
    people = await world.persons("ann", "bob", "cleo")
    for one in people:
        await say(one, "#boats")
    await world.advance(DAY + HOUR)
    ann = await world.login("ann")
    assert (await trends(ann), await trends(ann, window="week")) == ({}, {"boats": (3, 3)})
    await world.advance(7 * DAY)
    assert await trends(await world.login("ann"), window="week") == {}


async def test_staff_can_veto(world: World) -> None:
    """A tag that a moderator vetoes neither trends nor is suggested, until it is allowed again."""
    owner = await first_owner(world)
    mia = await staff(world, owner, "mia", "moderator")
    ann, *others = await world.persons("ann", "bob", "cleo")
    for one in (ann, *others):
        await say(one, "#Boats")
    assert await ann.refused("PUT", f"{PATH}/vetoes/boats") == (403, "forbidden")
    await mia.put(f"{PATH}/vetoes/%23BOATS")
    assert await trends(ann) == {}
    assert await suggested(ann, "#bo") == []
    vetoed = (await mia.get(f"{PATH}/vetoes"))["items"]
    assert [(one["tag"], one["by"]["username"]) for one in vetoed] == [("boats", "mia")]
    await mia.delete(f"{PATH}/vetoes/boats")
    assert list(await trends(ann)) == ["boats"]
    assert await mia.refused("PUT", f"{PATH}/vetoes/not%20a%20tag") == (422, "no_tag")


def test_many_active_people_need_more_for_a_trend() -> None:
    """Where a thousand are active, fifty make a trend; in a small circle three."""
    assert [rules.people_needed(active) for active in (0, 12, 60, 100, 1_000)] == [3, 3, 3, 5, 50]


def test_what_is_new_is_stronger() -> None:
    """Six hours ago counts half; a tag more people take part in than before rises, another falls."""
    crowds = [Crowd("old", 18, 10, 10), Crowd("new", 0, 4, 0), Crowd("both", 2, 5, 5)]
    uses = [Use(tag, 9, 9) for tag in ("old", "new", "both")]
    assert rules.trending(crowds, uses, 3, 5) == [
        TrendingTag(tag="new", posts=9, people=4, trend="rising"),
        TrendingTag(tag="both", posts=9, people=5, trend="steady"),
        TrendingTag(tag="old", posts=9, people=10, trend="falling"),
    ]
