"""Copies of people that heal: what messages was never told, it asks for, and nothing older undoes what is newer."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import text

from minifb.kernel.clock import DAY, SECOND
from minifb.kernel.data import copies
from minifb.kernel.data.tx import Tx
from minifb.modules.messages.tables import PEOPLE
from tests.modules.auth.people import first_owner
from tests.modules.latecomers import forget, later
from tests.modules.messages.talking import listed, say, seen, talk
from tests.world import Person, World, open_world


async def befriended(world: World) -> list[Person]:
    """Two friends and a stranger, of whom messages has forgotten everything."""
    ann, bob = await world.friends("ann", "bob")
    cid = await world.person("cid")
    await forget(world, "messages")
    return [ann, bob, cid]


async def test_friends_from_before_talk_without_asking(world: World) -> None:
    """Who were friends before there were messages write to each other at once, and see who the other is."""
    ann, bob, cid = await later(world, *await befriended(world))
    talked = await talk(ann, bob)
    await say(ann, talked, "hello")
    assert await listed(bob) == [talked]
    assert [one["username"] for one in (await seen(bob, talked))["participants"]] == ["ann", "bob"]
    asked = await talk(cid, bob)
    await say(cid, asked, "hello?")
    assert await listed(bob, "requests") == [asked]


async def test_page_by_page(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many members there are, nobody is left out."""
    monkeypatch.setattr(copies, "PAGE", 1)
    people = await world.friends("ann", "bob", "cid", "dan")
    await forget(world, "messages")
    _, *others, dan = await later(world, *people)
    talked = [await talk(dan, people[0]), *[await talk(one, people[0]) for one in others]]
    for one, conversation in zip((dan, *others), talked, strict=True):
        await say(one, conversation, "hello")
    assert set(await listed(await world.login("ann"))) == set(talked)


async def test_who_was_blocked_before_is_not_there(world: World) -> None:
    """A block from before keeps two members apart, either way; one that was lifted does not."""
    ann, bob, cid = await world.persons("ann", "bob", "cid")
    await ann.post("/users/blocks", userId=bob.id)
    await ann.post("/users/blocks", userId=cid.id)
    await ann.delete(f"/users/blocks/{cid.id}")
    await forget(world, "messages")
    ann, bob, cid = await later(world, ann, bob, cid)
    for one, other in ((ann, bob), (bob, ann)):
        asked = await one.refused("POST", "/messages/conversations", json={"participantIds": [other.id]})
        assert asked == (404, "not_found")
    await talk(cid, ann)


async def test_who_was_hidden_before_is_not_there(world: World) -> None:
    """A member who was suspended or went away before cannot be written to, until they are back."""
    owner = await first_owner(world)
    ann, bob, cid = await world.persons("ann", "bob", "cid")
    await owner.post(f"/auth/members/{bob.id}/suspend", reason="spam")
    await cid.post("/users/deactivate")
    await forget(world, "messages")
    [ann] = await later(world, ann)
    for other in (bob, cid):
        asked = await ann.refused("POST", "/messages/conversations", json={"participantIds": [other.id]})
        assert asked == (404, "not_found")
    await world.login("cid")
    await world.settle()
    await talk(ann, cid)


async def test_who_was_muted_before_is_not_counted(world: World) -> None:
    """Of somebody whom one muted before, messages stay out of the badge."""
    ann, bob, cid = await world.friends("ann", "bob", "cid")
    await ann.post("/users/mutes", userId=bob.id)
    await forget(world, "messages")
    ann, bob, cid = await later(world, ann, bob, cid)
    for one in (bob, cid):
        await say(one, await talk(one, ann), "hello")
    assert (await ann.get("/messages/unread-count"))["count"] == 1


async def test_an_older_fact_undoes_nothing(world: World) -> None:
    """What was asked for before something happened, and arrives after it, changes nothing; neither does it twice."""
    ann, bob, cid = await world.friends("ann", "bob", "cid")
    older = await world.service("users").known("", 100)
    await ann.delete(f"/users/friends/{bob.id}")
    await ann.post("/users/blocks", userId=cid.id)
    await ann.put("/users/profile", firstName="Anna")
    await world.settle()
    for _ in range(2):
        await world.house.parts["messages"].db.write(lambda tx: PEOPLE.keep_known(tx, older))
    asked = await talk(ann, bob)
    await say(ann, asked, "still there?")
    assert await listed(bob, "requests") == [asked]
    assert "Anna" in str((await seen(bob, asked))["participants"])
    assert (await cid.refused("POST", "/messages/conversations", json={"participantIds": [ann.id]}))[0] == 404


async def test_what_was_lost_heals(world: World) -> None:
    """Friends who were taken for strangers, a block and a mute that are long over: after a week it is all right."""
    ann, bob, cid = await world.friends("ann", "bob", "cid")
    await ann.delete(f"/users/friends/{cid.id}")
    await world.settle()

    def wrong(tx: Tx) -> None:
        PEOPLE.part(tx, ann.id, bob.id)
        PEOPLE.suspect(tx, bob.id, ann.id)
        PEOPLE.hide(tx, bob.id)
        PEOPLE.keep_friends(tx, ann.id, cid.id, active=True, told=100)

    await world.house.parts["messages"].db.write(wrong)
    assert (await ann.refused("POST", "/messages/conversations", json={"participantIds": [bob.id]}))[0] == 404
    ann, bob, cid = await later(world, ann, bob, cid)
    talked = await talk(ann, bob)
    await say(ann, talked, "hello")
    assert await listed(bob) == [talked]


async def test_nobody_comes_back_who_is_gone(world: World) -> None:
    """What was asked for before a member was deleted, and arrives after it, leaves nothing of them."""
    ann, bob = await world.friends("ann", "bob")
    await bob.post("/users/mutes", userId=ann.id)
    older = await world.service("users").known("", 100)
    await ann.delete("/auth/account")
    await world.advance(30 * DAY + SECOND)
    await world.house.parts["messages"].db.write(lambda tx: PEOPLE.keep_known(tx, older))
    async with world.house.parts["messages"].db.slow() as connection:
        for table in ("friends", "mutes"):
            rows = (await connection.execute(text(f"select * from {table}"))).all()
            assert ann.id not in repr(rows)
        named = await connection.execute(text("select card from members where username = 'ann' or card like '%Ann%'"))
        assert named.all() == []


async def test_an_older_folder(world: World, tmp_path: Path) -> None:
    """On a data folder from before there were messages and notifications both know everybody from the first start."""
    ann, bob = await world.friends("ann", "bob")
    await bob.post("/users/follows", userId=ann.id, first=True)
    await world.settle()
    await world.close()
    older = tmp_path / "older"
    shutil.copytree(world.folder, older)
    for kept in (*older.glob("messages.db*"), *older.glob("notifications.db*")):
        kept.unlink()
    async with open_world(older, world.clock) as upgraded:
        await upgraded.advance(0)
        ann, bob = await upgraded.login("ann"), await upgraded.login("bob")
        await say(ann, talked := await talk(ann, bob), "hello")
        assert await listed(bob) == [talked]
        await ann.post("/posts", text="Hello")
        await upgraded.settle()
        await upgraded.advance(0)
        kinds = {one["kind"] for one in (await bob.get("/notifications"))["items"]}
        assert kinds == {"message", "post"}
