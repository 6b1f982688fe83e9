"""Analytics: how much is told and followed, as totals of everybody."""

from sqlalchemy import text

from minifb.kernel.clock import DAY
from minifb.modules.notifications.store import analytics
from tests.modules.auth.people import first_owner, refresh
from tests.world import World

PATH = "/notifications/analytics"


async def test_what_is_followed_is_counted(world: World) -> None:
    """Looking and following is counted by day, kind and channel; what one member does adds to the others'."""
    owner, ann = await first_owner(world), await world.person("ann")
    for who in (ann, owner):
        await who.post(PATH, event="opened", kind="comment", channel="push")
    await ann.post(PATH, event="clicked", kind="comment", channel="push")
    await world.house.parts["notifications"].db.write(lambda tx: analytics.count(tx, "comment", "push", "delivered", 3))
    world.clock.advance(DAY)
    ann, owner = await refresh(ann), await refresh(owner)
    await ann.post(PATH, event="opened", kind="reply", channel="inApp")
    totals = (await owner.get(PATH, since="2026-01-01"))["items"]
    comment, reply = [one for one in totals if one["kind"] != "welcome"]
    assert (comment["day"], comment["delivered"], comment["opened"], comment["clicked"]) == ("2026-01-01", 3, 2, 1)
    assert (reply["day"], reply["kind"], reply["opened"]) == ("2026-01-02", "reply", 1)
    assert (await owner.get(PATH, until="2025-12-31"))["items"] == []


async def test_the_totals_come_in_pages(world: World) -> None:
    """Each total is on one page, in order."""
    owner = await first_owner(world)
    for kind in ("share", "comment", "reply"):
        await owner.post(PATH, event="opened", kind=kind, channel="push")
    found: list[str] = []
    cursor = None
    while cursor or not found:
        page = await owner.get(PATH, limit=1, **({"cursor": cursor} if cursor else {}))
        found += [one["kind"] for one in page["items"] if one["channel"] == "push"]
        cursor = page["next"]
    assert found == ["comment", "reply", "share"]


async def test_a_repeat_under_one_key_is_counted_once(world: World) -> None:
    """A client that is not sure whether it was heard asks again, and is counted once."""
    owner = await first_owner(world)
    for _ in range(2):
        body = {"event": "opened", "kind": "share", "channel": "push"}
        await owner.ask("POST", PATH, json=body, headers={"idempotency-key": "k" * 20})
    assert [one["opened"] for one in (await owner.get(PATH))["items"] if one["kind"] == "share"] == [1]


async def test_nobody_is_counted_by_name(world: World) -> None:
    """What is kept says how many, and nothing about who."""
    async with world.house.parts["notifications"].db.slow() as lent:
        columns = (await lent.execute(text("select * from notification_totals"))).keys()
    assert set(columns) == {"day", "kind", "channel", "delivered", "opened", "clicked"}


async def test_totals_are_for_admins(world: World) -> None:
    """Members add to the totals and do not read them; who is not signed in does neither."""
    ann = await world.person("ann")
    assert await ann.refused("GET", PATH) == (403, "forbidden")
    body = {"event": "opened", "kind": "share", "channel": "push"}
    assert (await world.stranger.refused("POST", PATH, json=body))[0] == 401


async def test_only_what_there_is_can_be_counted(world: World) -> None:
    """A kind or channel that there is not is refused."""
    ann = await world.person("ann")
    for field in ("event", "kind", "channel"):
        body = {"event": "opened", "kind": "share", "channel": "push", field: "none"}
        assert (await ann.refused("POST", PATH, json=body))[0] == 422
