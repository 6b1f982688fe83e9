"""Conversations: who talks with whom, and what each of them sees of it."""

from sqlalchemy import delete

from minifb.kernel.data.sql import sql
from minifb.modules.messages.tables import PEOPLE
from tests.modules.messages.talking import listed, say, talk
from tests.world import World


async def test_two_members_have_one_conversation(world: World) -> None:
    """Whoever begins it and however often, two members have one conversation."""
    ann, bob = await world.friends("ann", "bob")
    first = await ann.ask("POST", "/messages/conversations", json={"participantIds": [bob.id]})
    again = await bob.ask("POST", "/messages/conversations", json={"participantIds": [ann.id, bob.id]})
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["id"] == again.json()["id"]
    assert first.json()["kind"] == "direct"
    assert {each["username"] for each in first.json()["participants"]} == {"ann", "bob"}
    assert first.headers["location"] == f"/messages/conversations/{first.json()['id']}"


async def test_an_empty_conversation_is_listed_for_its_beginner_alone(world: World) -> None:
    """Opening a conversation tells the other nothing until something is said."""
    ann, bob = await world.friends("ann", "bob")
    with_bob = await talk(ann, bob)
    assert (await listed(ann), await listed(bob)) == ([with_bob], [])
    await say(ann, with_bob, "hello")
    assert await listed(bob) == [with_bob]


async def test_the_list_shows_what_was_said_last(world: World) -> None:
    """The conversation in which something was said last comes first, pinned ones before all, page by page."""
    ann, bob, eve, dan = await world.friends("ann", "bob", "eve", "dan")
    ids = []
    for other in (bob, eve, dan):
        ids.append(await talk(ann, other))
        await say(other, ids[-1], f"I am {other.name}")
        await world.advance(1_000_000)
    [first, *_] = (await ann.get("/messages/conversations"))["items"]
    assert (first["lastMessage"]["text"], first["unreadCount"]) == ("I am dan", 1)
    await ann.put(f"/messages/conversations/{ids[0]}/pin")
    page = await ann.get("/messages/conversations", limit=2)
    rest = await ann.get("/messages/conversations", limit=2, cursor=page["next"])
    assert [each["id"] for each in page["items"] + rest["items"]] == [ids[0], ids[2], ids[1]]
    assert rest["next"] is None


async def test_nobody_talks_with_whom_they_do_not_see(world: World) -> None:
    """Somebody who is not there, who blocked one, or whom nobody knows cannot be put into a conversation."""
    ann, bob, eve = await world.friends("ann", "bob", "eve")
    await bob.post("/users/blocks", userId=ann.id)
    for ids in ([bob.id], [eve.id, bob.id], ["0196c0de-0000-7000-8000-000000000000"]):
        assert await ann.refused("POST", "/messages/conversations", json={"participantIds": ids}) == (404, "not_found")
    assert (await ann.refused("POST", "/messages/conversations", json={"participantIds": [ann.id]}))[0] == 422


async def test_a_conversation_is_there_for_its_members_alone(world: World) -> None:
    """Whoever is not in it is told that there is none, whatever they try."""
    ann, bob, eve = await world.friends("ann", "bob", "eve")
    path = f"/messages/conversations/{await talk(ann, bob)}"
    wishes = ("accept", "ignore", "unread", "archive", "pin")
    for method, under in [
        ("GET", ""),
        ("DELETE", ""),
        ("GET", "/participants"),
        *(("PUT", f"/{one}") for one in wishes),
    ]:
        assert (await eve.refused(method, path + under))[0] == 404
    for under in ("", "/mute"):
        assert (await eve.refused("PUT", path + under, json={}))[0] == 404
    assert (await eve.refused("POST", f"{path}/participants", json={"userIds": [eve.id]}))[0] == 404
    assert (await world.stranger.refused("GET", path))[0] == 401


async def test_a_block_ends_a_conversation_for_both_while_it_stands(world: World) -> None:
    """After a block neither finds it, by id or in the list; once lifted it is as it was."""
    ann, bob = await world.friends("ann", "bob")
    with_bob = await talk(ann, bob)
    await say(ann, with_bob, "hello")
    await bob.post("/users/blocks", userId=ann.id)
    for person in (ann, bob):
        assert await person.refused("GET", f"/messages/conversations/{with_bob}") == (404, "not_found")
        assert await listed(person) == []
    await bob.delete(f"/users/blocks/{ann.id}")
    assert (await listed(ann), await listed(bob)) == ([with_bob], [with_bob])


async def test_nobody_writes_to_somebody_who_is_away(world: World) -> None:
    """What a member wrote stays while they are away; writing to them waits until they are back."""
    ann, bob = await world.friends("ann", "bob")
    with_bob = await talk(ann, bob)
    await say(bob, with_bob, "I am off")
    await bob.post("/users/deactivate")
    seen = await ann.get(f"/messages/conversations/{with_bob}")
    assert (seen["can"]["send"], seen["lastMessage"]["sender"]["username"]) == (False, "bob")
    sending = f"/messages/conversations/{with_bob}/messages"
    assert await ann.refused("POST", sending, json={"text": "still there?"}) == (403, "cannot_write")
    await world.login("bob")
    await world.settle()
    await say(ann, with_bob, "welcome back")


async def test_whoever_registered_a_moment_ago(world: World) -> None:
    """Somebody can be written to as soon as they are there, also before word of them has come to messages."""
    ann, bob, eve = await world.persons("ann", "bob", "eve")
    await world.settle()
    unknown = sql(delete(PEOPLE.members).where(PEOPLE.members.c.id.in_([bob.id, eve.id])))
    await world.house.parts["messages"].db.write(lambda tx: tx.run(unknown))
    begun = await ann.post("/messages/conversations", participantIds=[bob.id])
    assert {one["firstName"] for one in begun["participants"]} == {"Ann", "Bob"}
    group = await ann.post("/messages/conversations", participantIds=[bob.id], title="Trip")
    await ann.post(f"/messages/conversations/{group['id']}/participants", userIds=[eve.id])
    nobody = {"participantIds": ["01900000-0000-7000-8000-000000000000"]}
    assert await ann.refused("POST", "/messages/conversations", json=nobody) == (404, "not_found")
