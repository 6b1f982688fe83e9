"""Reports of members: who may report whom, and what staff decide about it."""

from typing import Any

from minifb.kernel.clock import DAY, SECOND
from tests.modules.auth.people import first_owner, staff
from tests.world import Person, World


async def court(world: World) -> tuple[Person, Person, Person]:
    """A moderator, and two members who have had enough of each other."""
    mod = await staff(world, await first_owner(world), "mod", "moderator")
    ann, bob = await world.persons("ann", "bob")
    return mod, ann, bob


async def waiting(mod: Person, state: str = "open") -> Any:
    """The one report that waits, or that was decided so."""
    [one] = (await mod.get("/users/reports", state=state))["items"]
    return one


async def test_a_member_is_reported_once_while_it_waits(world: World) -> None:
    """Staff see who was reported by whom, as they appeared; the same again changes nothing until it is decided."""
    mod, ann, bob = await court(world)
    for reason in ("harassment", "spam"):
        await bob.post(f"/users/{ann.id}/report", reason=reason, note="every evening")
    await ann.put("/users/profile", firstName="Somebody")
    one = await waiting(mod)
    assert (one["reason"], one["note"], one["state"]) == ("harassment", "every evening", "open")
    assert (one["user"]["firstName"], one["shown"]["firstName"]) == ("Somebody", "Ann")
    assert one["reporter"]["id"] == bob.id
    assert await mod.get(f"/users/reports/{one['id']}") == one


async def test_one_of_two_decides(world: World) -> None:
    """What was decided stays so, with who did and why, and does not wait any more; then there may be a new report."""
    mod, ann, bob = await court(world)
    await bob.post(f"/users/{ann.id}/report", reason="spam")
    path = f"/users/reports/{(await waiting(mod))['id']}"
    told = await mod.put(path, decision="uphold", reason="Suspended for a week.")
    assert (told["state"], told["decided"]["by"]["id"], told["decided"]["reason"]) == (
        "upheld",
        mod.id,
        "Suspended for a week.",
    )
    again = {"decision": "dismiss", "reason": "no"}
    assert await mod.refused("PUT", path, json=again) == (409, "already_decided")
    assert (await mod.get("/users/reports"))["items"] == []
    assert (await waiting(mod, "upheld"))["id"] == told["id"]
    await bob.post(f"/users/{ann.id}/report", reason="spam")
    assert (await waiting(mod))["id"] != told["id"]


async def test_whom_one_may_not_report(world: World) -> None:
    """Nobody reports themselves, or whom they may not see, and members neither read reports nor decide them."""
    mod, ann, bob = await court(world)
    spam = {"reason": "spam"}
    assert (await ann.refused("POST", f"/users/{ann.id}/report", json=spam))[0] == 422
    assert (await ann.refused("POST", f"/users/{bob.id}/report", json={"reason": "dull"}))[0] == 422
    await bob.post(f"/users/{mod.id}/report", reason="other")
    path = f"/users/reports/{(await waiting(mod))['id']}"
    verdict = {"decision": "dismiss", "reason": "It was me."}
    assert (await mod.refused("PUT", path, json=verdict))[0] == 422
    assert (await bob.refused("GET", "/users/reports"))[0] == 403
    assert (await bob.refused("PUT", path, json=verdict))[0] == 403
    assert await mod.refused("GET", "/users/reports/nothing") == (404, "not_found")
    await bob.post("/users/blocks", userId=ann.id)
    assert await ann.refused("POST", f"/users/{bob.id}/report", json=spam) == (404, "not_found")


async def test_blocked_first_reported_then(world: World) -> None:
    """Who blocked somebody may report them still."""
    mod, ann, bob = await court(world)
    await bob.post("/users/blocks", userId=ann.id)
    await bob.post(f"/users/{ann.id}/report", reason="harassment")
    one = await waiting(mod)
    assert (one["user"]["id"], one["reporter"]["id"]) == (ann.id, bob.id)


async def test_an_erased_member_is_in_no_report(world: World) -> None:
    """With a member go the reports by them and about them."""
    mod, ann, bob = await court(world)
    await ann.post(f"/users/{bob.id}/report", reason="spam")
    await bob.post(f"/users/{ann.id}/report", reason="spam")
    await bob.post(f"/users/{mod.id}/report", reason="spam")
    receipt = (await ann.delete("/auth/account"))["receipt"]
    await world.advance(30 * DAY + SECOND)
    told = await world.stranger.get(f"/auth/account/deletion/{receipt}")
    assert told["modules"]["users"]["member_reports"] == 2
