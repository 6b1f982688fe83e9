"""Audiences through the whole server: who can see this, how it changed, past posts, and other eyes."""

from typing import Any

import pytest
from sqlalchemy import select

from minifb.kernel.clock import SECOND
from minifb.kernel.data.sql import sql
from minifb.kernel.data.tables import outbox
from minifb.kernel.http.shapes import Card
from minifb.kernel.ids import new_id
from minifb.modules.posts.rules.audiences import in_words
from minifb.modules.users.public import FriendListChanged
from tests.world import Person, World

TOLD = sql(select(outbox.c.data).where(outbox.c.name == "post.updated"))
PUBLIC = {"kind": "public"}
FRIENDS = {"kind": "friends"}


async def say(person: Person, audience: dict[str, Any], text: str = "hi") -> str:
    """Publish a post a moment later; give its id."""
    await person.world.advance(SECOND)
    post = await person.post("/posts", text=text, audience=audience)
    return str(post["id"])


async def make_list(world: World, owner: Person, *people: Person, revision: int = 1) -> str:
    """Make a friend list, as users would tell it."""
    list_id = new_id()
    event = FriendListChanged(
        list_id=list_id, owner_id=owner.id, member_ids=[one.id for one in people], revision=revision
    )
    await world.house.parts["users"].db.write(lambda tx: tx.publish(event))
    await world.settle()
    return list_id


def ids(found: dict[str, Any]) -> list[str]:
    """The ids in a list."""
    return [one["id"] for one in found["items"]]


async def test_who_can_see_a_post(world: World) -> None:
    """An author reads who can see a post: the rule in words, and exactly the people."""
    ann, bob, cleo, dora = await world.friends("ann", "bob", "cleo", "dora")
    stranger = await world.person("stefan")
    list_id = await make_list(world, ann, bob)
    expected = {
        "friends": ([], "Your friends", [bob, cleo, dora]),
        "friendsExcept": ([bob.id], "Your friends except Bob", [cleo, dora]),
        "specific": ([bob.id, stranger.id], "You, Bob and Stefan", [bob, stranger]),
        "list": ([list_id], "Your friends on one of your lists", [bob]),
        "onlyMe": ([], "Only you", []),
    }
    for kind, (named, rule, people) in expected.items():
        audience = {"kind": kind, "ids": named} if named else {"kind": kind}
        post_id = await say(ann, audience)
        found = await ann.get(f"/posts/{post_id}/audience")
        assert (found["kind"], found["rule"], found["everyone"]) == (kind, rule, False)
        assert (ids(found), found["count"]) == ([one.id for one in people], len(people))
        assert await ann.post("/posts/audience", audience=audience) == found


@pytest.mark.parametrize(
    ("kind", "names", "count", "words"),
    [
        ("specific", ["Ana", "Bob", "Cleo"], 5, "You, Ana, Bob and 3 more"),
        ("specific", ["Ana"], 1, "You and Ana"),
        ("specific", [], 0, "Only you"),
        ("friendsExcept", ["Ana", "Bob", "Cleo"], 3, "Your friends except Ana, Bob and 1 more"),
        ("friendsExcept", ["Ana", "Bob"], 2, "Your friends except Ana and Bob"),
        ("friendsExcept", [], 0, "Your friends"),
        ("public", [], 0, "Everybody"),
    ],
)
def test_an_audience_in_words(kind: Any, names: list[str], count: int, words: str) -> None:
    """An audience is told in a sentence that names two people and counts the others."""
    cards = [Card(id=name, username=name, first_name=name, last_name="X") for name in names]
    assert in_words(kind, cards, count) == words


async def test_who_can_see_a_public_post(world: World) -> None:
    """A public post is for everybody but whom its author blocked; who blocked the author is not told."""
    ann, bob, cleo = await world.persons("ann", "bob", "cleo")
    await ann.post("/users/blocks", userId=bob.id)
    await cleo.post("/users/blocks", userId=ann.id)
    found = await ann.get(f"/posts/{await say(ann, PUBLIC)}/audience")
    assert (found["rule"], found["everyone"], found["count"], ids(found)) == ("Everybody except Bob", True, None, [])
    assert [one["id"] for one in found["except"]] == [bob.id]


async def test_the_people_come_in_pages(world: World) -> None:
    """However many can see a post, they come page by page, each once, with the same words."""
    ann, *friends = await world.friends("ann", "bob", "cleo", "dora")
    path, found, cursor = f"/posts/{await say(ann, FRIENDS)}/audience", list[str](), None
    while True:
        page = await ann.get(path, limit=2, **({"cursor": cursor} if cursor else {}))
        found += ids(page)
        assert (page["count"], page["rule"]) == (3, "Your friends")
        cursor = page["next"]
        if cursor is None:
            break
    assert found == sorted(one.id for one in friends)


async def test_somebody_who_blocked_you_is_just_not_there(world: World) -> None:
    """A named member who blocks the author is no longer listed, and the post can still be edited as it was."""
    ann, bob, cleo = await world.friends("ann", "bob", "cleo")
    audience = {"kind": "specific", "ids": [bob.id, cleo.id]}
    post_id = await say(ann, audience)
    await bob.post("/users/blocks", userId=ann.id)
    found = await ann.get(f"/posts/{post_id}/audience")
    assert (ids(found), found["rule"]) == ([cleo.id], "You and Cleo")
    assert (await ann.put(f"/posts/{post_id}", text="edited", audience=audience))["audience"] == audience


async def test_how_an_audience_changed(world: World) -> None:
    """Another audience is no edit; its author alone reads how it changed, the latest first."""
    ann, bob = await world.friends("ann", "bob")
    post_id = await say(ann, PUBLIC)
    await ann.put(f"/posts/{post_id}", audience=FRIENDS)
    await ann.put(f"/posts/{post_id}", audience=FRIENDS, text="edited")
    await ann.put(f"/posts/{post_id}", audience={"kind": "specific", "ids": [bob.id]})
    changes = (await ann.get(f"/posts/{post_id}/audience/changes"))["items"]
    assert [(one["before"], one["after"], one["cause"]) for one in changes] == [
        (FRIENDS, {"kind": "specific", "ids": [bob.id]}, "changed"),
        (PUBLIC, FRIENDS, "changed"),
    ]
    assert len((await bob.get(f"/posts/{post_id}/history"))["items"]) == 1
    assert await bob.refused("GET", f"/posts/{post_id}/audience/changes") == (403, "forbidden")


async def test_changes_of_audience_are_bounded(world: World) -> None:
    """However often an audience changes, the latest fifty changes are kept."""
    ann = await world.person("ann")
    post_id = await say(ann, PUBLIC)
    for at in range(52):
        await ann.put(f"/posts/{post_id}", audience=PUBLIC if at % 2 else FRIENDS)
    assert len((await ann.get(f"/posts/{post_id}/audience/changes", limit=100))["items"]) == 50


# ── past posts ──


async def test_limiting_past_posts(world: World) -> None:
    """All public posts so far are for friends at once; a preview says how many, and later posts are not touched."""
    ann, bob = await world.friends("ann", "bob")
    old = [await say(ann, PUBLIC) for _ in range(3)]
    await say(ann, {"kind": "onlyMe"})
    await world.advance(SECOND)
    assert (await ann.get("/posts/limit-past"))["count"] == 3
    assert (await ann.post("/posts/limit-past"))["count"] == 3
    new = await say(ann, PUBLIC)
    assert (await ann.get("/posts/limit-past"))["count"] == 0
    assert [(await world.stranger.ask("GET", f"/posts/{one}")).status_code for one in (*old, new)] == [404] * 3 + [200]
    assert (await bob.get(f"/posts/{old[0]}"))["audience"] == FRIENDS
    [change] = (await ann.get(f"/posts/{old[0]}/audience/changes"))["items"]
    assert (change["before"], change["after"], change["cause"]) == (PUBLIC, FRIENDS, "limited")


async def test_limiting_posts_before_a_day(world: World) -> None:
    """With an instant, only public posts from before it are limited."""
    ann = await world.person("ann")
    old, newer = await say(ann, PUBLIC), await say(ann, PUBLIC)
    before = (await ann.get(f"/posts/{newer}"))["createdAt"]
    assert (await ann.post("/posts/limit-past", before=before))["count"] == 1
    await world.advance(SECOND)
    kinds = [(await ann.get(f"/posts/{one}"))["audience"]["kind"] for one in (old, newer)]
    assert kinds == ["friends", "public"]


@pytest.mark.parametrize("before", ["2026-01-01T00:00:00", "yesterday"])
async def test_an_instant_has_a_time_zone(world: World, before: str) -> None:
    """Asking about posts from before no instant in particular is refused."""
    ann = await world.person("ann")
    assert (await ann.refused("POST", "/posts/limit-past", json={"before": before}))[0] == 422
    assert (await ann.refused("GET", "/posts/limit-past", params={"before": before}))[0] in {400, 422}


async def test_limiting_is_true_before_it_is_written_down(world: World) -> None:
    """From the answer on nobody else sees the posts; making one public again waits until the others are done."""
    ann = await world.person("ann")
    post_id = await say(ann, PUBLIC)
    world.clock.advance(SECOND)
    runner = world.house.parts["posts"].runner
    assert runner is not None
    await runner.stop()  # the job does not run yet
    await ann.post("/posts/limit-past")
    assert await world.stranger.refused("GET", f"/posts/{post_id}") == (404, "not_found")
    assert (await ann.get(f"/posts/{post_id}"))["audience"] == FRIENDS
    assert (await ann.get(f"/posts/{post_id}/audience"))["rule"] == "Your friends"
    again = await ann.refused("PUT", f"/posts/{post_id}", json={"audience": PUBLIC})
    assert again == (409, "past_being_limited")
    await world.service("posts").narrow_past(ann.id)
    await ann.put(f"/posts/{post_id}", audience=PUBLIC)
    assert (await world.stranger.get(f"/posts/{post_id}"))["audience"] == PUBLIC


async def test_many_past_posts_are_told_one_by_one(world: World) -> None:
    """A job narrows however many posts, some at a time, and tells of each that it is for friends now."""
    ann = await world.person("ann")
    for at in range(120):
        await ann.post("/posts", text=f"post {at}", audience=PUBLIC)
    await world.advance(SECOND)
    assert (await ann.post("/posts/limit-past"))["count"] == 120
    await world.advance(SECOND)
    told = await world.house.parts["posts"].db.read(lambda tx: tx.all(TOLD))
    assert len(told) == 120
    assert all('"kind":"friends"' in row[0] for row in told)


# ── other eyes ──


async def test_a_page_through_other_eyes(world: World) -> None:
    """An author sees the own page as a friend, a stranger, or nobody signed in would."""
    ann, bob = await world.friends("ann", "bob")
    stefan = await world.person("stefan")
    public, friends = await say(ann, PUBLIC), await say(ann, FRIENDS)
    special = await say(ann, {"kind": "specific", "ids": [stefan.id]})
    await say(ann, {"kind": "onlyMe"})
    page = f"/posts/user/{ann.id}"
    assert ids(await ann.get(page, viewAs=bob.id)) == [friends, public] == ids(await bob.get(page))
    assert ids(await ann.get(page, viewAs=stefan.id)) == [special, public] == ids(await stefan.get(page))
    assert ids(await ann.get(page, viewAs="public")) == [public]
    assert await ann.refused("GET", f"/posts/{special}", params={"viewAs": bob.id}) == (404, "not_found")
    seen = await ann.get(f"/posts/{special}", viewAs=stefan.id)
    assert (seen["audience"], seen["can"]["edit"], seen["can"]["comment"]) == ({"kind": "specific"}, False, True)


async def test_other_eyes_tell_nothing_of_others(world: World) -> None:
    """What somebody did with a post, or whom they blocked, is not seen through their eyes."""
    ann, bob, cleo = await world.friends("ann", "bob", "cleo")
    post_id = await say(ann, FRIENDS, "hi @cleo")
    await bob.post(f"/posts/{post_id}/reactions", type="love")
    await cleo.post(f"/posts/{post_id}/comments", text="hello")
    await bob.put(f"/posts/{post_id}/save")
    before = await ann.get(f"/posts/{post_id}", viewAs=bob.id)
    await bob.post("/users/blocks", userId=cleo.id)
    after = await ann.get(f"/posts/{post_id}", viewAs=bob.id)
    assert before == after
    assert (after["myReaction"], after["saved"], after["counts"]["comments"]) == (None, False, 1)
    assert after["spans"][0]["userId"] == cleo.id


async def test_whose_eyes_one_may_borrow(world: World) -> None:
    """Only one's own posts, and only as somebody one sees; blocked, blocking and nobody at all look the same."""
    ann, bob, cleo = await world.persons("ann", "bob", "cleo")
    post_id, page = await say(ann, PUBLIC), f"/posts/user/{ann.id}"
    await ann.post("/users/blocks", userId=bob.id)
    await cleo.post("/users/blocks", userId=ann.id)
    for eyes in (bob.id, cleo.id, new_id(), "nobody"):
        for path in (page, f"/posts/{post_id}"):
            assert await ann.refused("GET", path, params={"viewAs": eyes}) == (404, "not_found")
    dora = await world.person("dora")
    for owner in (ann.id, cleo.id, new_id()):
        answer = await dora.refused("GET", f"/posts/user/{owner}", params={"viewAs": "public"})
        assert answer == (403, "not_your_posts")
    assert await dora.refused("GET", f"/posts/{post_id}", params={"viewAs": "public"}) == (403, "forbidden")
    assert await cleo.refused("GET", f"/posts/{post_id}", params={"viewAs": "public"}) == (404, "not_found")


# ── mentions ──


async def test_a_mention_lets_nobody_in(world: World) -> None:
    """Whom a post mentions sees it only if its audience says so."""
    ann, _bob = await world.friends("ann", "bob")
    cleo = await world.person("cleo")
    post_id = await say(ann, FRIENDS, "hi @cleo")
    assert await cleo.refused("GET", f"/posts/{post_id}") == (404, "not_found")


@pytest.mark.parametrize("by", ["bob", "cleo"])
async def test_a_mention_across_a_block_is_just_text(world: World, by: str) -> None:
    """Who does not see a mentioned member for a block reads only the text, in posts, shares, comments and lists."""
    ann, bob = await world.friends("ann", "bob")
    cleo = await world.person("cleo")
    post_id = await say(ann, PUBLIC, "hi @cleo #fun")
    shared = (await ann.post("/posts", text="look", audience=PUBLIC, sharedPostId=post_id))["id"]
    comment = await ann.post(f"/posts/{post_id}/comments", text="and @cleo")
    await ann.put(f"/posts/{post_id}", text="hi @cleo again #fun")

    async def spans(reader: Person) -> list[list[str]]:
        level = await reader.get(f"/posts/{post_id}/comments")
        page = await reader.get(f"/posts/user/{ann.id}")
        drawn = [
            await reader.get(f"/posts/{post_id}"),
            (await reader.get(f"/posts/{shared}"))["sharedPost"],
            await reader.get(f"/posts/{post_id}/comments/{comment['id']}"),
            level["items"][0],
            page["items"][-1],
            (await reader.get(f"/posts/{post_id}/history"))["items"][0],
        ]
        return [[span["kind"] for span in one["spans"]] for one in drawn]

    whole = await spans(bob)
    one, other = (bob, cleo) if by == "bob" else (cleo, bob)
    await one.post("/users/blocks", userId=other.id)
    assert [kinds.count("mention") for kinds in whole] == [1] * 6
    assert await spans(bob) == [[kind for kind in kinds if kind != "mention"] for kinds in whole]
    assert await spans(await world.person("dora")) == whole


# ── what refusals say ──


async def test_refusals_tell_nothing_of_others(world: World) -> None:
    """An audience that names whom one cannot see, another's list, or nobody, is refused in the same words."""
    ann, bob = await world.friends("ann", "bob")
    cleo = await world.person("cleo")
    await cleo.post("/users/blocks", userId=ann.id)
    hers = await make_list(world, bob, ann)
    answers = []
    for kind, named in (("specific", cleo.id), ("specific", new_id()), ("list", hers), ("list", new_id())):
        audience = {"kind": kind, "ids": [named]}
        for path, body in (("/posts", {"text": "x"}), ("/posts/audience", {})):
            answer = await ann.ask("POST", path, json={**body, "audience": audience})
            told = answer.json()
            answers.append(
                (answer.status_code, told["code"], told["detail"], [each["message"] for each in told["errors"]])
            )
    assert len({str(answer) for answer in answers}) == 1
    assert answers[0][:2] == (422, "audience_unknown")


async def test_what_is_hidden_is_not_found_whatever_one_does(world: World) -> None:
    """Whatever is tried with a post one may not see, it is answered like one that never was."""
    ann, bob = await world.persons("ann", "bob")
    hidden, never = await say(ann, FRIENDS), new_id()
    comment = (await ann.post(f"/posts/{hidden}/comments", text="mine"))["id"]
    asks: list[tuple[str, str, Any]] = [
        ("GET", "/posts/{}", None),
        ("GET", "/posts/{}?viewAs=public", None),
        ("PUT", "/posts/{}", {"text": "x"}),
        ("PUT", "/posts/{}", {"text": "x", "audience": {"kind": "specific", "ids": [new_id()]}}),
        ("DELETE", "/posts/{}", None),
        ("GET", "/posts/{}/history", None),
        ("GET", "/posts/{}/audience", None),
        ("GET", "/posts/{}/audience/changes", None),
        ("GET", "/posts/{}/shares", None),
        ("POST", "/posts", {"text": "x", "sharedPostId": "{}"}),
        ("GET", "/posts/{}/comments", None),
        ("GET", "/posts/{}/comments/" + comment, None),
        ("GET", "/posts/{}/comments/" + comment + "/history", None),
        ("POST", "/posts/{}/comments", {"text": "x"}),
        ("POST", "/posts/{}/comments", {"text": "x", "parentId": comment}),
        ("DELETE", "/posts/{}/comments/" + comment, None),
        ("POST", "/posts/{}/reactions", {"type": "like"}),
        ("POST", "/posts/{}/reactions", {"type": "like", "commentId": comment}),
        ("PUT", "/posts/{}/vote", {"optionIds": ["a"]}),
        ("PUT", "/posts/{}/pin", None),
        ("PUT", "/posts/{}/save", None),
        ("DELETE", "/posts/{}/hide", None),
        ("POST", "/posts/{}/reports", {"reason": "spam"}),
        ("GET", "/posts/feed/{}/why", None),
    ]
    for method, path, body in asks:
        told = []
        for post_id in (hidden, never):
            filled = {key: post_id if value == "{}" else value for key, value in (body or {}).items()}
            answer = await bob.ask(method, path.format(post_id), **({"json": filled} if body else {}))
            told.append((answer.status_code, answer.json().get("code"), answer.json().get("detail")))
        assert told[0] == told[1], (method, path)
        assert told[0][:2] == (404, "not_found"), (method, path)
