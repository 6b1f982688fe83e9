"""The socket: who opens one, what goes over it, and what ends it."""

import asyncio
import contextlib
import json
from typing import Any

from minifb.kernel.clock import DAY, SECOND
from minifb.kernel.http.live import MESSAGES_MAX
from tests.modules.auth.people import first_owner
from tests.modules.messages.tabs import Frame, Tab, dial, served, tab
from tests.modules.messages.talking import say, talk
from tests.world import PASSWORD, World, eventually


async def test_two_talk_over_the_socket(world: World) -> None:
    """What one sends arrives at the other, and is acknowledged on each of the sender's devices by its client id."""
    ann, bob = await world.friends("ann", "bob")
    with_bob = await talk(ann, bob)
    phone, laptop, bobs = await tab(ann), await tab(ann), await tab(bob)
    await phone.send("message.sent", conversationId=with_bob, text="hello", clientId="c1")
    received = await bobs.next()
    acknowledged = await phone.next()
    assert (received["type"], received["data"]["message"]["text"]) == ("message.received", "hello")
    assert received["data"]["message"]["sender"]["username"] == "ann"
    assert "clientId" not in received["data"]["message"]
    assert (acknowledged["type"], acknowledged["data"]["clientId"]) == ("message.sent", "c1")
    assert await laptop.next() == acknowledged
    assert acknowledged["data"]["message"] == await ann.get(f"/messages/{received['data']['message']['id']}")


async def test_the_same_again_is_the_same_message(world: World) -> None:
    """A client that is not sure sends once more, is answered, and nobody else hears of it."""
    ann, bob = await world.friends("ann", "bob")
    with_bob = await talk(ann, bob)
    anns, bobs = await tab(ann), await tab(bob)
    for _ in range(2):
        await anns.send("message.sent", conversationId=with_bob, text="hello", clientId="c1")
    first, second = await anns.told()
    assert first["data"]["message"]["id"] == second["data"]["message"]["id"]
    assert await bobs.kinds() == ["message.received"]


async def test_every_change_of_a_message_is_told(world: World) -> None:
    """Edits, reactions and unsending arrive with what the message is now."""
    ann, bob = await world.friends("ann", "bob")
    with_bob = await talk(ann, bob)
    said = await say(ann, with_bob, "helo")
    anns, bobs = await tab(ann), await tab(bob)
    await ann.put(f"/messages/{said}", text="hello")
    await bob.put(f"/messages/{said}/reaction", type="love")
    await ann.delete(f"/messages/{said}", **{"for": "everyone"})
    for frames in (await anns.told(), await bobs.told()):
        edited, reacted, deleted = [frame["data"]["message"] for frame in frames]
        assert [frame["type"] for frame in frames] == ["message.edited", "message.reaction", "message.deleted"]
        assert (edited["text"], reacted["reactions"]) == ("hello", {"counts": {"love": 1}})
        assert (deleted["id"], deleted["text"], deleted["deletedAt"] is None) == (said, "", False)


async def test_what_one_removes_for_oneself_is_told_to_oneself(world: World) -> None:
    """One's other devices drop it, nobody else hears of it, and later changes of it are not told either."""
    ann, bob = await world.friends("ann", "bob")
    said = await say(ann, with_bob := await talk(ann, bob), "hello")
    anns, bobs = await tab(ann), await tab(bob)
    await bob.delete(f"/messages/{said}", **{"for": "me"})
    await ann.put(f"/messages/{said}", text="changed")
    [hidden] = await bobs.told()
    assert (hidden["type"], hidden["data"]) == (
        "message.hidden",
        {"conversationId": with_bob, "messageId": said, "seq": 1},
    )
    assert await anns.kinds() == ["message.edited"]


# ── what is not told ──


async def test_a_stranger_hears_nothing(world: World) -> None:
    """Who is not in a conversation, or has not accepted a request, hears nothing of it."""
    ann, bob, eve, stranger = await world.persons("ann", "bob", "eve", "stan")
    await ann.befriend(bob)
    with_bob, asked = await talk(ann, bob), await talk(ann, stranger)
    eves, stans = await tab(eve), await tab(stranger)
    await say(ann, with_bob, "secret")
    await say(ann, asked, "hello stranger")
    anns = await tab(ann)
    await anns.send("typing.start", conversationId=asked)
    assert (await eves.told(), await anns.told()) == ([], [])
    assert "message.received" not in await stans.kinds()


async def test_whoever_leaves_hears_nothing_of_what_comes_of_it(world: World) -> None:
    """When the last admin leaves, who leads the group then is told to those who stay alone."""
    ann, bob, eve = await world.friends("ann", "bob", "eve")
    group = await talk(ann, bob, eve, title="three")
    anns, eves = await tab(ann), await tab(eve)
    await ann.delete(f"/messages/conversations/{group}/participants/{ann.id}")
    assert [_happened(frame) for frame in await anns.told()] == ["left", None]
    assert [_happened(frame) for frame in await eves.told()] == ["left", "promoted", None]


def _happened(frame: Frame) -> Any:
    return frame["data"]["message"]["system"]["action"] if frame["type"] == "message.received" else None


async def test_who_blocked_each_other_hear_nothing_of_each_other_in_a_group(world: World) -> None:
    """In a group that both are in, messages, edits and typing of the one never reach the other's socket."""
    ann, bob, eve = await world.friends("ann", "bob", "eve")
    group = await talk(ann, bob, eve, title="three")
    await bob.post("/users/blocks", userId=eve.id)
    anns, bobs, eves = await tab(ann), await tab(bob), await tab(eve)
    said = await say(eve, group, "from eve")
    await eves.send("typing.start", conversationId=group)
    await eves.told()
    await eve.put(f"/messages/{said}", text="from eve again")
    assert await bobs.kinds() == []
    assert await anns.kinds() == ["message.received", "typing.start", "message.edited"]


async def test_a_quote_or_mention_is_shown_to_each_as_they_may_see_it(world: World) -> None:
    """One frame for most; who has a block against the one who is quoted or named gets another, or none of the words."""
    ann, bob, eve = await world.friends("ann", "bob", "eve")
    group = await talk(ann, bob, eve, title="three")
    said = await say(eve, group, "words of eve")
    await bob.post("/users/blocks", userId=eve.id)
    bobs, eves = await tab(bob), await tab(eve)
    await ann.post(f"/messages/conversations/{group}/messages", text="ask @eve", replyToId=said)
    [to_bob], [to_eve] = await bobs.told(), await eves.told()
    to_bob, to_eve = to_bob["data"]["message"], to_eve["data"]["message"]
    assert (to_eve["replyTo"]["text"], len(to_eve["spans"])) == ("words of eve", 1)
    assert (to_bob["replyTo"]["text"], to_bob["spans"]) == ("", [])


async def test_who_joined_later_hears_nothing_of_what_was_before(world: World) -> None:
    """Changes of messages from before somebody joined are not told to them."""
    ann, bob, eve = await world.friends("ann", "bob", "eve")
    group = await talk(ann, bob, title="two")
    said = await say(ann, group, "before")
    await ann.post(f"/messages/conversations/{group}/participants", userIds=[eve.id])
    eves = await tab(eve)
    await ann.put(f"/messages/{said}", text="changed")
    await ann.post(f"/messages/conversations/{group}/messages", text="look", replyToId=said)
    [look] = await eves.told()
    assert (look["data"]["message"]["text"], look["data"]["message"]["replyTo"]) == ("look", None)


# ── frames that are none ──


BAD = [
    ("", 400, "bad_frame"),
    ("no json", 400, "bad_frame"),
    ("[]", 422, "invalid"),
    ('{"type": 1}', 422, "invalid"),
    ('{"type": "unknown"}', 400, "bad_frame"),
    ('{"type": "typing.start"}', 422, "invalid"),
    ('{"type": "typing.start", "data": {"conversationId": "x", "more": 1}}', 422, "invalid"),
    ('{"type": "typing.start", "data": {"conversationId": "x"}}', 404, "not_found"),
    ('{"type": "typing.stop", "data": null}', 422, "invalid"),
    ('{"type": "message.sent", "data": {"text": "x"}}', 422, "invalid"),
    ('{"type": "message.sent", "data": {"conversationId": "x", "text": "x"}}', 404, "not_found"),
    ('{"type": "receipt.read", "data": {"conversationId": "x", "seq": -1}}', 422, "invalid"),
    ('{"type": "typing.start", "data": ' + "[" * 8_000 + "]" * 8_000 + "}", 400, "bad_frame"),
    ('{"type": "message.sent", "data": {"conversationId": "x", "clientId": "a\\u0000b"}}', 400, "bad_frame"),
]


async def test_a_bad_frame_is_answered_with_its_problem(world: World) -> None:
    """The socket lives on; the answer says what was wrong, as it would over HTTP."""
    anns = await tab(await world.person("ann"))
    for text, status, code in BAD:
        await anns.say(text)
        error = await anns.next()
        problem = error["data"]["problem"]
        assert (text, error["type"], problem["status"], problem["code"]) == (text, "error", status, code)
        assert problem["requestId"]
    assert await anns.told() == []


async def test_an_error_names_the_frame_it_answers(world: World) -> None:
    """A client that numbers its frames finds out which one failed."""
    anns = await tab(await world.person("ann"))
    await anns.say('{"type": "typing.start", "id": "f7", "data": {"conversationId": "x"}}')
    assert (await anns.next())["id"] == "f7"


# ── who may open one ──


async def test_a_ticket_opens_a_socket_once(world: World) -> None:
    """A page that can send no header gets a ticket for one socket."""
    ann = await world.person("ann")
    given = await ann.post("/messages/ws-tickets")
    assert given["expiresIn"] == 30
    assert (await Tab(world, f"ticket={given['ticket']}").opened()).code is None
    again = await Tab(world, f"ticket={given['ticket']}").opened()
    assert await again.closed() == 4401


async def test_without_a_session_no_socket_opens(world: World) -> None:
    """Signed out is 4401, a page of another site is refused before anything opens."""
    ann = await world.person("ann")
    assert await (await Tab(world).opened()).closed() == 4401
    foreign = await Tab(world, origin="https://evil.example", cookie=f"minifb={ann.token}").opened()
    assert foreign.code == 4403


async def test_the_eleventh_socket_is_refused(world: World) -> None:
    """A member has ten sockets at most; the code says why there is no more."""
    ann = await world.person("ann")
    tabs = [await tab(ann) for _ in range(10)]
    assert await (await tab(ann)).closed() == 4429
    await tabs[0].leave()
    assert (await tab(ann)).code is None


# ── what ends one ──


async def test_whoever_floods_is_sent_away(tmp_path: Any) -> None:
    """Frames past the limit are answered and not looked at; who goes on and on is closed."""
    from tests.world import open_world  # its own server, with limits

    async with open_world(tmp_path / "data", limits__enabled=True) as world:
        anns = await tab(await world.person("ann"))
        for _ in range(61):
            await anns.say('{"type": "typing.stop", "data": {"conversationId": "x"}}')
        problem = (await anns.next())["data"]["problem"]
        assert (problem["status"], problem["code"]) == (429, "too_many_frames")
        for _ in range(101):
            await anns.say("{}")
        assert await anns.closed() == 4429


async def test_signing_out_ends_the_sockets_of_that_session(world: World) -> None:
    """The socket of the session that ended closes at once; one's other devices stay."""
    ann = await world.person("ann")
    other = await world.login("ann")
    here, there = await tab(ann), await tab(other)
    await other.post("/auth/logout", refreshToken=other.told["refreshToken"])
    assert await there.closed() == 4401
    assert await here.told() == []


async def test_a_new_password_ends_the_sockets_of_all_other_sessions(world: World) -> None:
    """Whoever took the account over is out at once."""
    ann = await world.person("ann")
    thief = await tab(await world.login("ann"))
    await ann.put("/auth/password", currentPassword=PASSWORD, password="another battery staple")
    assert await thief.closed() == 4401


async def test_a_socket_is_a_day_old_at_most(world: World) -> None:
    """After a day who it is must be shown again, also where nobody ended the session."""
    ann = await world.person("ann")
    anns = await tab(ann)
    world.house.live.hang_up_where(world.house._is_over, 4401)
    assert await anns.told() == []
    world.clock.advance(DAY + SECOND)
    world.house.live.hang_up_where(world.house._is_over, 4401)
    assert await anns.closed() == 4401


# ── over a real port ──


async def test_what_must_end_ends_within_a_second(world: World) -> None:
    """On real sockets: a block, leaving a group, a suspension and the end of a session reach the socket in time."""
    owner = await first_owner(world)
    ann, bob, eve = await world.friends("ann", "bob", "eve")
    with_bob, group = await talk(ann, bob), await talk(ann, bob, eve, title="three")
    device = await world.login("eve")
    async with served(world) as port:
        bobs, eves, others = await dial(port, bob), await dial(port, device), await dial(port, eve)
        await bob.delete(f"/messages/conversations/{group}/participants/{bob.id}")
        await ann.post("/users/blocks", userId=bob.id)
        await say(ann, group, "without bob")
        told = await _frames(bobs)
        removed = [frame["data"]["conversationId"] for frame in told if frame["type"] == "conversation.removed"]
        assert set(removed) == {with_bob}
        assert "without bob" not in json.dumps(told)
        await device.post("/auth/logout", refreshToken=device.told["refreshToken"])
        assert await _code(eves) == 4401
        await owner.post(f"/auth/members/{bob.id}/suspend", reason="spam")
        assert await _code(bobs) == 4401
        assert "without bob" in json.dumps(await _frames(others))


async def test_a_real_socket_has_its_bounds(world: World) -> None:
    """A frame that is too large ends it, as does a restart; each by its own code, and neither is an error of ours."""
    ann = await world.person("ann")
    async with served(world) as port:
        large, waiting = await dial(port, ann), await dial(port, ann)
        await large.send("x" * 16_385)
        assert await _code(large) == 1009
    assert await _code(waiting) == 1012
    assert world.house.failures.grouped() == []


async def test_who_does_not_read_misses_nothing_but_frames(world: World) -> None:
    """On a real socket that is not read what waits is bounded, and its member's other devices get everything."""
    bob = await world.person("bob")
    live = world.house.live
    async with served(world) as port:
        slow = await dial(port, bob, max_queue=1)
        quick = await dial(port, bob, max_queue=None)
        for number in range(1_000):
            live.tell([bob.id], {"type": "x", "data": f"{number} {'x' * 20_000}"})
            await asyncio.sleep(0)
            if number % 10 == 9:
                await asyncio.wait_for(_until(quick, f'"{number} '), 2)
        assert [box.close_code for box in live._mailboxes[bob.id]] == [4408, None]
        slow.transport.abort()


async def _until(socket: Any, words: str) -> None:
    """Read until somebody says so."""
    while words not in await socket.recv():
        pass


async def _frames(socket: Any) -> list[Any]:
    """Give what a socket is told within a second."""
    told: list[Any] = []
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(1):
            while True:
                told.append(json.loads(await socket.recv()))
    return told


async def _code(socket: Any) -> int:
    """Wait a second at most for the end of a socket."""
    async with asyncio.timeout(1):
        await socket.wait_closed()
    return int(socket.close_code)


async def test_a_reader_that_stops_is_cut_off(world: World) -> None:
    """What waits for one socket is bounded; whoever reads too slowly is closed, others get everything."""
    bob = await world.person("bob")
    slow = await tab(bob)
    live = world.house.live
    mailbox = live._mailboxes[bob.id][0]
    for number in range(MESSAGES_MAX + 1):
        live.tell([bob.id], {"type": "x", "data": number})
    assert mailbox.close_code == 4408
    assert await slow.closed() == 4408
    await eventually(lambda: _nobody(live, bob.id))


async def _nobody(live: Any, member_id: str) -> bool:
    return not live.present(member_id)
