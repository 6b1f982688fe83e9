"""Finding posts, over HTTP."""

from minifb.kernel.clock import DAY, MINUTE, wire
from minifb.kernel.http.policy import Actor
from minifb.modules.posts.public import Audience
from minifb.modules.posts.rules.posts import NewPost
from tests.modules.search.finding import lagging, later, learnt, pages, texts
from tests.pictures import encoded
from tests.pictures import photo as picture
from tests.world import Person, World

PUBLIC = {"kind": "public"}


async def say(who: Person, *texts: str, **more: object) -> list[str]:
    """Post something to everybody; give the ids."""
    return [(await who.post("/posts", text=text, **{"audience": PUBLIC, **more}))["id"] for text in texts]


async def test_half_a_word_finds_a_post(world: World) -> None:
    """A friend finds what was said to friends by half a word; a stranger does not, nor who was left out."""
    ann, bob, cid = await world.friends("ann", "bob", "cid")
    eve = await world.person("eve")
    await ann.post("/posts", text="We climbed the Matterhorn", audience={"kind": "friendsExcept", "ids": [cid.id]})
    await learnt(world)
    for q in ("matterh", "Matterhorn", "climbed matterh", '"the matterhorn"', "materhorn"):
        assert await texts(bob, q) == await texts(ann, q) == ["We climbed the Matterhorn"], q
        assert await texts(eve, q) == await texts(cid, q) == [], q


FOUND = {
    "cafe": "Un café crème",
    "CREME un": "Un café crème",
    "creem ": "Un café crème",
    "東京": "東京タワーに行った",
    "京タ": "東京タワーに行った",
    "京東": None,
    "straße": "Die Strasse ist lang",
    "'strasse' lang": "Die Strasse ist lang",
    '"lang ist"': None,
    "un -café": None,
    'die -"die lang"': "Die Strasse ist lang",
    "amour": "Tout l'amour",
    "wat": "Water",
    '"wat"': None,
    "no such words": None,
}


async def test_how_words_are_found(world: World) -> None:
    """Capitals, accents and a wrong letter do not matter; words without spaces, phrases and what is left out do."""
    ann = await world.person("ann")
    await say(ann, *filter(None, dict.fromkeys(FOUND.values())))
    await learnt(world)
    assert {q: await texts(ann, q) for q in FOUND} == {q: [text] if text else [] for q, text in FOUND.items()}


async def test_filters_find_posts(world: World) -> None:
    """By whom, with which tag, with what in it, and when: in the words or beside them."""
    ann, bob = await world.friends("ann", "bob")
    await say(ann, "Early tea #Café")
    ann, bob = await later(world, 40 * DAY, ann, bob)
    await say(ann, "Late tea https://example.org/x")
    await say(bob, "Tea? #cafe", poll={"options": ["yes", "no"]})
    await learnt(world)
    border = wire(world.clock.now() - DAY).date().isoformat()
    assert await texts(ann, "tea from:@bob") == await texts(ann, "tea", **{"from": "@bob"}) == ["Tea? #cafe"]
    assert await texts(ann, "from:me #cafe") == await texts(bob, "from:ann", tag="#café") == ["Early tea #Café"]
    assert await texts(ann, "has:link") == await texts(ann, has="link") == ["Late tea https://example.org/x"]
    assert await texts(ann, "tea has:poll") == ["Tea? #cafe"]
    assert await texts(ann, f"tea before:{border}") == await texts(ann, "tea", before=border) == ["Early tea #Café"]
    assert set(await texts(ann, f"after:{border} -from:bob")) == {"Late tea https://example.org/x"}
    assert await texts(ann, "tea from:nobody_here") == []


async def test_a_photo_is_found(world: World) -> None:
    """A post with a photo is found by what it has, also one without a word; without the photo it is found no more."""
    ann, bob = await world.friends("ann", "bob")
    photo = await ann.upload(encoded(picture(64, 48), "JPEG"))
    post = await ann.post("/posts", text="", mediaIds=[photo["id"]])
    await say(ann, "no photo")
    await learnt(world)
    told = await bob.get("/search/posts", q="has:photo from:ann")
    assert [one["post"]["media"][0]["id"] for one in told["items"]] == [photo["id"]]
    assert told["facets"]["has"] == {"photo": 1}
    await ann.put(f"/posts/{post['id']}", text="gone", mediaIds=[])
    await learnt(world)
    assert await texts(bob, "has:photo") == []


async def test_the_order_of_what_is_found(world: World) -> None:
    """Friends' posts come first, then what is fresh; asked for the newest, age alone decides."""
    ann, bob = await world.friends("ann", "bob")
    eve = await world.person("eve")
    await say(bob, "old tea of a friend")
    ann, eve = await later(world, 200 * DAY, ann, eve)
    await say(eve, "some tea of a stranger")
    ann, eve = await later(world, 10 * DAY, ann, eve)
    await say(eve, "new tea of a stranger")
    await learnt(world)
    newest = ["new tea of a stranger", "some tea of a stranger", "old tea of a friend"]
    assert await texts(ann, "tea") == ["old tea of a friend", "new tea of a stranger", "some tea of a stranger"]
    assert await texts(ann, "tea", sort="newest") == newest


async def test_the_words_are_marked(world: World) -> None:
    """Where the words stand is told in code points of what is shown."""
    ann = await world.person("ann")
    await say(ann, "🎉 Ein Café in Paris")
    await learnt(world)
    [found] = (await ann.get("/search/posts", q="cafe par"))["items"]
    [light] = found["highlights"]
    assert light == {
        "field": "text",
        "text": "🎉 Ein Café in Paris",
        "spans": [{"start": 6, "end": 10}, {"start": 14, "end": 19}],
    }
    assert found["score"] > 0


async def test_facets_divide_what_was_found(world: World) -> None:
    """The first page tells how what one may see divides: by what it has, by year, by people; nothing else counts."""
    ann, bob = await world.friends("ann", "bob")
    eve = await world.person("eve")
    await say(ann, "tea https://example.org")
    ann, bob, eve = await later(world, 366 * DAY, ann, bob, eve)
    await say(ann, "more tea")
    await say(bob, "tea too", audience={"kind": "friends"})
    await learnt(world)
    told = await ann.get("/search/posts", q="tea", limit=1)
    assert told["facets"]["of"] == 3
    assert told["facets"]["has"] == {"link": 1}
    assert told["facets"]["years"] == {"2027": 2, "2026": 1}
    assert [(one["user"]["username"], one["count"]) for one in told["facets"]["people"]] == [("ann", 2), ("bob", 1)]
    assert (await eve.get("/search/posts", q="tea"))["facets"]["of"] == 2
    assert "facets" not in await ann.get("/search/posts", q="tea", limit=1, cursor=told["next"])


async def test_pages_give_everything_once(world: World) -> None:
    """Page by page everything is found once, in the order of the first page; also when the server forgot meanwhile."""
    ann, eve = await world.persons("ann", "eve")
    ids = await say(ann, *(f"tea number {at}" for at in range(7)))
    await learnt(world)
    whole = [one["post"]["id"] for one in (await eve.get("/search/posts", q="tea", limit=100))["items"]]
    assert sorted(whole) == sorted(ids)
    assert [one["post"]["id"] for one in await pages(eve, "/search/posts", q="tea", limit=2)] == whole
    first = await eve.get("/search/posts", q="tea", limit=3)
    ann, eve = await later(world, 20 * MINUTE, ann, eve)
    second = await eve.get("/search/posts", q="tea", limit=3, cursor=first["next"])
    assert [one["post"]["id"] for one in first["items"] + second["items"]] == whole[:6]
    assert second["queryId"] == first["queryId"]
    for asked in ({"q": "other"}, {"q": "tea", "sort": "newest"}, {"q": "tea", "tag": "x"}):
        options = {"params": {**asked, "cursor": first["next"]}}
        assert await eve.refused("GET", "/search/posts", **options) == (400, "bad_cursor")
    mine = {"params": {"q": "tea", "cursor": first["next"]}}
    assert await ann.refused("GET", "/search/posts", **mine) == (400, "bad_cursor")


async def test_more_than_a_batch_is_found(world: World) -> None:
    """Who goes on and on finds all there is, however much the index gives at once."""
    ann = await world.person("ann")
    author = Actor(id=ann.id, role="member", kind="member")
    for at in range(230):
        world.clock.advance(1)
        await world.service("posts").publish(author, NewPost(text=f"tea {at}", audience=Audience("public")))
    await learnt(world)
    found = [one["post"]["text"] for one in await pages(ann, "/search/posts", q="tea", limit=60)]
    assert len(found) == len(set(found)) == 230
    newest = [one["post"]["text"] for one in await pages(ann, "/search/posts", q="tea", limit=60, sort="newest")]
    assert newest == [f"tea {at}" for at in reversed(range(230))]


async def test_what_changed_is_found_as_it_is(world: World) -> None:
    """An edit is found by its new words and not by its old ones, what is deleted by none: also while the index lags."""
    ann, bob = await world.friends("ann", "bob")
    edited, narrowed, deleted = await say(ann, "tea with milk", "tea with honey", "tea with ice")
    await learnt(world)
    assert len(await texts(bob, "tea with")) == 3
    async with lagging(world):
        await ann.put(f"/posts/{edited}", text="coffee with milk")
        await ann.put(f"/posts/{narrowed}", audience={"kind": "onlyMe"})
        await ann.delete(f"/posts/{deleted}")
        assert await texts(bob, "tea") == await texts(bob, "tea", sort="newest") == []
        told = await bob.get("/search/posts", q="tea")
        assert (told["items"], told["facets"]["of"]) == ([], 0)
    await learnt(world)
    assert await texts(bob, "tea") == []
    assert await texts(bob, "milk") == ["coffee with milk"]
    assert await texts(ann, "honey") == ["tea with honey"]


async def test_who_parts_finds_no_more(world: World) -> None:
    """Unfriended, blocked, suspended: in the same moment nothing is found any more; and it is found again after."""
    ann, bob = await world.friends("ann", "bob")
    await say(ann, "tea for friends", audience={"kind": "friends"})
    await say(ann, "tea for all")
    await learnt(world)
    async with lagging(world):
        await ann.delete(f"/users/friends/{bob.id}")
        assert await texts(bob, "tea") == ["tea for all"]
        await bob.post("/users/blocks", userId=ann.id)
        assert await texts(bob, "tea") == await texts(bob, "tea from:ann") == []
        await bob.delete(f"/users/blocks/{ann.id}")
        assert await texts(bob, "tea") == ["tea for all"]
        await ann.befriend(bob)
        assert sorted(await texts(bob, "tea")) == ["tea for all", "tea for friends"]


async def test_what_a_session_found_is_asked_anew(world: World) -> None:
    """A later page shows nothing that one may not see by then."""
    ann, bob = await world.friends("ann", "bob")
    await say(ann, *(f"tea {at}" for at in range(5)), audience={"kind": "friends"})
    await learnt(world)
    first = await bob.get("/search/posts", q="tea", limit=2)
    await ann.delete(f"/users/friends/{bob.id}")
    second = await bob.get("/search/posts", q="tea", limit=2, cursor=first["next"])
    assert (second["items"], second["next"]) == ([], None)


REFUSED = {
    "q=": "query_empty",
    "q=-tea": "query_empty",
    f"q={'a' * 201}": "query_too_long",
    f"q={'a+' * 11}": "query_too_wide",
    "q=tea&before=soon": "filter_unknown",
    "q=tea&has=hat": "filter_unknown",
}


async def test_refusals(world: World) -> None:
    """What cannot be looked for is refused by name; who is not signed in finds nothing."""
    ann = await world.person("ann")
    for query, code in REFUSED.items():
        assert await ann.refused("GET", f"/search/posts?{query}") == (422, code)
    assert (await world.stranger.refused("GET", "/search/posts?q=tea"))[0] == 401


async def test_what_others_say_in_secret_changes_nothing(world: World) -> None:
    """An answer is the same to the last digit of a score, whatever is said that the asker may not see."""
    ann, eve = await world.persons("ann", "eve")
    for text in ("secret tea", "tea and secrets, tea", "a secret"):
        world.clock.advance(1)
        await say(ann, text)
    await learnt(world)
    before = [await ann.get("/search/posts", q=q) for q in ("secret", "tea secre", "sicret", "has:link")]
    for _ in range(5):
        await say(eve, "my secret https://example.org", audience={"kind": "onlyMe"})
        await say(eve, "secret tea", audience={"kind": "friends"})
    await learnt(world)
    after = [await ann.get("/search/posts", q=q) for q in ("secret", "tea secre", "sicret", "has:link")]
    assert [one | {"queryId": ""} for one in after] == [one | {"queryId": ""} for one in before]
