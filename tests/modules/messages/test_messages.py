"""Messages: what is sent, changed, taken back, removed and passed on."""

import asyncio
from typing import Any

import pytest

from minifb.kernel.clock import DAY, MINUTE
from tests.modules.messages.talking import lines, say, seen, talk
from tests.world import Person, World


async def rows(world: World, statement: str) -> list[Any]:
    """Look into the database of messages."""
    async with world.house.parts["messages"].db.slow() as connection:
        return [tuple(row) for row in await connection.exec_driver_sql(statement)]


async def pair(world: World) -> tuple[Person, Person, str]:
    """Two friends and their conversation."""
    ann, bob = await world.friends("ann", "bob")
    return ann, bob, await talk(ann, bob)


async def test_a_message_arrives(world: World) -> None:
    """What one writes the other reads, with its links and mentions, in the order of its number."""
    ann, bob, room = await pair(world)
    sent = await ann.post(f"/messages/conversations/{room}/messages", text=" hi @bob, see https://example.org ")
    assert (sent["seq"], sent["text"], sent["kind"]) == (1, "hi @bob, see https://example.org", "text")
    assert [span["kind"] for span in sent["spans"]] == ["mention", "link"]
    await say(bob, room, "thanks")
    assert await lines(bob, room) == ["hi @bob, see https://example.org", "thanks"]
    assert (await bob.get(f"/messages/{sent['id']}"))["sender"]["id"] == ann.id


async def test_a_client_id_makes_one_message(world: World) -> None:
    """Sent again under the same clientId it is the same message; the other never sees the clientId."""
    ann, bob, room = await pair(world)
    path = f"/messages/conversations/{room}/messages"
    first = await ann.ask("POST", path, json={"text": "once", "clientId": "c1"})
    again = await ann.ask("POST", path, json={"text": "once", "clientId": "c1"})
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.headers["location"] == f"/messages/{first.json()['id']}"
    assert first.json() == again.json()
    assert (await bob.get(f"/messages/{first.json()['id']}"))["clientId"] is None
    await bob.post(path, text="mine", clientId="c1")
    assert await lines(ann, room) == ["once", "mine"]


async def test_sixty_four_at_once_under_one_client_id(world: World) -> None:
    """However often a client tries at once, one message is sent, and the numbers have no gap."""
    ann, _, room = await pair(world)
    path = f"/messages/conversations/{room}/messages"
    sent = await asyncio.gather(*(ann.post(path, text=f"n{at}", clientId=f"c{at % 8}") for at in range(64)))
    assert len({one["id"] for one in sent}) == 8
    found = await ann.get(path, limit=100)
    assert [one["seq"] for one in found["items"]] == list(range(8, 0, -1))


async def test_a_client_id_of_another_conversation(world: World) -> None:
    """A clientId that was used elsewhere is refused, not taken for the other message."""
    ann, bob, cid = await world.friends("ann", "bob", "cid")
    one, other = await talk(ann, bob), await talk(ann, cid)
    await ann.post(f"/messages/conversations/{one}/messages", text="for bob", clientId="c1")
    told = {"text": "for cid", "clientId": "c1"}
    refused = await ann.refused("POST", f"/messages/conversations/{other}/messages", json=told)
    assert refused == (409, "client_id_used")


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"text": "  "}, (422, "invalid")),
        ({"text": "x" * 4001}, (422, "invalid")),
        ({"text": "a\x07b"}, (400, "malformed")),
        ({"text": "hi", "clientId": "x" * 65}, (422, "invalid")),
        ({"text": "hi", "mediaIds": ["00000000-0000-7000-8000-000000000000"]}, (422, "media_not_found")),
        ({"text": "hi", "replyToId": "00000000-0000-7000-8000-000000000000"}, (409, "nothing_said")),
    ],
)
async def test_what_cannot_be_sent(world: World, told: dict[str, Any], expected: tuple[int, str]) -> None:
    """Nothing empty, too long or unreadable is sent, nor an answer to what is not there."""
    ann, _, room = await pair(world)
    assert await ann.refused("POST", f"/messages/conversations/{room}/messages", json=told) == expected


async def test_the_longest_message(world: World) -> None:
    """4,000 characters are one message, whatever they are."""
    ann, bob, room = await pair(world)
    await say(ann, room, "\U0001f600" * 4000)
    assert await lines(bob, room) == ["\U0001f600" * 4000]


async def test_nobody_else_reads_it(world: World) -> None:
    """To somebody who is not in the conversation no message of it exists."""
    ann, _, room = await pair(world)
    eve = await world.person("eve")
    said = await say(ann, room, "secret")
    for method, path in (
        ("GET", f"/messages/{said}"),
        ("GET", f"/messages/{said}/edits"),
        ("GET", f"/messages/{said}/reactions"),
        ("DELETE", f"/messages/{said}"),
        ("GET", f"/messages/conversations/{room}/messages"),
        ("GET", "/messages/nothing"),
    ):
        assert await eve.refused(method, path) == (404, "not_found")
    assert await eve.refused("PUT", f"/messages/{said}", json={"text": "x"}) == (404, "not_found")
    told = {"conversationIds": [await talk(eve, ann)]}
    assert await eve.refused("POST", f"/messages/{said}/forward", json=told) == (404, "not_found")
    assert await eve.refused("POST", f"/messages/{said}/report", json={"reason": "spam"}) == (404, "not_found")


async def test_an_answer_quotes(world: World) -> None:
    """An answer shows what it answers, as that reads now; nothing of it once it is unsent."""
    ann, bob, room = await pair(world)
    asked = await say(ann, room, "tea?")
    path = f"/messages/conversations/{room}/messages"
    answer = await bob.post(path, text="yes", replyToId=asked)
    assert (answer["replyTo"]["id"], answer["replyTo"]["text"], answer["replyTo"]["deleted"]) == (asked, "tea?", False)
    await ann.put(f"/messages/{asked}", text="coffee?")
    assert (await bob.get(f"/messages/{answer['id']}"))["replyTo"]["text"] == "coffee?"
    await ann.delete(f"/messages/{asked}")
    quoted = (await bob.get(f"/messages/{answer['id']}"))["replyTo"]
    assert (quoted["text"], quoted["deleted"]) == ("", True)
    assert await bob.refused("POST", path, json={"text": "?", "replyToId": asked}) == (409, "nothing_said")


async def test_who_joins_later_is_shown_no_quote_of_before(world: World) -> None:
    """An answer to what was said before one joined is shown without it."""
    ann, bob, cid = await world.friends("ann", "bob", "cid")
    room = await talk(ann, bob, title="two")
    asked = await say(ann, room, "about cid")
    await ann.post(f"/messages/conversations/{room}/participants", userIds=[cid.id])
    answer = await bob.post(f"/messages/conversations/{room}/messages", text="true", replyToId=asked)
    assert (await cid.get(f"/messages/{answer['id']}"))["replyTo"] is None
    assert (await ann.get(f"/messages/{answer['id']}"))["replyTo"]["text"] == "about cid"


async def test_editing(world: World) -> None:
    """For 15 minutes one changes what one said; everybody sees that and what it said before."""
    ann, bob, room = await pair(world)
    said = await say(ann, room, "helo")
    world.clock.advance(15 * MINUTE)
    ann, bob = await world.login("ann"), await world.login("bob")
    await ann.put(f"/messages/{said}", text="hello")
    changed = await ann.put(f"/messages/{said}", text="hello @bob")
    assert changed["editedAt"]
    assert changed["spans"][0]["userId"] == world.people["bob"].id
    assert await lines(bob, room) == ["hello @bob"]
    edits = await bob.get(f"/messages/{said}/edits", limit=1)
    assert [one["text"] for one in edits["items"]] == ["hello"]
    rest = await bob.get(f"/messages/{said}/edits", limit=1, cursor=edits["next"])
    assert ([one["text"] for one in rest["items"]], rest["next"]) == (["helo"], None)
    assert await bob.refused("PUT", f"/messages/{said}", json={"text": "no"}) == (403, "forbidden")
    world.clock.advance(1)
    assert await ann.refused("PUT", f"/messages/{said}", json={"text": "late"}) == (409, "edit_window_closed")


async def test_the_same_words_are_no_edit(world: World) -> None:
    """Saying the same again changes nothing."""
    ann, _, room = await pair(world)
    said = await say(ann, room, "hello")
    before = (await seen(ann, room))["revision"]
    assert (await ann.put(f"/messages/{said}", text=" hello "))["editedAt"] is None
    assert (await seen(ann, room))["revision"] == before


async def test_unsending(world: World) -> None:
    """Unsent, a message leaves its place and nothing else: no words, edits, reactions, nor anything to be found."""
    ann, bob, room = await pair(world)
    said = await say(ann, room, "quatsch")
    await ann.put(f"/messages/{said}", text="unsinn")
    await bob.put(f"/messages/{said}/reaction", type="haha")
    world.clock.advance(300 * DAY)
    ann, bob = await world.login("ann"), await world.login("bob")
    await ann.delete(f"/messages/{said}")
    await ann.delete(f"/messages/{said}")
    left = await bob.get(f"/messages/{said}")
    assert (left["seq"], left["text"], left["reactions"]) == (1, "", {"counts": {}, "mine": None})
    assert left["deletedAt"]
    for path in (f"/messages/{said}/edits", f"/messages/{said}/reactions", "/messages/search"):
        assert (await bob.get(path, q="unsinn"))["items"] == []
    for table in ("message_edits", "message_reactions", "message_words"):
        assert await rows(world, f"SELECT * FROM {table}") == []


async def test_only_one_s_own_is_unsent(world: World) -> None:
    """Others' messages, and what nobody wrote, cannot be unsent."""
    ann, bob = await world.friends("ann", "bob")
    room = await talk(ann, bob, title="two")
    said = await say(ann, room, "hi")
    assert await bob.refused("DELETE", f"/messages/{said}") == (403, "forbidden")
    for line in (await ann.get(f"/messages/conversations/{room}/messages"))["items"]:
        if line["kind"] == "system":
            assert await ann.refused("DELETE", f"/messages/{line['id']}") == (403, "forbidden")


async def test_what_was_unsent_is_forgotten(world: World) -> None:
    """What an unsent message said is kept for two weeks, for reports alone, and then no more."""
    ann, _, room = await pair(world)
    await ann.delete(f"/messages/{await say(ann, room, 'oops')}")
    assert await rows(world, "SELECT text FROM message_copies") == [("oops",)]
    await world.advance(14 * DAY)
    assert await rows(world, "SELECT text FROM message_copies") == []


async def test_removing_for_oneself(world: World) -> None:
    """Who removes a message no longer sees it anywhere; the others do."""
    ann, bob, room = await pair(world)
    said = await say(ann, room, "embarrassing")
    await say(ann, room, "later")
    await bob.delete(f"/messages/{said}", **{"for": "me"})
    assert await bob.refused("DELETE", f"/messages/{said}", params={"for": "me"}) == (404, "not_found")
    assert (await lines(bob, room), await lines(ann, room)) == (["later"], ["embarrassing", "later"])
    assert (await bob.get("/messages/search", q="embarrassing"))["items"] == []
    assert (await ann.get("/messages/search", q="embarrassing"))["items"][0]["message"]["id"] == said


async def test_the_last_message_is_one_that_is_there(world: World) -> None:
    """A list of conversations ends each with the last message that one still sees."""
    ann, bob, room = await pair(world)
    await say(ann, room, "first")
    await bob.delete(f"/messages/{await say(ann, room, 'second')}", **{"for": "me"})
    assert (await seen(bob, room))["lastMessage"]["text"] == "first"
    assert (await seen(ann, room))["lastMessage"]["text"] == "second"


async def test_forwarding(world: World) -> None:
    """What was said somewhere is said elsewhere, to all of those conversations or to none, and marked."""
    ann, bob, cid = await world.friends("ann", "bob", "cid")
    home, away, group = await talk(ann, bob), await talk(ann, cid), await talk(ann, bob, cid)
    said = await say(bob, home, "news #today")
    told = await ann.post(f"/messages/{said}/forward", conversationIds=[away, group, away])
    assert [(one["conversationId"], one["forwarded"], one["text"]) for one in told["items"]] == [
        (away, True, "news #today"),
        (group, True, "news #today"),
    ]
    assert (await lines(cid, away))[-1] == "news #today"
    elsewhere = await talk(bob, cid)
    both = {"conversationIds": [away, elsewhere]}
    assert await ann.refused("POST", f"/messages/{said}/forward", json=both) == (404, "not_found")
    assert await lines(cid, away) == ["news #today"]
    many = {"conversationIds": [away] * 6}
    assert (await ann.refused("POST", f"/messages/{said}/forward", json=many))[0] == 422


async def test_a_block_hides_what_was_said(world: World) -> None:
    """Between two who blocked each other no message exists, either way, and nothing else can be done with it."""
    ann, bob, room = await pair(world)
    said = await say(ann, room, "hi")
    await bob.post("/users/blocks", userId=ann.id)
    for one in (ann, bob):
        assert await one.refused("GET", f"/messages/{said}") == (404, "not_found")
        assert await one.refused("DELETE", f"/messages/{said}") == (404, "not_found")
    assert await world.service("messages").texts(bob.id, [said]) == {}
    await bob.delete(f"/users/blocks/{ann.id}")
    assert await world.service("messages").texts(bob.id, [said]) == {said: "hi"}


async def test_in_a_group_a_block_folds(world: World) -> None:
    """In a group the messages of somebody blocked are folded up; quotes, search and others' texts leave them out."""
    ann, bob, cid = await world.friends("ann", "bob", "cid")
    room = await talk(ann, bob, cid)
    said = await say(ann, room, "shout @bob")
    answer = await cid.post(f"/messages/conversations/{room}/messages", text="hush", replyToId=said)
    await bob.post("/users/blocks", userId=ann.id)
    assert (await bob.get(f"/messages/{said}"))["collapsed"] is True
    assert (await bob.get(f"/messages/{answer['id']}"))["replyTo"]["text"] == ""
    assert (await bob.get("/messages/search", q="shout"))["items"] == []
    messages = world.service("messages")
    assert await messages.texts(bob.id, [said, answer["id"]]) == {answer["id"]: "hush"}
    assert await messages.visible_messages(bob.id, [said]) == {said: True}


async def test_what_a_mention_of_somebody_blocked_says(world: World) -> None:
    """A mention of somebody whom a reader does not see is just text to that reader."""
    ann, bob, cid = await world.friends("ann", "bob", "cid")
    room = await talk(ann, bob, cid)
    said = await say(ann, room, "@cid hi")
    await bob.post("/users/blocks", userId=cid.id)
    assert (await bob.get(f"/messages/{said}"))["spans"] == []
    assert len((await ann.get(f"/messages/{said}"))["spans"]) == 1


async def test_questions_of_other_modules(world: World) -> None:
    """Others are told what a member may read, and the words of what stands, in one question."""
    ann, bob, room = await pair(world)
    eve = await world.person("eve")
    kept, gone = await say(ann, room, "kept"), await say(ann, room, "gone")
    await ann.delete(f"/messages/{gone}")
    messages = world.service("messages")
    assert await messages.visible_messages(bob.id, [kept, gone]) == {kept: True, gone: False}
    assert await messages.texts(bob.id, [kept, gone, "x"]) == {kept: "kept"}
    assert await messages.texts(eve.id, [kept, gone]) == {}


async def test_the_same_request_again(world: World) -> None:
    """A retry with the same Idempotency-Key sends, forwards and edits once."""
    ann, bob, room = await pair(world)
    path, headers = f"/messages/conversations/{room}/messages", {"idempotency-key": "k" * 16}
    answers = [await ann.ask("POST", path, json={"text": "once"}, headers=headers) for _ in range(2)]
    assert answers[0].json() == answers[1].json()
    assert await lines(bob, room) == ["once"]
