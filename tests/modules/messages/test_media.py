"""Pictures in messages and of groups, through the whole server."""

from pathlib import Path
from typing import Any

import pytest

from minifb.kernel.clock import DAY
from tests.modules.messages.tabs import tab
from tests.modules.messages.talking import lines, seen, talk
from tests.pictures import encoded, photo
from tests.world import Person, World, eventually, open_world

LATER: dict[str, Any] = {"modules__media__wait_seconds": 0}


async def picture(person: Person, at: int = 0) -> str:
    """Upload a picture that is like no other; give its id."""
    return str((await person.upload(encoded(photo(64 + at, 48), "JPEG")))["id"])


async def send(person: Person, chat: str, *media_ids: str, text: str = "") -> Any:
    """Send media."""
    return await person.post(f"/messages/conversations/{chat}/messages", text=text, mediaIds=list(media_ids))


async def last(person: Person, chat: str) -> Any:
    """Give the last line that somebody reads."""
    return (await person.get(f"/messages/conversations/{chat}/messages", limit=1))["items"][0]


async def test_a_picture_goes_to_a_friend(world: World) -> None:
    """What one sends the other sees, in the order in which it was put there; words are not needed with it."""
    ann, bob = await world.friends("ann", "bob")
    chat = await talk(ann, bob)
    first, second = await picture(ann), await picture(ann, 1)
    sent = await send(ann, chat, second, first, second)
    await world.settle()
    got = await last(bob, chat)
    assert [one["id"] for one in got["media"]] == [second, first] == [one["id"] for one in sent["media"]]
    assert (await bob.ask("GET", got["media"][0]["variants"][0]["url"])).status_code == 200
    assert (await ann.put(f"/messages/{sent['id']}", text="us"))["media"] == sent["media"]
    assert (await ann.put(f"/messages/{sent['id']}", text=""))["media"] == sent["media"]


async def test_only_ones_own_media_can_be_sent(world: World) -> None:
    """Somebody else's picture, one that never was and too many are refused; so is a message with nothing in it."""
    ann, bob = await world.friends("ann", "bob")
    chat = await talk(ann, bob)
    mine = await picture(ann)
    await send(ann, chat, mine)
    where = f"/messages/conversations/{chat}/messages"
    for asked in ([mine], ["nonsense"]):
        assert await bob.refused("POST", where, json={"mediaIds": asked}) == (422, "media_not_found")
    assert await ann.refused("POST", where, json={"mediaIds": ["x"] * 11}) == (422, "invalid")
    assert await ann.refused("POST", where, json={"text": ""}) == (422, "invalid")
    group = await talk(ann, bob, title="Us")
    refused = await bob.refused("PUT", f"/messages/conversations/{group}", json={"pictureId": mine})
    assert refused == (422, "media_not_found")


async def test_an_unsent_picture_is_gone(world: World) -> None:
    """Unsending takes the picture back; a day later nothing of it is left."""
    ann, bob = await world.friends("ann", "bob")
    chat = await talk(ann, bob)
    mine = await picture(ann)
    sent = await send(ann, chat, mine, text="oops")
    await world.settle()
    address = (await last(bob, chat))["media"][0]["variants"][0]["url"]
    await ann.delete(f"/messages/{sent['id']}")
    await world.settle()
    assert (await last(bob, chat))["media"] == []
    assert (await bob.ask("GET", address)).status_code == 404
    await world.advance(2 * DAY)
    assert await (await world.login("ann")).refused("GET", f"/media/{mine}") == (404, "not_found")


async def test_a_request_shows_no_pictures(world: World) -> None:
    """To whom a stranger writes sees that there is a picture, and its colours at most, until they let them in."""
    ann, bob = await world.persons("ann", "bob")
    chat = await talk(ann, bob)
    sent = await send(ann, chat, await picture(ann))
    address = sent["media"][0]["variants"][0]["url"]
    await world.settle()
    [veiled] = (await last(bob, chat))["media"]
    assert (veiled["variants"], bool(veiled["placeholder"])) == ([], True)
    assert (await bob.ask("GET", address)).status_code == 404
    await bob.put(f"/messages/conversations/{chat}/accept")
    assert (await last(bob, chat))["media"] == sent["media"]
    assert (await bob.ask("GET", address)).status_code == 200


@pytest.mark.parametrize("removed", [False, True])
async def test_who_declined_a_group_is_shown_none_of_its_pictures(world: World, removed: bool) -> None:
    """Who leaves a group that they never came into, or is taken out of it, is shown no picture of it."""
    ann, bob, eve = await world.persons("ann", "bob", "eve")
    group = await talk(ann, bob, eve, title="Trip")
    sent = await send(ann, group, await picture(ann), text="look")
    await world.settle()
    await (ann if removed else bob).delete(f"/messages/conversations/{group}/participants/{bob.id}")
    assert (await bob.ask("GET", sent["media"][0]["variants"][0]["url"])).status_code == 404
    assert (await bob.get(f"/messages/{sent['id']}"))["media"][0]["variants"] == []


async def test_a_deleted_picture_leaves_its_message(world: World) -> None:
    """Deleting a picture takes it out of every message; the words stay where they are."""
    ann, bob = await world.friends("ann", "bob")
    chat = await talk(ann, bob)
    mine = await picture(ann)
    await send(ann, chat, mine, text="look")
    before = (await seen(bob, chat))["revision"]
    await ann.delete(f"/media/{mine}")
    line = await last(bob, chat)
    assert (line["text"], line["media"]) == ("look", [])
    assert (await seen(bob, chat))["revision"] > before


async def test_ones_own_pictures_can_be_forwarded(world: World) -> None:
    """Forwarding takes one's own pictures along; those of others stay where they are, and their words go alone."""
    ann, bob = await world.friends("ann", "bob")
    chat, other = await talk(ann, bob), await talk(ann, bob, title="Us")
    sent = await send(ann, chat, await picture(ann), text="look")
    bare = await send(ann, chat, await picture(ann, 1))
    await ann.post(f"/messages/{sent['id']}/forward", conversationIds=[other])
    assert (await last(bob, other))["media"] == sent["media"]
    await bob.post(f"/messages/{sent['id']}/forward", conversationIds=[other])
    assert ((await last(ann, other))["text"], (await last(ann, other))["media"]) == ("look", [])
    refused = await bob.refused("POST", f"/messages/{bare['id']}/forward", json={"conversationIds": [other]})
    assert refused == (409, "nothing_said")


async def test_a_group_has_a_picture(world: World) -> None:
    """Who is in a group gives it a picture, which all of them see and nobody else; another one takes its place."""
    ann, bob = await world.friends("ann", "bob")
    eve = await world.person("eve")
    group = await talk(ann, bob, title="Us")
    first, second = await picture(ann), await picture(bob, 1)
    shown = await ann.put(f"/messages/conversations/{group}", pictureId=first, title="We")
    await world.settle()
    face = shown["picture"]["url"]
    assert f"/media/{first}/square-160.webp" in face
    assert (await seen(bob, group))["picture"] == shown["picture"]
    assert [(await one.ask("GET", face)).status_code for one in (bob, eve)] == [200, 404]
    assert await lines(bob, group) == ["created", "renamed", "pictured"]
    await bob.put(f"/messages/conversations/{group}", pictureId=second)
    await world.settle()
    assert second in (await seen(ann, group))["picture"]["url"]
    assert (await bob.ask("GET", face)).status_code == 404
    await bob.delete(f"/media/{second}")
    assert (await seen(ann, group))["picture"] is None
    await ann.put(f"/messages/conversations/{group}", pictureId=None)
    assert await lines(bob, group) == ["created", "renamed", "pictured", "pictured"]


async def test_a_picture_becomes_ready_in_its_message(tmp_path: Path, template: Path) -> None:
    """What is sent while it is being worked on shows up by itself, and an open window is told."""
    async with open_world(tmp_path / "data", template=template, **LATER) as world:
        ann, bob = await world.friends("ann", "bob")
        chat = await talk(ann, bob)
        window = await tab(bob)
        sent = await send(ann, chat, str((await ann.upload(encoded(photo(1600, 1200), "JPEG")))["id"]))
        assert [one["status"] for one in sent["media"]] == ["processing"]

        async def ready() -> Any:
            await world.advance(0)
            [shown] = (await last(bob, chat))["media"]
            return shown if shown["status"] == "ready" else None

        shown = await eventually(ready)
        await world.advance(0)
        received, changed = await window.told()
        assert (received["type"], changed["type"]) == ("message.received", "message.edited")
        assert changed["data"]["message"]["media"] == [shown]
