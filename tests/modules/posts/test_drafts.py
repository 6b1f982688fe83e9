"""Drafts and scheduled posts, through the whole server."""

from typing import Any

import pytest

from minifb.kernel.clock import MINUTE, wire
from tests.world import World


def at(world: World, after: int) -> str:
    """Say when, from now."""
    return wire(world.clock.now() + after).isoformat()


async def test_a_draft_is_its_authors_alone(world: World) -> None:
    """A draft is kept, changed and deleted by its author; to anybody else there is none."""
    ann, bob = await world.friends("ann", "bob")
    answer = await ann.ask("POST", "/posts/drafts", json={"text": "  half a thou", "commentsFrom": "friends"})
    path = answer.headers["location"]
    assert (answer.status_code, answer.json()["text"], answer.json()["publishAt"]) == (201, "  half a thou", None)
    changed = await ann.put(path, text="a thought", poll={"options": ["a", "b"]})
    assert (await ann.get(path), changed["poll"]["options"]) == (changed, ["a", "b"])
    assert (await ann.get("/posts/drafts"))["items"] == [changed]
    for method, where in (("GET", path), ("PUT", path), ("DELETE", path), ("POST", f"{path}/publish")):
        assert await bob.refused(method, where, json={"text": "x"}) == (404, "not_found")
    await ann.delete(path)
    assert await ann.refused("GET", path) == (404, "not_found")


async def test_a_draft_becomes_a_post_once(world: World) -> None:
    """Publishing gives the post and takes the draft away; nothing is told before."""
    ann, bob = await world.friends("ann", "bob")
    draft = await ann.post("/posts/drafts", text="ready", audience={"kind": "friends"})
    assert (await bob.get("/posts/feed", mode="latest"))["items"] == []
    post = await ann.post(f"/posts/drafts/{draft['id']}/publish")
    assert ((await bob.get(f"/posts/{post['id']}"))["text"], post["id"] == draft["id"]) == ("ready", False)
    assert await ann.refused("POST", f"/posts/drafts/{draft['id']}/publish") == (404, "not_found")
    assert (await ann.get("/posts/drafts"))["items"] == []


async def test_an_empty_draft_is_kept_but_not_published(world: World) -> None:
    """A draft may say nothing yet; a post may not, and publishing it leaves the draft."""
    ann = await world.person("ann")
    draft = await ann.post("/posts/drafts")
    assert await ann.refused("POST", f"/posts/drafts/{draft['id']}/publish") == (422, "invalid")
    assert await ann.get(f"/posts/drafts/{draft['id']}") == draft


async def test_a_scheduled_post_appears_by_itself(world: World) -> None:
    """When its time has come a draft is published, dated then; changed or deleted before, it follows."""
    ann, bob = await world.friends("ann", "bob")
    await ann.post("/posts/drafts", text="in a minute", publishAt=at(world, MINUTE))
    moved = await ann.post("/posts/drafts", text="moved", publishAt=at(world, MINUTE))
    await ann.put(f"/posts/drafts/{moved['id']}", text="moved", publishAt=at(world, 4 * MINUTE))
    gone = await ann.post("/posts/drafts", text="called off", publishAt=at(world, MINUTE))
    await ann.delete(f"/posts/drafts/{gone['id']}")
    await world.advance(MINUTE)
    [post] = (await bob.get("/posts/feed", mode="latest"))["items"]
    assert (post["text"], post["createdAt"].startswith(wire(world.clock.now()).isoformat()[:16])) == (
        "in a minute",
        True,
    )
    await world.advance(3 * MINUTE)
    assert [each["text"] for each in (await bob.get("/posts/feed", mode="latest"))["items"]] == ["moved", "in a minute"]
    await world.advance(MINUTE)
    assert len((await bob.get("/posts/feed", mode="latest"))["items"]) == 2


async def test_what_can_no_longer_be_said_stays_a_draft(world: World) -> None:
    """A draft that names somebody who has blocked its author by then is not published, and says why."""
    ann, bob = await world.friends("ann", "bob")
    audience = {"kind": "specific", "ids": [bob.id]}
    draft = await ann.post("/posts/drafts", text="for bob", audience=audience, publishAt=at(world, MINUTE))
    await bob.post("/users/blocks", userId=ann.id)
    await world.advance(MINUTE)
    kept = await ann.get(f"/posts/drafts/{draft['id']}")
    assert (kept["problem"], kept["publishAt"]) == ("audience_unknown", None)
    assert (await ann.get("/posts/feed", mode="latest"))["items"] == []
    assert (await ann.put(f"/posts/drafts/{draft['id']}", text="for all"))["problem"] is None


async def test_who_is_away_publishes_nothing(world: World) -> None:
    """A scheduled post of a member who is away by then stays a draft."""
    ann = await world.person("ann")
    draft = await ann.post("/posts/drafts", text="later", publishAt=at(world, MINUTE))
    await ann.post("/users/deactivate")
    await world.advance(MINUTE)
    ann = await world.login("ann")
    await world.settle()
    assert (await ann.get(f"/posts/drafts/{draft['id']}"))["problem"] == "author_away"


@pytest.mark.parametrize(
    ("draft", "status"),
    [
        ({"text": "x" * 10_001}, 422),
        ({"text": "x", "mediaIds": ["m"]}, 422),
        ({"text": "x", "audience": {"kind": "list"}}, 422),
        ({"text": "x", "poll": {"options": ["a"]}}, 422),
        ({"text": "x", "publishAt": "2025-01-01T00:00:00Z"}, 422),
        ({"text": "x", "publishAt": "2027-06-01T00:00:00Z"}, 422),
        ({"text": "x", "publishAt": "2026-06-01T00:00:00"}, 422),
        ({"text": "", "publishAt": "2026-06-01T00:00:00Z"}, 422),
    ],
)
async def test_drafts_that_cannot_be(world: World, draft: dict[str, Any], status: int) -> None:
    """A draft holds what a post could hold; what is scheduled must be fit to be published, within a year."""
    ann = await world.person("ann")
    assert (await ann.refused("POST", "/posts/drafts", json=draft))[0] == status


async def test_a_member_has_a_hundred_drafts(world: World) -> None:
    """The hundred-and-first draft is refused until one goes; the list comes page by page."""
    ann = await world.person("ann")
    drafts = [await ann.post("/posts/drafts", text=str(number)) for number in range(100)]
    assert await ann.refused("POST", "/posts/drafts", json={}) == (409, "too_many_drafts")
    page = await ann.get("/posts/drafts", limit=60)
    rest = await ann.get("/posts/drafts", limit=60, cursor=page["next"])
    assert [each["id"] for each in (*page["items"], *rest["items"])] == [each["id"] for each in drafts[::-1]]
    await ann.delete(f"/posts/drafts/{drafts[0]['id']}")
    await ann.post("/posts/drafts")
