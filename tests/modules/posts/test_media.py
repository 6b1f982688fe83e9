"""Pictures in posts and drafts, through the whole server; that their bytes follow is told in modules/media."""

from pathlib import Path
from typing import Any

import pytest

from minifb.kernel.clock import DAY, HOUR, MINUTE, wire
from tests.modules.auth.people import first_owner, staff
from tests.pictures import encoded, photo
from tests.world import Person, World, eventually, open_world

LATER: dict[str, Any] = {"modules__media__wait_seconds": 0}


def drawn(at: int) -> bytes:
    """Draw a picture that is like no other."""
    return encoded(photo(64 + at, 48), "JPEG")


async def album(person: Person, count: int) -> list[str]:
    """Upload some pictures; give their ids."""
    return [(await person.upload(drawn(at)))["id"] for at in range(count)]


def ids(shown: dict[str, Any]) -> list[str]:
    """Name the media of a post, in their order."""
    return [medium["id"] for medium in shown["media"]]


async def left(world: World, name: str, *media_ids: str, after: int) -> list[bool]:
    """Let time pass; tell which of these media are there then for their owner."""
    await world.settle()
    await world.advance(after)
    person = await world.login(name)
    return [(await person.ask("GET", f"/media/{one}")).status_code == 200 for one in media_ids]


async def test_a_post_shows_an_album(world: World) -> None:
    """Friends see the pictures of a post in the order in which they were put there, without words if there are none."""
    ann, bob = await world.friends("ann", "bob")
    first, second, third = await album(ann, 3)
    post = await ann.post("/posts", mediaIds=[second, first, third, second])
    assert (ids(post), post["text"], post["author"]["id"]) == ([second, first, third], "", ann.id)
    seen = await bob.get(f"/posts/{post['id']}")
    assert seen["media"] == post["media"] == (await bob.get("/posts/feed"))["items"][0]["media"]
    assert {"id", "kind", "status", "width", "height", "alt", "placeholder", "variants"} <= seen["media"][0].keys()
    assert not {"ownerId", "createdAt"} & seen["media"][0].keys()
    await world.settle()
    assert (await bob.ask("GET", seen["media"][0]["variants"][0]["url"])).status_code == 200


async def test_only_ones_own_media_can_be_posted(world: World) -> None:
    """What is somebody else's, was never there or is gone cannot be put into a post, whoever can see it."""
    ann, bob = await world.friends("ann", "bob")
    [own] = await album(ann, 1)
    await ann.post("/posts", text="look", mediaIds=[own], audience={"kind": "public"})
    await world.settle()
    for asked in ([own], ["nonsense"], ["00000000-0000-7000-8000-000000000000"]):
        assert await bob.refused("POST", "/posts", json={"text": "mine", "mediaIds": asked}) == (422, "media_not_found")
        assert await bob.refused("POST", "/posts/drafts", json={"mediaIds": asked}) == (422, "media_not_found")
    await ann.delete(f"/media/{own}")
    assert await ann.refused("POST", "/posts", json={"mediaIds": [own]}) == (422, "media_not_found")
    assert await ann.refused("POST", "/posts", json={"mediaIds": ["x"] * 11}) == (422, "invalid")
    assert await ann.refused("POST", "/posts", json={"text": " "}) == (422, "invalid")


async def test_an_edit_keeps_what_was_shown(world: World) -> None:
    """Another picture is an edit: the history shows the one before, its words and its pictures; the rest may stay."""
    ann, bob = await world.friends("ann", "bob")
    first, second = await album(ann, 2)
    post = await ann.post("/posts", text="us", mediaIds=[first])
    changed = await ann.put(f"/posts/{post['id']}", mediaIds=[second, first])
    assert (ids(changed), changed["text"], changed["editedAt"] is None) == ([second, first], "us", False)
    only = await ann.put(f"/posts/{post['id']}", mediaIds=[second])
    assert ids(only) == ids(await bob.get(f"/posts/{post['id']}")) == [second]
    assert ids(await ann.put(f"/posts/{post['id']}", text="just you")) == [second]
    history = (await bob.get(f"/posts/{post['id']}/history"))["items"]
    assert [(one["text"], ids(one)) for one in history] == [("us", [second]), ("us", [second, first]), ("us", [first])]
    await world.settle()
    assert (await bob.ask("GET", history[2]["media"][0]["variants"][0]["url"])).status_code == 200
    assert await ann.refused("PUT", f"/posts/{post['id']}", json={"text": "", "mediaIds": []}) == (422, "invalid")


async def test_a_deleted_picture_is_in_no_post(world: World) -> None:
    """Deleting a picture takes it out of every post, draft and earlier edition; the words stay."""
    ann, bob = await world.friends("ann", "bob")
    first, second = await album(ann, 2)
    post = await ann.post("/posts", text="both", mediaIds=[first, second])
    draft = await ann.post("/posts/drafts", mediaIds=[second, first])
    assert ids(await bob.get(f"/posts/{post['id']}")) == [first, second]
    await ann.put(f"/posts/{post['id']}", text="both of us")
    await ann.delete(f"/media/{first}")
    assert ids(await bob.get(f"/posts/{post['id']}")) == [second]
    assert [ids(one) for one in (await bob.get(f"/posts/{post['id']}/history"))["items"]] == [[second]]
    assert (await ann.get(f"/posts/drafts/{draft['id']}"))["mediaIds"] == [second]
    assert ids(await ann.post(f"/posts/drafts/{draft['id']}/publish")) == [second]


async def test_a_picture_becomes_ready_in_its_post(tmp_path: Path, template: Path) -> None:
    """What is posted while it is being worked on shows up in the post by itself, also in one that was read before."""
    async with open_world(tmp_path / "data", template=template, **LATER) as world:
        ann, bob = await world.friends("ann", "bob")
        medium = await ann.upload(encoded(photo(1600, 1200), "JPEG"), alt="a sea")
        post = await ann.post("/posts", mediaIds=[medium["id"]])

        async def ready() -> Any:
            [shown] = (await bob.get("/posts/feed"))["items"][0]["media"]
            return shown if shown["status"] == "ready" else None

        shown = await eventually(ready)
        assert (shown["width"], shown["alt"], shown["variants"][0]["name"]) == (1600, "a sea", "1600.webp")
        await ann.put(f"/media/{medium['id']}", alt="a lake")
        await world.settle()
        assert (await bob.get(f"/posts/{post['id']}"))["media"][0]["alt"] == "a lake"


async def test_a_draft_keeps_its_pictures(world: World) -> None:
    """The pictures of a draft wait for it longer than any that nothing holds, and go when it does."""
    ann = await world.person("ann")
    kept, dropped, loose = await album(ann, 3)
    draft = await ann.post("/posts/drafts", mediaIds=[kept, dropped])
    assert await left(world, "ann", kept, dropped, loose, after=25 * HOUR) == [True, True, False]
    ann = await world.login("ann")
    await ann.put(f"/posts/drafts/{draft['id']}", mediaIds=[kept])
    assert await left(world, "ann", kept, dropped, after=2 * DAY) == [True, False]
    ann = await world.login("ann")
    await ann.delete(f"/posts/drafts/{draft['id']}")
    assert await left(world, "ann", kept, after=2 * DAY) == [False]


async def test_a_scheduled_album_appears_by_itself(world: World) -> None:
    """A draft that is due is published with its pictures, which from then on the post holds."""
    ann, bob = await world.friends("ann", "bob")
    pictures = await album(ann, 2)
    at = wire(world.clock.now() + MINUTE).isoformat()
    await ann.post("/posts/drafts", mediaIds=pictures, publishAt=at)
    await world.advance(MINUTE)
    [post] = (await bob.get("/posts/feed"))["items"]
    assert ids(post) == pictures
    assert await left(world, "ann", *pictures, after=2 * DAY) == [True, True]
    await (await world.login("ann")).delete(f"/posts/{post['id']}")
    assert await left(world, "ann", *pictures, after=2 * DAY) == [False, False]


async def test_a_share_shows_the_originals_pictures(world: World) -> None:
    """The pictures of what is shared are shown to whoever may see the original, and are not the sharer's."""
    ann, bob = await world.friends("ann", "bob")
    eve = await world.person("eve")
    [picture] = await album(ann, 1)
    post = await ann.post("/posts", text="mine", mediaIds=[picture], audience={"kind": "friends"})
    share = await bob.post("/posts", sharedPostId=post["id"], audience={"kind": "public"})
    assert (ids(share), ids(share["sharedPost"])) == ([], [picture])
    assert (await eve.get(f"/posts/{share['id']}"))["sharedPost"] is None


@pytest.mark.parametrize("way", ["staff", "staff and back", "past posts"])
async def test_pictures_leave_the_street_with_their_post(world: World, way: str) -> None:
    """Taken down by staff, or limited with past posts, a post takes its pictures along; put back, it brings them."""
    mod = await staff(world, await first_owner(world), "mod", "moderator")
    ann, bob = await world.friends("ann", "bob")
    [picture] = await album(bob, 1)
    post = await bob.post("/posts", text="look", mediaIds=[picture], audience={"kind": "public"})
    await world.settle()
    address = post["media"][0]["variants"][0]["url"]
    assert (await world.stranger.ask("GET", address)).status_code == 200
    if way == "past posts":
        world.clock.advance(MINUTE)
        await bob.post("/posts/limit-past")
        await world.advance(MINUTE)
    else:
        await mod.post(f"/posts/{post['id']}/reports", reason="other", note="no", takeDown=True)
        await world.settle()
        if way == "staff and back":
            [case] = (await mod.get("/posts/reports", state="upheld"))["items"]
            await mod.put(f"/posts/reports/{case['id']}", decision="restore", reason="yes")
            await world.settle()
    statuses = [(await person.ask("GET", address)).status_code for person in (ann, world.stranger)]
    assert statuses == {"staff": [404, 404], "staff and back": [200, 200], "past posts": [200, 404]}[way]
    assert await left(world, "bob", picture, after=2 * DAY) == [True]
