"""Digests: what a member missed, by mail, at their own hour, and nothing they have seen or may not see."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minifb.kernel.clock import DAY, HOUR, MINUTE, instant, wire
from minifb.modules.notifications.rules.digests import next_digest
from tests.modules.auth.letters import said
from tests.modules.notifications.test_deliveries import mails, proven
from tests.world import Person, World

DIGEST = "you may have missed"


async def digests(world: World, name: str) -> list[str]:
    """Give what the digests to a member say."""
    return [said(mail) for mail in await mails(world, name) if DIGEST in mail["Subject"]]


async def commented(world: World, *said_by: Person, **changes: object) -> dict[str, str]:
    """Let a post of Ann's be commented on, who gets digests daily."""
    [ann] = await proven(world, "ann")
    await ann.put("/notifications/preferences", digest="daily", **changes)
    post = await ann.post("/posts", text="hello", audience={"kind": "public"})
    for one in said_by:
        await one.post(f"/posts/{post['id']}/comments", text=f"{one.name} says hi")
    await world.settle()
    told: dict[str, str] = post
    return told


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Asia/Kathmandu", "Pacific/Apia"])
@given(minutes=st.integers(0, 2 * 365 * 24 * 60))
def test_the_hour_of_a_digest(zone: str, minutes: int) -> None:
    """A digest comes at nine where the member lives: the next day, or on the next Monday."""
    now = instant(datetime(2026, 1, 1, tzinfo=UTC)) + minutes * MINUTE
    for rhythm, most in (("daily", 25 * HOUR), ("weekly", 7 * DAY + HOUR)):
        at = next_digest(rhythm, zone, 9, now)  # type: ignore[arg-type]
        here = wire(at).astimezone(ZoneInfo(zone))
        assert now < at <= now + most
        assert (here.hour, here.minute) == (9, 0)
        assert rhythm == "daily" or here.weekday() == 0
    assert next_digest("off", zone, 9, now) == 0


async def test_what_was_missed(world: World) -> None:
    """A digest tells what nobody has seen, once; the day after there is none."""
    bob, cid = await world.persons("bob", "cid")
    await commented(world, bob, cid)
    await world.advance(8 * HOUR)
    assert await digests(world, "ann") == []
    await world.advance(2 * HOUR)
    [text] = await digests(world, "ann")
    assert "Bob commented on your post" in text
    assert "Cid commented on your post" in text
    await world.advance(DAY)
    assert len(await digests(world, "ann")) == 1


async def test_nothing_missed(world: World) -> None:
    """Whoever opened the list gets no digest."""
    [bob] = await world.persons("bob")
    await commented(world, bob)
    await world.people["ann"].post("/notifications/mark-all-seen")
    await world.advance(10 * HOUR)
    assert await digests(world, "ann") == []


async def test_what_may_no_longer_be_seen(world: World) -> None:
    """What was deleted, or is of somebody who is blocked by now, is in no digest."""
    bob, cid = await world.persons("bob", "cid")
    post = await commented(world, bob, cid)
    ann = world.people["ann"]
    comments = (await ann.get(f"/posts/{post['id']}/comments"))["items"]
    [own] = [comment for comment in comments if comment["author"]["id"] == cid.id]
    await cid.delete(f"/posts/{post['id']}/comments/{own['id']}")
    await ann.post("/users/blocks", userId=bob.id)
    await world.advance(10 * HOUR)
    assert await digests(world, "ann") == []


async def test_what_was_mailed_is_not_repeated(world: World) -> None:
    """What went out as a mail of its own is not in the digest too."""
    [bob] = await world.persons("bob")
    await commented(world, bob, kinds={"comment": {"email": True}})
    await world.advance(10 * HOUR)
    assert "Bob" in (await mails(world, "ann"))[-1]["Subject"]
    assert await digests(world, "ann") == []


async def test_an_unproven_address(world: World) -> None:
    """An address that nobody proved gets no digest, and nothing waits for it."""
    ann, bob = await world.persons("ann", "bob")
    await bob.post("/users/friends/request", userId=ann.id)
    await ann.put("/notifications/preferences", digest="daily")
    await world.advance(10 * HOUR)
    assert await digests(world, "ann") == []
    standing = await world.house.parts["notifications"].runner.standing()  # type: ignore[union-attr]
    assert standing.parked == 0


async def test_a_digest_in_the_night(world: World) -> None:
    """A digest that comes into quiet hours waits for their end."""
    [bob] = await world.persons("bob")
    await commented(world, bob, quietHours={"from": "20:00", "to": "14:00"})
    await world.advance(10 * HOUR)
    assert await digests(world, "ann") == []
    await world.advance(5 * HOUR)
    assert len(await digests(world, "ann")) == 1


async def test_no_digest_wanted(world: World) -> None:
    """Who turned digests off gets none, however long they stay away."""
    [bob] = await world.persons("bob")
    await commented(world, bob)
    await world.people["ann"].put("/notifications/preferences", digest="off")
    await world.advance(10 * DAY)
    assert await digests(world, "ann") == []


async def test_a_mail_server_that_is_down(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a digest told counts as told only when the mail server took it."""
    [bob] = await world.persons("bob")
    await commented(world, bob)
    postbox = world.service("notifications").postbox
    works, down = postbox.post, True

    async def post(*letter: object) -> None:
        if down:
            raise ConnectionRefusedError
        await works(*letter)

    monkeypatch.setattr(postbox, "post", post)
    await world.advance(10 * HOUR)
    down = False
    await world.advance(HOUR)
    assert len(await digests(world, "ann")) == 1
