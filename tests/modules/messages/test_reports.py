"""Reports of messages: what a reporter shows, what staff read and decide."""

from typing import Any

from minifb.kernel.clock import DAY
from tests.modules.auth.people import first_owner, staff
from tests.modules.messages.talking import lines, say, talk
from tests.world import Person, World


async def court(world: World) -> tuple[Person, Person, Person, str]:
    """A moderator, somebody who writes, their friend, and what they talk in."""
    mod = await staff(world, await first_owner(world), "mod", "moderator")
    ann, bob = await world.friends("ann", "bob")
    return mod, ann, bob, await talk(ann, bob)


async def waiting(mod: Person) -> Any:
    """The one report that waits."""
    [one] = (await mod.get("/messages/reports"))["items"]
    return one


async def acts(world: World) -> list[str]:
    """What the audit log of messages says."""
    async with world.house.parts["messages"].db.slow() as connection:
        found = await connection.exec_driver_sql("SELECT action FROM audit ORDER BY seq")
        return [row[0] for row in found]


async def test_staff_read_what_is_shown_and_nothing_else(world: World) -> None:
    """Moderators read the reported message and what the reporter shows beside it; reading is written down."""
    mod, ann, bob, room = await court(world)
    await say(ann, room, "private")
    asked, said = await say(bob, room, "why?"), await say(ann, room, "because, idiot")
    note = {"reason": "harassment", "note": "again", "contextIds": [asked, "x"]}
    await bob.post(f"/messages/{said}/report", **note)
    brief = await waiting(mod)
    assert (brief["sender"]["id"], brief["reporter"]["id"], brief["reason"]) == (ann.id, bob.id, "harassment")
    assert "lines" not in brief
    assert await acts(world) == []
    whole = await mod.get(f"/messages/reports/{brief['id']}")
    shown = [(one["text"], one["reported"], one["sender"]["id"]) for one in whole["lines"]]
    assert shown == [("why?", False, bob.id), ("because, idiot", True, ann.id)]
    assert (whole["note"], whole["messageState"]) == ("again", "live")
    assert await acts(world) == ["report.read"]
    assert await mod.refused("GET", f"/messages/{said}") == (404, "not_found")


async def test_a_report_is_made_once(world: World) -> None:
    """Who reports the same again has reported it once; nobody reports themselves, or what nobody wrote."""
    mod, ann, bob, room = await court(world)
    said = await say(ann, room, "spam")
    for reason in ("spam", "hate"):
        await bob.post(f"/messages/{said}/report", reason=reason)
    assert (await waiting(mod))["reason"] == "spam"
    assert await ann.refused("POST", f"/messages/{said}/report", json={"reason": "spam"}) == (403, "own_content")
    many = {"reason": "spam", "contextIds": ["x"] * 21}
    assert (await bob.refused("POST", f"/messages/{said}/report", json=many))[0] == 422


async def test_what_was_unsent_can_still_be_reported(world: World) -> None:
    """For two weeks whoever handles a report reads what an unsent message said; then nobody can."""
    mod, ann, bob, room = await court(world)
    early, late = await say(ann, room, "threat"), await say(ann, room, "forgotten")
    for one in (early, late):
        await ann.delete(f"/messages/{one}")
    await bob.post(f"/messages/{early}/report", reason="violence")
    whole = await mod.get(f"/messages/reports/{(await waiting(mod))['id']}")
    assert (whole["lines"][0]["text"], whole["messageState"]) == ("threat", "unsent")
    await world.advance(14 * DAY)
    bob = await world.login("bob")
    await bob.post(f"/messages/{late}/report", reason="violence")
    async with world.house.parts["messages"].db.slow() as connection:
        context = [row[0] for row in await connection.exec_driver_sql("SELECT context FROM message_reports")]
    assert [("threat" in one, "forgotten" in one) for one in context] == [(True, False), (False, False)]


async def test_taken_down_and_put_back(world: World) -> None:
    """What staff take down leaves its place and is not found; put back, all is as before. One of two decides."""
    mod, ann, bob, room = await court(world)
    said = await say(ann, room, "buy pills")
    await bob.post(f"/messages/{said}/report", reason="spam")
    path = f"/messages/reports/{(await waiting(mod))['id']}"
    down = await mod.put(path, decision="takeDown", reason="spam")
    assert (down["state"], down["messageState"], down["decided"]["by"]["id"]) == ("upheld", "removed", mod.id)
    for one in (ann, bob):
        assert await lines(one, room) == [""]
        assert (await one.get("/messages/search", q="pills"))["items"] == []
    assert await mod.refused("PUT", path, json={"decision": "dismiss", "reason": "x"}) == (409, "already_decided")
    assert await ann.refused("PUT", f"/messages/{said}", json={"text": "x"}) == (409, "nothing_said")
    assert (await mod.put(path, decision="restore", reason="sorry"))["state"] == "dismissed"
    assert await lines(bob, room) == ["buy pills"]
    assert len((await bob.get("/messages/search", q="pills"))["items"]) == 1
    assert await acts(world) == ["report.take_down", "report.restore"]
    [row] = (await mod.get("/messages/reports", state="dismissed"))["items"]
    assert row["id"] == down["id"]


async def test_what_its_sender_unsent_cannot_be_put_back(world: World) -> None:
    """Unsent after it was taken down, a message is gone for good."""
    mod, ann, bob, room = await court(world)
    said = await say(ann, room, "buy pills")
    await bob.post(f"/messages/{said}/report", reason="spam")
    path = f"/messages/reports/{(await waiting(mod))['id']}"
    await mod.put(path, decision="takeDown", reason="spam")
    await ann.delete(f"/messages/{said}")
    assert await mod.refused("PUT", path, json={"decision": "restore", "reason": "x"}) == (409, "target_gone")


async def test_only_staff(world: World) -> None:
    """Members do not see what was reported."""
    _, ann, bob, room = await court(world)
    await bob.post(f"/messages/{await say(ann, room, 'x')}/report", reason="spam")
    for method, path in (("GET", "/messages/reports"), ("GET", "/messages/reports/x"), ("PUT", "/messages/reports/x")):
        assert (await bob.refused(method, path, json={"decision": "dismiss", "reason": "x"}))[0] == 403


async def test_blocked_first_and_reported_then(world: World) -> None:
    """Whoever has had enough and blocks somebody can still report what they wrote; the conversation stays shut."""
    mod, ann, bob, room = await court(world)
    said = await say(ann, room, "because, idiot")
    await bob.post("/users/blocks", userId=ann.id)
    await bob.post(f"/messages/{said}/report", reason="harassment")
    assert (await waiting(mod))["sender"]["id"] == ann.id
    assert await bob.refused("GET", f"/messages/{said}") == (404, "not_found")
