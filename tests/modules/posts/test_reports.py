"""Reports: what members report, what staff decide, and who learns of it."""

import asyncio
from typing import Any

import msgspec
import pytest

from tests.modules.auth.people import first_owner, refresh, staff
from tests.world import Person, World

PUBLIC = {"kind": "public"}


async def court(world: World) -> tuple[Person, Person, Person, Person]:
    """A moderator, an author, their friend, and a post for friends that the friend has reported."""
    mod = await staff(world, await first_owner(world), "mod", "moderator")
    ann, bob = await world.friends("ann", "bob")
    post = await ann.post("/posts", text="buy pills")
    ann.told["post"] = f"/posts/{post['id']}"
    await bob.post(f"/posts/{post['id']}/reports", reason="spam", note="again")
    [waiting] = (await mod.get("/posts/reports"))["items"]
    ann.told["case"] = f"/posts/reports/{waiting['id']}"
    return mod, ann, bob, await world.person("eve")


async def rows(world: World, statement: str) -> list[Any]:
    """Look into the database of posts."""
    async with world.house.parts["posts"].db.slow() as connection:
        return [tuple(row) for row in await connection.exec_driver_sql(statement)]


async def acts(world: World) -> list[tuple[str, str | None]]:
    """What the audit log of posts says."""
    return await rows(world, "SELECT action, reason FROM audit ORDER BY seq")


async def test_a_report_makes_a_case(world: World) -> None:
    """Moderators see what was reported, how often and why; only they learn who did, and reading is written down."""
    mod, ann, bob, _ = await court(world)
    [case] = (await mod.get("/posts/reports"))["items"]
    assert (case["state"], case["reasons"], case["reporters"]) == ("open", {"spam": 1}, 1)
    assert (case["target"]["kind"], case["target"]["author"]["id"]) == ("post", ann.id)
    assert (case["target"]["audience"], case["target"]["text"], "reports" in case) == ("friends", None, False)
    whole = await mod.get(ann.told["case"])
    assert whole["target"]["text"] == "buy pills"
    [report] = whole["reports"]
    assert (report["user"]["id"], report["reason"], report["note"]) == (bob.id, "spam", "again")
    assert await acts(world) == [("report.read", None)]


async def test_the_same_report_again_is_the_same(world: World) -> None:
    """Who reports the same twice has reported it once; somebody else adds to the same case."""
    mod, ann, bob, _ = await court(world)
    cid = await world.person("cid")
    await cid.befriend(ann)
    await bob.post(f"{ann.told['post']}/reports", reason="hate")
    await cid.post(f"{ann.told['post']}/reports", reason="hate")
    [case] = (await mod.get("/posts/reports"))["items"]
    assert (case["reasons"], case["reporters"]) == ({"hate": 1, "spam": 1}, 2)


async def test_what_can_be_reported(world: World) -> None:
    """One reports what one may see and has not said oneself; a member cannot take down."""
    _, ann, bob, eve = await court(world)
    path = f"{ann.told['post']}/reports"
    assert await eve.refused("POST", path, json={"reason": "spam"}) == (404, "not_found")
    assert await ann.refused("POST", path, json={"reason": "spam"}) == (403, "own_content")
    assert await bob.refused("POST", path, json={"reason": "boring"}) == (422, "invalid")
    assert (await bob.refused("POST", path, json={"reason": "spam", "takeDown": True, "note": "x"}))[0] == 403
    for who in (ann, bob, eve):
        assert (await who.refused("GET", "/posts/reports"))[0] == 403
        assert (await who.refused("PUT", ann.told["case"], json={"decision": "dismiss", "reason": "x"}))[0] == 403


async def test_what_is_taken_down_is_gone_and_comes_back_as_it_was(world: World) -> None:
    """A post that staff take down is nowhere; its author reads why but not who; put back, all of it is back."""
    mod, ann, bob, _ = await court(world)
    await bob.post(f"{ann.told['post']}/comments", text="hm")
    await bob.post(f"{ann.told['post']}/reactions", type="wow")
    before = await bob.get(ann.told["post"])
    await mod.put(ann.told["case"], decision="takeDown", reason="No selling of pills.")
    for who in (ann, bob):
        assert await who.refused("GET", ann.told["post"]) == (404, "not_found")
        assert (await who.refused("PUT", ann.told["post"], json={"text": "x"}))[0] == 404
        assert (await who.get("/posts/feed", mode="latest"))["items"] == []
    [mine] = (await ann.get("/posts/removed"))["items"]
    assert (mine["text"], mine["reason"]) == ("buy pills", "No selling of pills.")
    assert bob.id not in str(mine)
    await world.settle()
    assert (await ann.get("/users/profile"))["counts"]["posts"] == 0
    await mod.put(ann.told["case"], decision="restore", reason="They are vitamins.")
    assert await bob.get(ann.told["post"]) == before
    assert (await ann.get("/posts/removed"))["items"] == []
    await world.settle()
    assert (await ann.get("/users/profile"))["counts"]["posts"] == 1
    assert await acts(world) == [
        ("report.take_down", "No selling of pills."),
        ("report.restore", "They are vitamins."),
    ]


async def told(world: World, *names: str) -> list[dict[str, Any]]:
    """What posts told, of these events."""
    found = await rows(world, "SELECT name, data FROM outbox ORDER BY position")
    return [{"name": name, **msgspec.json.decode(data)} for name, data in found if name in names]


async def test_others_are_told_in_order(world: World) -> None:
    """A take-down is told as a deletion by staff, its end as a restoring with all that was there, each newer."""
    mod, ann, *_ = await court(world)
    await mod.put(ann.told["case"], decision="takeDown", reason="spam")
    await mod.put(ann.told["case"], decision="restore", reason="sorry")
    created, deleted, restored = await told(world, "post.created", "post.deleted", "post.restored")
    assert (deleted["byStaff"], restored["text"], restored["audience"]["kind"]) == (True, "buy pills", "friends")
    assert created["revision"] < deleted["revision"] < restored["revision"]
    assert created["authorRevision"] < deleted["authorRevision"] < restored["authorRevision"]


async def test_a_removed_comment_keeps_a_bare_place_for_replies(world: World) -> None:
    """A comment taken down leaves a place while there are replies, and the counts; put back it counts again."""
    mod, ann, bob, _ = await court(world)
    path = f"{ann.told['post']}/comments"
    comment = await bob.post(path, text="buy mine")
    reply = await ann.post(path, text="no", parentId=comment["id"])
    await ann.post(f"{ann.told['post']}/reports", reason="spam", commentId=comment["id"])
    case = f"/posts/reports/{(await mod.get('/posts/reports'))['items'][1]['id']}"
    await mod.put(case, decision="takeDown", reason="spam")
    [place] = (await ann.get(path))["items"]
    assert (place["deleted"], place["author"], place["text"], place["counts"]["replies"]) == (True, None, "", 1)
    assert (await ann.get(ann.told["post"]))["counts"]["comments"] == 1
    assert (await bob.refused("DELETE", f"{path}/{comment['id']}"))[0] == 404
    await ann.delete(f"{path}/{reply['id']}")
    assert (await ann.get(path))["items"] == []
    await mod.put(case, decision="restore", reason="fine")
    assert [one["text"] for one in (await ann.get(path))["items"]] == ["buy mine"]
    events = await told(world, "comment.added", "comment.deleted", "comment.restored")
    assert [(one["name"], one.get("byStaff")) for one in events if one["commentId"] == comment["id"]] == [
        ("comment.added", None),
        ("comment.deleted", True),
        ("comment.restored", None),
    ]


async def test_of_two_moderators_one_decides(world: World) -> None:
    """Two who decide at once: one decision stands, the other is told which; looking again, it may be changed."""
    mod, ann, *_ = await court(world)
    owner = await world.login("olga")
    answers = await asyncio.gather(
        mod.ask("PUT", ann.told["case"], json={"decision": "takeDown", "reason": "spam"}),
        owner.ask("PUT", ann.told["case"], json={"decision": "dismiss", "reason": "fine"}),
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    stands = (await mod.get(ann.told["case"]))["state"]
    lost = next(answer.json() for answer in answers if answer.status_code == 409)
    assert (lost["code"], lost["errors"][0]["code"]) == ("already_decided", stands)


async def test_a_dismissal_is_taken_back_by_who_has_seen_it(world: World) -> None:
    """A dismissed case is upheld only by somebody who says that they saw the dismissal."""
    mod, ann, *_ = await court(world)
    case = await mod.put(ann.told["case"], decision="dismiss", reason="fine")
    assert (await mod.refused("PUT", ann.told["case"], json={"decision": "takeDown", "reason": "x"}))[0] == 409
    stale = {"decision": "takeDown", "reason": "x", "revision": case["revision"] - 1}
    assert (await mod.refused("PUT", ann.told["case"], json=stale))[0] == 409
    upheld = await mod.put(ann.told["case"], decision="takeDown", reason="x", revision=case["revision"])
    assert (upheld["state"], upheld["target"]["state"]) == ("upheld", "removed")


async def test_a_dismissed_case_opens_again_for_something_new(world: World) -> None:
    """After a dismissal the same member asks again in vain, until the words change or somebody else reports."""
    mod, ann, bob, _ = await court(world)
    await mod.put(ann.told["case"], decision="dismiss", reason="fine")
    await bob.post(f"{ann.told['post']}/reports", reason="spam")
    assert (await mod.get("/posts/reports"))["items"] == []
    await ann.put(ann.told["post"], text="buy more pills")
    await bob.post(f"{ann.told['post']}/reports", reason="spam")
    assert len((await mod.get("/posts/reports"))["items"]) == 1


async def test_nobody_escapes_by_deleting_or_editing(world: World) -> None:
    """An open case shows the words as they were reported, whatever the author does; decided, they are forgotten."""
    mod, ann, *_ = await court(world)
    await ann.put(ann.told["post"], text="nothing at all")
    target = (await mod.get(ann.told["case"]))["target"]
    assert (target["text"], target["textNow"]) == ("buy pills", "nothing at all")
    await ann.delete(ann.told["post"])
    target = (await mod.get(ann.told["case"]))["target"]
    assert (target["text"], target["textNow"], target["state"]) == ("buy pills", None, "deleted")
    told = await mod.put(ann.told["case"], decision="takeDown", reason="spam")
    assert (told["state"], told["target"]["text"]) == ("upheld", "")
    assert await mod.refused("PUT", ann.told["case"], json={"decision": "restore", "reason": "x"}) == (
        409,
        "target_gone",
    )


async def test_staff_take_down_what_they_see(world: World) -> None:
    """A moderator reports and takes down in one; not what they said themselves, nor what who ranks above said."""
    mod, ann, *_ = await court(world)
    owner = await world.login("olga")
    takes = {"reason": "spam", "takeDown": True, "note": "spam"}
    theirs = [(await who.post("/posts", text="x", audience=PUBLIC))["id"] for who in (ann, owner, mod)]
    assert (await mod.ask("POST", f"/posts/{theirs[0]}/reports", json=takes)).status_code == 204
    assert (await ann.get("/posts/removed"))["items"][0]["reason"] == "spam"
    assert await mod.refused("POST", f"/posts/{theirs[1]}/reports", json=takes) == (403, "rank_above")
    assert await mod.refused("POST", f"/posts/{theirs[2]}/reports", json=takes) == (403, "own_content")
    await ann.post(f"/posts/{theirs[2]}/reports", reason="hate")
    own = next(one for one in (await mod.get("/posts/reports"))["items"] if one["target"]["postId"] == theirs[2])
    decision = {"decision": "dismiss", "reason": "me?"}
    assert await mod.refused("PUT", f"/posts/reports/{own['id']}", json=decision) == (403, "own_content")


@pytest.mark.parametrize("state", ["open", "upheld", "dismissed"])
async def test_the_queue_is_paged(world: World, state: str) -> None:
    """Cases come page by page without gap or repeat: who waits longest first, the latest decision first."""
    mod = await staff(world, await first_owner(world), "mod", "moderator")
    ann, bob = await world.persons("ann", "bob")
    for at in range(5):
        post = await ann.post("/posts", text=str(at), audience=PUBLIC)
        await bob.post(f"/posts/{post['id']}/reports", reason="spam")
        world.clock.advance(1)
    if state != "open":
        for case in (await mod.get("/posts/reports"))["items"]:
            decision = {"upheld": "takeDown", "dismissed": "dismiss"}[state]
            await mod.put(f"/posts/reports/{case['id']}", decision=decision, reason="x")
            world.clock.advance(1)
    seen: list[str] = []
    page: dict[str, Any] = {"next": ""}
    while page["next"] is not None:
        cursor = {"cursor": page["next"]} if page["next"] else {}
        page = await mod.get("/posts/reports", state=state, limit=2, **cursor)
        seen += [case["target"]["text"] for case in page["items"]]
    assert seen == (["0", "1", "2", "3", "4"] if state == "open" else ["4", "3", "2", "1", "0"])


async def test_a_lower_rank_does_not_decide_later(world: World) -> None:
    """A moderator who became an ordinary member reads no cases any more."""
    mod, ann, *_ = await court(world)
    owner = await world.login("olga")
    await owner.put(f"/auth/members/{mod.id}/role", role="member")
    world.clock.advance(1_000_000)
    await refresh(mod)
    assert (await mod.refused("GET", ann.told["case"]))[0] == 403
