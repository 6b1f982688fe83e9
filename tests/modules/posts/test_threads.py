"""Threads: orders, places, counts, and who may take part."""

import random
from typing import Any

import pytest

from tests.world import Person, World

PUBLIC = {"kind": "public"}


async def pages(who: Person, path: str, **query: Any) -> list[dict[str, Any]]:
    """A whole level, two to a page."""
    found: list[dict[str, Any]] = []
    cursor: dict[str, str] | None = {}
    while cursor is not None:
        page = await who.get(path, limit=2, **query, **cursor)
        found += page["items"]
        cursor = {"cursor": page["next"]} if page["next"] else None
    return found


async def test_a_level_has_three_orders(world: World) -> None:
    """Oldest, newest, or what most people answered: each is walked page by page without gap or repeat."""
    ann, bob, cid = await world.friends("ann", "bob", "cid")
    post = f"/posts/{(await ann.post('/posts', text='hi'))['id']}"
    ids = [(await ann.post(f"{post}/comments", text=str(at)))["id"] for at in range(6)]
    await bob.post(f"{post}/comments", text="a reply", parentId=ids[3])
    for who, at in ((bob, 3), (bob, 1), (cid, 1), (ann, 1), (cid, 4)):
        await who.post(f"{post}/reactions", type="like", commentId=ids[at])
    orders = {
        sort: [one["id"] for one in await pages(cid, f"{post}/comments", sort=sort)]
        for sort in ("oldest", "newest", "top")
    }
    assert orders == {
        "oldest": ids,
        "newest": ids[::-1],
        "top": [ids[at] for at in (1, 3, 4, 5, 2, 0)],
    }


async def test_top_follows_what_is_taken_back(world: World) -> None:
    """A reaction or a reply that is gone no longer lifts a comment."""
    ann, bob = await world.friends("ann", "bob")
    post = f"/posts/{(await ann.post('/posts', text='hi'))['id']}"
    one, other = [(await ann.post(f"{post}/comments", text=text))["id"] for text in ("one", "other")]
    reply = await bob.post(f"{post}/comments", text="a reply", parentId=one)
    await bob.post(f"{post}/reactions", type="love", commentId=one)
    assert [each["id"] for each in await pages(ann, f"{post}/comments", sort="top")] == [one, other]
    await bob.delete(f"{post}/comments/{reply['id']}")
    await bob.delete(f"{post}/reactions", commentId=one)
    assert [each["id"] for each in await pages(ann, f"{post}/comments", sort="top")] == [other, one]


async def test_an_edited_comment_tells_what_it_said(world: World) -> None:
    """Whoever may read a comment may read its earlier editions, the latest first; with it they are gone."""
    ann, bob = await world.friends("ann", "bob")
    comments = f"/posts/{(await ann.post('/posts', text='hi'))['id']}/comments"
    path = f"{comments}/{(await bob.post(comments, text='first'))['id']}"
    assert (await ann.get(f"{path}/history"))["items"] == []
    for text in ("second", "third"):
        assert (await bob.put(path, text=text))["editedAt"]
    newest = await ann.get(f"{path}/history", limit=1)
    older = await ann.get(f"{path}/history", cursor=newest["next"])
    assert [one["text"] for one in (*newest["items"], *older["items"])] == ["second", "first"]
    await bob.delete(path)
    assert await ann.refused("GET", f"{path}/history") == (404, "not_found")


async def test_places_go_upwards(world: World) -> None:
    """Deleted comments hold their places down a thread, and all of them go with the last reply."""
    ann, bob = await world.friends("ann", "bob")
    path = f"/posts/{(await ann.post('/posts', text='hi'))['id']}/comments"
    chain: list[str] = []
    for at in range(4):
        chain.append((await bob.post(path, text=str(at), parentId=chain[-1] if chain else None))["id"])
    for one in chain[:3]:
        await bob.delete(f"{path}/{one}")
    for above, one in zip([None, *chain], chain[:3], strict=False):
        [place] = (await ann.get(path, **({"parentId": above} if above else {})))["items"]
        assert (place["id"], place["deleted"], place["counts"]["replies"]) == (one, True, 1)
    await bob.delete(f"{path}/{chain[3]}")
    assert (await ann.get(path))["items"] == []
    assert await ann.refused("GET", path, params={"parentId": chain[0]}) == (404, "not_found")


async def test_a_thread_goes_fifty_deep(world: World) -> None:
    """Replies nest fifty levels; below that the thread goes on flat, and every level can be read."""
    ann = await world.person("ann")
    path = f"/posts/{(await ann.post('/posts', text='hi'))['id']}/comments"
    last: dict[str, Any] = {"id": None}
    for at in range(53):
        last = await ann.post(path, text=str(at), parentId=last["id"])
    deep = [one["text"] for one in await pages(ann, path, parentId=last["parentId"])]
    assert deep == ["50", "51", "52"]


async def test_counts_leave_out_the_blocked(world: World) -> None:
    """Between two who blocked each other neither comments, replies nor reactions are shown or counted."""
    ann, bob, cid = await world.friends("ann", "bob", "cid")
    post = f"/posts/{(await ann.post('/posts', text='hi'))['id']}"
    comment = await ann.post(f"{post}/comments", text="what do you think?")
    for who in (bob, cid):
        await who.post(f"{post}/comments", text="hm", parentId=comment["id"])
        await who.post(f"{post}/reactions", type="wow", commentId=comment["id"])
    await cid.post("/users/blocks", userId=bob.id)
    for who, seen in ((ann, 2), (bob, 1), (cid, 1)):
        [shown] = (await who.get(f"{post}/comments"))["items"]
        assert shown["counts"] == {"replies": seen, "reactions": {"wow": seen}}
        assert len((await who.get(f"{post}/comments", parentId=comment["id"]))["items"]) == seen
        people = (await who.get(f"{post}/reactions", commentId=comment["id"]))["items"]
        assert len(people) == seen


@pytest.mark.parametrize(
    ("setting", "allowed"),
    [("everyone", {"ann", "bob", "eve"}), ("friends", {"ann", "bob"}), ("nobody", {"ann"})],
)
async def test_who_may_comment(world: World, setting: str, allowed: set[str]) -> None:
    """The author says who comments and replies, and always may; what `can` says is what happens."""
    ann, bob = await world.friends("ann", "bob")
    eve = await world.person("eve")
    made = await ann.post("/posts", text="hi", audience=PUBLIC, commentsFrom=setting)
    path = f"/posts/{made['id']}"
    first = await ann.post(f"{path}/comments", text="first")
    assert not (await world.stranger.get(path))["can"]["comment"]
    for who in (ann, bob, eve):
        may = who.name in allowed
        assert (await who.get(path))["can"]["comment"] is may
        assert (await who.get(f"{path}/comments"))["items"][0]["can"]["comment"] is may
        for parent in (None, first["id"]):
            answer = await who.ask("POST", f"{path}/comments", json={"text": "x", "parentId": parent})
            assert (answer.status_code, answer.json().get("code")) == ((201, None) if may else (403, "comments_closed"))


async def test_who_reacted_with_what(world: World) -> None:
    """The people behind a comment's reactions are listed with their kinds, all or one kind, the latest first."""
    ann, bob, cid = await world.friends("ann", "bob", "cid")
    path = f"/posts/{(await ann.post('/posts', text='hi'))['id']}"
    comment = (await ann.post(f"{path}/comments", text="hm"))["id"]
    for who, kind in ((bob, "haha"), (cid, "sad"), (ann, "haha")):
        await who.post(f"{path}/reactions", type=kind, commentId=comment)
        world.clock.advance(1)
    people = await pages(bob, f"{path}/reactions", commentId=comment)
    assert [(one["user"]["id"], one["type"]) for one in people] == [(ann.id, "haha"), (cid.id, "sad"), (bob.id, "haha")]
    assert [one["user"]["id"] for one in await pages(bob, f"{path}/reactions", commentId=comment, type="sad")] == [
        cid.id
    ]


async def test_only_the_first_reaction_is_news(world: World) -> None:
    """Who changes a reaction is told with the earlier one, so that nobody is notified twice; the same one is silent."""
    ann, bob = await world.friends("ann", "bob")
    path = f"/posts/{(await ann.post('/posts', text='hi'))['id']}/reactions"
    for kind in ("love", "wow", "wow"):
        await bob.post(path, type=kind)
    await bob.delete(path)
    async with world.house.parts["posts"].db.slow() as connection:
        rows = await connection.exec_driver_sql(
            "SELECT json_extract(data, '$.reaction'), json_extract(data, '$.previous') FROM outbox"
            " WHERE name LIKE 'reaction.%' ORDER BY position"
        )
        assert [tuple(row) for row in rows] == [("love", None), ("wow", "love"), ("wow", None)]


@pytest.mark.parametrize("seed", range(3))
async def test_counts_are_what_is_there(world: World, seed: int) -> None:
    """However comments come and go in a thread, every place counts exactly the replies that are shown under it."""
    dice = random.Random(seed)
    ann, bob = await world.friends("ann", "bob")
    post = f"/posts/{(await ann.post('/posts', text='hi'))['id']}"
    alive: list[str] = []
    for at in range(40):
        if alive and dice.random() < 0.45:
            await ann.delete(f"{post}/comments/{alive.pop(dice.randrange(len(alive)))}")
        else:
            parent = dice.choice([None, *alive])
            alive.append((await dice.choice([ann, bob]).post(f"{post}/comments", text=str(at), parentId=parent))["id"])
    seen: list[str] = []

    async def check(parent: str | None) -> int:
        level = await pages(bob, f"{post}/comments", **({"parentId": parent} if parent else {}))
        for one in level:
            assert await check(one["id"]) == one["counts"]["replies"]
            assert not one["deleted"] or one["counts"]["replies"]
            seen.extend([] if one["deleted"] else [one["id"]])
        return len(level)

    await check(None)
    assert sorted(seen) == sorted(alive)
    assert (await ann.get(post))["counts"]["comments"] == len(alive)
