"""The pictures of members, through the whole server."""

from pathlib import Path
from typing import Any

from minifb.kernel.clock import DAY
from tests.pictures import encoded, photo
from tests.world import Person, World, eventually, open_world

LATER: dict[str, Any] = {"modules__media__wait_seconds": 0}


async def picture(person: Person, at: int = 0) -> str:
    """Upload a picture that is like no other; give its id."""
    return str((await person.upload(encoded(photo(600 + at, 400), "JPEG")))["id"])


async def test_a_member_has_a_face(world: World) -> None:
    """A picture on one's profile is on one's card wherever it appears: posts, messages, lists; so is its end."""
    ann, bob = await world.friends("ann", "bob")
    post = await ann.post("/posts", text="hello", audience={"kind": "friends"})
    chat = (await ann.post("/messages/conversations", participantIds=[bob.id]))["id"]
    face, wide = await picture(ann), await picture(ann, 1)
    mine = await ann.put("/users/profile", avatarId=face, coverId=wide)
    await world.settle()
    assert f"/media/{face}/square-160.webp" in mine["avatar"]["url"]
    assert (f"/media/{wide}/" in mine["cover"]["url"], bool(mine["avatar"]["placeholder"])) == (True, True)

    async def faces() -> list[Any]:
        await world.settle()
        people = (await bob.get(f"/messages/conversations/{chat}"))["participants"]
        return [
            (await bob.get(f"/users/{ann.id}"))["avatar"],
            (await bob.get(f"/posts/{post['id']}"))["author"]["avatar"],
            next(one["avatar"] for one in people if one["id"] == ann.id),
        ]

    assert await faces() == [mine["avatar"]] * 3
    assert (await world.stranger.ask("GET", mine["avatar"]["url"])).status_code == 200
    assert [(await one.ask("GET", mine["cover"]["url"])).status_code for one in (bob, world.stranger)] == [200, 404]
    assert (await ann.put("/users/profile", bio="hi"))["avatar"] == mine["avatar"]
    assert (await ann.put("/users/profile", avatarId=None))["avatar"] is None
    assert await faces() == [None] * 3


async def test_only_ones_own_pictures_are_faces(world: World) -> None:
    """Somebody else's picture, and what was never there, cannot be one's own."""
    ann, bob = await world.friends("ann", "bob")
    face = await picture(ann)
    for asked in ({"avatarId": face}, {"coverId": "nonsense"}):
        assert await bob.refused("PUT", "/users/profile", json=asked) == (422, "media_not_found")


async def test_a_face_goes_with_its_picture(world: World) -> None:
    """Deleting the picture takes it off the profile; one that was replaced is swept a day later."""
    ann, bob = await world.friends("ann", "bob")
    first, second = await picture(ann), await picture(ann, 1)
    await ann.put("/users/profile", avatarId=first, coverId=first)
    await ann.put("/users/profile", avatarId=second)
    await ann.put("/users/profile", coverId=second)
    await world.settle()
    await world.advance(2 * DAY)
    ann = await world.login("ann")
    assert await ann.refused("GET", f"/media/{first}") == (404, "not_found")
    await ann.delete(f"/media/{second}")
    profile = await (await world.login("bob")).get(f"/users/{ann.id}")
    assert (profile["avatar"], profile["cover"]) == (None, None)
    assert bob.id != ann.id


async def test_a_face_appears_when_it_is_ready(tmp_path: Path, template: Path) -> None:
    """A picture that is still being worked on is shown as soon as it is not."""
    async with open_world(tmp_path / "data", template=template, **LATER) as world:
        ann = await world.person("ann")
        assert (await ann.put("/users/profile", avatarId=await picture(ann)))["avatar"] is None

        async def ready() -> Any:
            await world.settle()
            return (await ann.get("/users/profile"))["avatar"]

        assert "square-160.webp" in (await eventually(ready))["url"]
