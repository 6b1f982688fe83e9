"""The routes of posts, through the whole server."""

from typing import Any

import pytest

from minifb.kernel.ids import new_id
from minifb.modules.auth.public import UserSuspended
from minifb.modules.posts.module import MODULE
from tests.world import Person, World

PUBLIC = {"kind": "public"}


async def test_a_post_is_what_the_wire_says(world: World) -> None:
    """A published post answers 201 with its place and all the fields clients rely on, for friends by default."""
    ann, bob = await world.friends("ann", "bob")
    answer = await ann.ask("POST", "/posts", json={"text": " hi @bob, #Fun at https://example.org/x. "})
    post = answer.json()
    assert (answer.status_code, answer.headers["location"]) == (201, f"/posts/{post['id']}")
    assert (post["text"], post["audience"]) == ("hi @bob, #Fun at https://example.org/x.", {"kind": "friends"})
    assert post["spans"] == [
        {"start": 3, "end": 7, "kind": "mention", "userId": bob.id},
        {"start": 9, "end": 13, "kind": "tag", "tag": "fun"},
        {"start": 17, "end": 38, "kind": "link", "url": "https://example.org/x"},
    ]
    assert set(post["author"]) == {"id", "username", "firstName", "lastName", "avatar"}
    assert post["counts"] == {"comments": 0, "shares": 0, "reactions": {}}
    assert (post["media"], post["sharedPost"], post["poll"], post["myReaction"]) == ([], None, None, None)
    assert (await bob.get(f"/posts/{post['id']}"))["can"] == {
        "comment": True,
        "react": True,
        "edit": False,
        "delete": False,
        "share": True,
    }


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"text": ""}, 422, "invalid"),
        ({"text": " \n"}, 422, "invalid"),
        ({"text": "x" * 10_001}, 422, "invalid"),
        ({"text": "a\u0000b"}, 400, "malformed"),
        ({"text": "x", "colour": "red"}, 422, "invalid"),
        ({"text": "x", "audience": {"kind": "martians"}}, 422, "invalid"),
        ({"text": "x", "audience": {"kind": "specific", "ids": ["a"]}}, 422, "audience_unknown"),
        ({"text": "x", "audience": {"kind": "list"}}, 422, "audience_incomplete"),
        ({"text": "x", "mediaIds": ["m"]}, 422, "media_not_found"),
        ({"text": "x", "sharedPostId": "p"}, 404, "not_found"),
        ({}, 422, "invalid"),
    ],
)
async def test_what_cannot_be_posted(world: World, body: dict[str, Any], status: int, code: str) -> None:
    """A post that says nothing, too much, or what is not built yet is refused with a code of its own."""
    ann = await world.person("ann")
    assert await ann.refused("POST", "/posts", json=body) == (status, code)


async def test_the_longest_post_counts_code_points(world: World) -> None:
    """Ten thousand code points are allowed, whatever their bytes."""
    ann = await world.person("ann")
    assert len((await ann.post("/posts", text="😀" * 10_000))["text"]) == 10_000


async def test_a_retry_with_the_same_key_posts_once(world: World) -> None:
    """The same Idempotency-Key and body again answers the same post; another body is refused."""
    ann = await world.person("ann")
    key = {"Idempotency-Key": "a-key-of-16-chars"}
    first, again = [await ann.ask("POST", "/posts", json={"text": "once"}, headers=key) for _ in range(2)]
    assert (first.status_code, again.status_code, first.json()) == (201, 201, again.json())
    assert (await ann.refused("POST", "/posts", json={"text": "twice"}, headers=key))[0] == 422
    assert len((await ann.get("/posts/feed"))["items"]) == 1


async def test_an_edit_keeps_what_was_said(world: World) -> None:
    """Editing marks the post and keeps the earlier text for whoever may read it; another audience is no edit."""
    ann, bob = await world.friends("ann", "bob")
    post = await ann.post("/posts", text="first")
    path = f"/posts/{post['id']}"
    assert (await ann.put(path, audience=PUBLIC))["editedAt"] is None
    edited = await ann.put(path, text="second #new")
    assert (edited["text"], edited["editedAt"] is not None, edited["spans"][0]["tag"]) == ("second #new", True, "new")
    assert [one["text"] for one in (await bob.get(f"{path}/history"))["items"]] == ["first"]
    assert (await bob.get(path))["text"] == "second #new"
    await ann.put(path, audience={"kind": "onlyMe"})
    assert await bob.refused("GET", f"{path}/history") == (404, "not_found")


async def test_only_the_author_edits_and_deletes(world: World) -> None:
    """A friend who sees a post may not change it; who does not see it is told there is none."""
    ann, bob = await world.friends("ann", "bob")
    eve = await world.person("eve")
    path = f"/posts/{(await ann.post('/posts', text='mine'))['id']}"
    for who, status in ((bob, 403), (eve, 404)):
        assert (await who.refused("PUT", path, json={"text": "x"}))[0] == status
        assert (await who.refused("DELETE", path))[0] == status
    await ann.delete(path)
    assert await ann.refused("GET", path) == (404, "not_found")
    assert (await bob.get("/posts/feed"))["items"] == []


async def test_the_feed_is_friends_and_oneself_newest_first(world: World) -> None:
    """The feed has one's own posts and those of friends, newest first, page by page without gap or repeat."""
    ann, bob = await world.friends("ann", "bob")
    eve = await world.person("eve")
    await eve.post("/posts", text="not a friend", audience=PUBLIC)
    expected = [(await who.post("/posts", text=str(at)))["id"] for at, who in enumerate((ann, bob, ann, bob, bob))]
    seen, cursor = [], None
    while cursor or not seen:
        page = await ann.get("/posts/feed", limit=2, mode="latest", **({"cursor": cursor} if cursor else {}))
        seen += [post["id"] for post in page["items"]]
        cursor = page["next"]
    assert seen == expected[::-1]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("mode=random", (422, "invalid")),
        ("limit=0", (422, "invalid")),
        ("limit=101", (422, "invalid")),
        ("cursor=forged", (400, "bad_cursor")),
    ],
)
async def test_what_the_feed_cannot_answer(world: World, query: str, expected: tuple[int, str]) -> None:
    """An order nobody knows, sizes out of bounds and forged cursors are refused."""
    ann = await world.person("ann")
    assert await ann.refused("GET", f"/posts/feed?{query}") == expected


async def test_a_cursor_is_ones_own(world: World) -> None:
    """A cursor works for whom it was made and for its list alone."""
    ann, bob = await world.friends("ann", "bob")
    for _ in range(3):
        await ann.post("/posts", text="x")
    cursor = (await ann.get("/posts/feed", limit=1))["next"]
    assert (await bob.refused("GET", f"/posts/feed?cursor={cursor}"))[0] == 400
    assert (await ann.refused("GET", f"/posts/user/{ann.id}?cursor={cursor}"))[0] == 400


async def test_comments_are_read_level_by_level(world: World) -> None:
    """Comments and replies come one level at a time, oldest or newest first, each knowing its parent and replies."""
    ann, bob = await world.friends("ann", "bob")
    path = f"/posts/{(await ann.post('/posts', text='hi'))['id']}/comments"
    first = await bob.post(path, text="first")
    second = await ann.post(path, text="second")
    reply = await ann.post(path, text="reply", parentId=first["id"])
    assert (first["parentId"], reply["parentId"]) == (None, first["id"])
    level = (await bob.get(path))["items"]
    assert [(one["id"], one["counts"]["replies"]) for one in level] == [(first["id"], 1), (second["id"], 0)]
    assert [one["id"] for one in (await bob.get(path, sort="newest"))["items"]] == [second["id"], first["id"]]
    assert [one["id"] for one in (await bob.get(path, parentId=first["id"]))["items"]] == [reply["id"]]
    assert (await ann.get(path.removesuffix("/comments")))["counts"]["comments"] == 3
    assert await bob.refused("POST", path, json={"text": "x", "parentId": new_id()}) == (404, "not_found")


async def test_a_deleted_comment_keeps_its_place_for_replies(world: World) -> None:
    """A comment with replies leaves a bare place, which goes with the last reply."""
    ann, bob = await world.friends("ann", "bob")
    path = f"/posts/{(await ann.post('/posts', text='hi'))['id']}/comments"
    comment = await bob.post(path, text="gone soon")
    reply = await ann.post(path, text="reply", parentId=comment["id"])
    await bob.delete(f"{path}/{comment['id']}")
    [place] = (await ann.get(path))["items"]
    assert (place["deleted"], place["text"], place["author"]) == (True, "", None)
    assert await ann.refused("POST", path, json={"text": "x", "parentId": comment["id"]}) == (404, "not_found")
    await ann.delete(f"{path}/{reply['id']}")
    assert (await ann.get(path))["items"] == []


async def test_who_may_change_a_comment(world: World) -> None:
    """A comment is edited by its author alone, and deleted by its author or the author of the post."""
    ann, bob, eve = await world.friends("ann", "bob", "eve")
    path = f"/posts/{(await ann.post('/posts', text='hi'))['id']}/comments"
    comment = await bob.post(path, text="hm")
    one = f"{path}/{comment['id']}"
    assert (await bob.put(one, text="hm!"))["editedAt"] is not None
    assert (await ann.refused("PUT", one, json={"text": "x"}))[0] == 403
    assert (await eve.refused("DELETE", one))[0] == 403
    await ann.delete(one)
    assert await bob.refused("GET", one) == (404, "not_found")


async def test_a_reaction_replaces_the_earlier_one(world: World) -> None:
    """One member has one reaction; doing it twice changes nothing; taking it back too."""
    ann, bob = await world.friends("ann", "bob")
    post = await ann.post("/posts", text="hi")
    path = f"/posts/{post['id']}/reactions"
    for kind in ("like", "love", "love"):
        answer = await bob.post(path, type=kind)
        assert (answer["myReaction"], answer["counts"]["reactions"]) == (kind, {kind: 1})
    [person] = (await ann.get(path))["items"]
    assert (person["user"]["id"], person["type"]) == (bob.id, "love")
    assert (await ann.get(path, type="like"))["items"] == []
    for _ in range(2):
        assert (await bob.delete(path))["counts"]["reactions"] == {}
    assert (await bob.refused("POST", path, json={"type": "meh"}))[0] in {400, 422}


async def test_a_reaction_to_a_comment_is_the_comments(world: World) -> None:
    """A reaction that names a comment counts there and not on the post."""
    ann, bob = await world.friends("ann", "bob")
    path = f"/posts/{(await ann.post('/posts', text='hi'))['id']}"
    comment = await ann.post(f"{path}/comments", text="hm")
    answer = await bob.post(f"{path}/reactions", type="haha", commentId=comment["id"])
    assert answer == {"counts": {"replies": 0, "reactions": {"haha": 1}}, "myReaction": "haha"}
    [seen] = (await bob.get(f"{path}/comments"))["items"]
    assert (seen["counts"]["reactions"], seen["myReaction"]) == ({"haha": 1}, "haha")
    assert (await bob.get(path))["counts"]["reactions"] == {}
    assert (await bob.delete(f"{path}/reactions", commentId=comment["id"]))["counts"]["reactions"] == {}


async def every_way(post_id: str, comment_id: str, who: Person) -> set[int]:
    """What every route that names a post answers to a member."""
    bodies: dict[str, dict[str, Any]] = {
        "POST /posts/{id}/reactions": {"type": "like"},
        "POST /posts/{id}/reports": {"reason": "spam"},
        "PUT /posts/{id}/vote": {"optionIds": []},
    }
    statuses = set()
    for route in MODULE.routes:
        for path in route.handler.paths:
            for method in route.handler.http_methods & {"GET", "POST", "PUT", "DELETE"}:
                if "{id:str}" in path and route.policy.role in {"anonymous", "member"}:
                    body = bodies.get(f"{method} {path.replace(':str', '')}", {"text": "x"})
                    filled = path.replace("{id:str}", post_id).replace("{comment_id:str}", comment_id)
                    answer = await who.ask(method, filled, **({"json": body} if method in {"POST", "PUT"} else {}))
                    statuses.add(answer.status_code)
    return statuses


async def test_what_one_may_not_see_is_not_there(world: World) -> None:
    """A stranger, a blocked member and everybody after a suspension get 404 from every route of a post."""
    ann, bob = await world.friends("ann", "bob")
    eve = await world.person("eve")
    post = await ann.post("/posts", text="for friends")
    comment = await bob.post(f"/posts/{post['id']}/comments", text="hm")
    assert await every_way(post["id"], comment["id"], eve) == {404}
    await ann.put(f"/posts/{post['id']}", audience=PUBLIC)
    assert 404 not in await every_way(post["id"], comment["id"], eve) - {403}
    await ann.post("/users/blocks", userId=eve.id)
    assert await every_way(post["id"], comment["id"], eve) == {404}
    suspended = UserSuspended(user_id=ann.id, until=None, revision=99)
    await world.house.parts["auth"].db.write(lambda tx: tx.publish(suspended))
    await world.settle()
    assert await every_way(post["id"], comment["id"], bob) == {404}


async def test_unfriending_hides_at_once(world: World) -> None:
    """After unfriending, the very next request no longer shows posts for friends; befriended again, it does."""
    ann, bob = await world.friends("ann", "bob")
    path = f"/posts/{(await ann.post('/posts', text='for friends'))['id']}"
    await bob.get(path)
    await ann.delete(f"/users/friends/{bob.id}")
    assert await bob.refused("GET", path) == (404, "not_found")
    assert (await bob.get("/posts/feed"))["items"] == []
    await bob.befriend(ann)
    assert (await bob.get(path))["text"] == "for friends"


async def test_a_public_post_is_for_everybody_on_the_street(world: World) -> None:
    """Somebody who is not signed in reads a public post and its comments, and does nothing to it."""
    ann = await world.person("ann")
    post = await ann.post("/posts", text="hello world", audience=PUBLIC)
    path, street = f"/posts/{post['id']}", world.stranger
    assert not any((await street.get(path))["can"].values())
    assert (await street.get(f"{path}/comments"))["items"] == []
    assert (await street.refused("POST", f"{path}/comments", json={"text": "x"}))[0] == 401
    assert (await street.refused("GET", "/posts/feed"))[0] == 401
    await ann.put(path, audience={"kind": "friends"})
    assert await street.refused("GET", path) == (404, "not_found")


async def test_a_new_name_reaches_old_posts(world: World) -> None:
    """When a member changes their name, posts they wrote before carry the new card."""
    ann, bob = await world.friends("ann", "bob")
    post = await ann.post("/posts", text="hi")
    await bob.get("/posts/feed")
    await ann.put("/users/profile", firstName="Anna")
    await world.settle()
    [seen] = (await bob.get("/posts/feed"))["items"]
    assert (seen["id"], seen["author"]["firstName"]) == (post["id"], "Anna")


@pytest.mark.parametrize("name", ["x", "feed2", "00000000-0000-7000-8000-000000000000", "\uff26", "%00"])
async def test_names_that_name_nothing(world: World, name: str) -> None:
    """An id that is none is not found, whatever it looks like."""
    ann = await world.person("ann")
    assert (await ann.ask("GET", f"/posts/{name}/comments")).status_code in {400, 404}
    assert (await ann.ask("GET", f"/posts/user/{name}")).status_code in {200, 400, 404}


async def test_who_has_a_post_is_not_sent_it_again(world: World) -> None:
    """A client that has the very bytes gets 304 and none; after a change it gets the new ones."""
    ann = await world.person("ann")
    post = await ann.post("/posts", text="hello")
    first = await ann.ask("GET", f"/posts/{post['id']}")
    have = {"if-none-match": first.headers["etag"]}
    again = await ann.ask("GET", f"/posts/{post['id']}", headers=have)
    assert (again.status_code, again.content) == (304, b"")
    await ann.put(f"/posts/{post['id']}", text="hello again")
    assert (await ann.ask("GET", f"/posts/{post['id']}", headers=have)).json()["text"] == "hello again"
