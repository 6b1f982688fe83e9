"""What goes out by mail and push: once, if it still is something to tell, and not in somebody's night."""

from email.message import EmailMessage

import pytest
from sqlalchemy import func, select

from minifb.kernel.clock import DAY, HOUR, MINUTE
from minifb.kernel.data.sql import sql
from minifb.modules.notifications import tables
from minifb.modules.notifications.rules.deliveries import goes_out
from tests.modules.auth.letters import letters, link_secret
from tests.world import Person, World

# A world begins on 2026-01-01 at 00:00 UTC.


async def proven(world: World, *names: str) -> list[Person]:
    """Give members whose addresses are proven."""
    people = await world.persons(*names)
    for one in people:
        secret = await link_secret(world, f"{one.name}@example.org", "/verify")
        await world.stranger.post("/auth/verify-email", token=secret)
    await world.settle()
    await world.advance(MINUTE)  # they are welcomed
    return people


async def mails(world: World, name: str) -> list[EmailMessage]:
    """Give the mails to a member that notifications sent, the latest last."""
    found = await letters(world, f"{name}@example.org")
    return [mail for mail in found if mail["List-Unsubscribe"] and "Welcome" not in mail["Subject"]]


async def subjects(world: World, name: str) -> list[str]:
    """Give what these mails are about."""
    return [str(mail["Subject"]) for mail in await mails(world, name)]


@pytest.mark.parametrize(
    ("kind", "pushes"),
    [("reaction", [1, 5, 25, 125]), ("friend.request", [1, 5, 25, 125]), ("message", list(range(201)))],
)
def test_a_crowd_rings_a_few_times(kind: str, pushes: list[int]) -> None:
    """A push goes out for the first, the 5th, the 25th, the 125th of a group; each message rings; a mail goes once."""
    assert [count for count in range(201) if goes_out(kind, "push", count)] == pushes  # type: ignore[arg-type]
    assert [count for count in range(201) if goes_out(kind, "email", count)] == [1]  # type: ignore[arg-type]


async def test_a_request_is_mailed_once(world: World) -> None:
    """Bob gets one mail about Ann's request a minute later, with a way to turn such mails off."""
    ann, bob = await proven(world, "ann", "bob")
    await ann.post("/users/friends/request", userId=bob.id)
    await world.settle()
    assert await mails(world, "bob") == []
    await world.advance(MINUTE)
    [mail] = await mails(world, "bob")
    assert "Ann" in mail["Subject"]
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    await world.advance(DAY)
    assert len(await mails(world, "bob")) == 1


async def test_what_was_seen_is_not_mailed(world: World) -> None:
    """Who opens the list within the minute gets no mail about it."""
    ann, bob = await proven(world, "ann", "bob")
    await ann.post("/users/friends/request", userId=bob.id)
    await world.settle()
    await bob.post("/notifications/mark-all-seen")
    await world.advance(MINUTE)
    assert await mails(world, "bob") == []


async def test_what_was_taken_back_is_not_mailed(world: World) -> None:
    """A request that is cancelled within the minute reaches nobody's mailbox."""
    ann, bob = await proven(world, "ann", "bob")
    await ann.post("/users/friends/request", userId=bob.id)
    await ann.delete(f"/users/friends/{bob.id}")
    await world.settle()
    await world.advance(MINUTE)
    assert await mails(world, "bob") == []


async def test_nobody_is_mailed_of_whom_they_blocked(world: World) -> None:
    """A block within the minute stops the mail."""
    ann, bob = await proven(world, "ann", "bob")
    await ann.post("/users/friends/request", userId=bob.id)
    await bob.post("/users/blocks", userId=ann.id)
    await world.advance(MINUTE)
    assert await mails(world, "bob") == []


async def test_a_kind_that_is_off_is_not_mailed(world: World) -> None:
    """Who turned mails of a kind off gets none, also those that were on their way."""
    ann, bob = await proven(world, "ann", "bob")
    await ann.post("/users/friends/request", userId=bob.id)
    await world.settle()
    await bob.put("/notifications/preferences", kinds={"friend.request": {"email": False}})
    await world.advance(MINUTE)
    assert await mails(world, "bob") == []


async def test_an_unproven_address_gets_nothing(world: World) -> None:
    """What others do is not mailed to an address that nobody proved to be theirs."""
    ann, bob = await world.persons("ann", "bob")
    await ann.post("/users/friends/request", userId=bob.id)
    await world.advance(MINUTE)
    assert await mails(world, "bob") == []


async def test_a_night_is_kept(world: World) -> None:
    """What comes at night is in the app at once and mailed in the morning; several are one mail."""
    ann, bob, cid, dan = await proven(world, "ann", "bob", "cid", "dan")
    await bob.put("/notifications/preferences", quietHours={"from": "22:00", "to": "07:00", "zone": "UTC"})
    await ann.post("/users/friends/request", userId=bob.id)
    await cid.post("/users/friends/request", userId=bob.id)
    await dan.post("/users/friends/request", userId=bob.id)
    await world.settle()
    assert len((await bob.get("/notifications"))["items"]) == 4
    await world.advance(2 * HOUR)
    assert await mails(world, "bob") == []
    dan = await world.login("dan")
    await dan.delete(f"/users/friends/{bob.id}")
    await world.advance(4 * HOUR + 50 * MINUTE)
    assert await mails(world, "bob") == []
    await world.advance(20 * MINUTE)
    assert await subjects(world, "bob") == ["2 things while it was quiet"]
    await world.advance(DAY)
    assert len(await mails(world, "bob")) == 1


async def test_one_thing_in_a_night_is_itself(world: World) -> None:
    """One thing that was held comes as it would have come."""
    ann, bob = await proven(world, "ann", "bob")
    await bob.put("/notifications/preferences", quietHours={"from": "22:00", "to": "07:00"})
    await ann.post("/users/friends/request", userId=bob.id)
    await world.advance(HOUR)
    await world.advance(7 * HOUR)
    assert await subjects(world, "bob") == ["Ann asked to be your friend"]


async def test_chosen_people_get_through(world: World) -> None:
    """Of those a member chose they hear at any hour."""
    ann, bob, cid = await proven(world, "ann", "bob", "cid")
    night = {"from": "22:00", "to": "07:00", "people": [cid.id]}
    await bob.put("/notifications/preferences", quietHours=night)
    for one in (ann, cid):
        await one.post("/users/friends/request", userId=bob.id)
    await world.advance(HOUR)
    assert await subjects(world, "bob") == ["Cid asked to be your friend"]


async def test_a_night_that_is_called_off(world: World) -> None:
    """Who ends their quiet hours gets at once what was held."""
    ann, bob = await proven(world, "ann", "bob")
    await bob.put("/notifications/preferences", quietHours={"from": "22:00", "to": "07:00"})
    await ann.post("/users/friends/request", userId=bob.id)
    await world.advance(HOUR)
    assert await mails(world, "bob") == []
    bob = await world.login("bob")
    await bob.put("/notifications/preferences", quietHours=None)
    await world.advance(0)
    assert await subjects(world, "bob") == ["Ann asked to be your friend"]


async def test_who_is_away_gets_no_mail(world: World) -> None:
    """A member who went away is not written to."""
    ann, bob = await proven(world, "ann", "bob")
    await ann.post("/users/friends/request", userId=bob.id)
    await world.settle()
    await bob.post("/users/deactivate")
    await world.advance(MINUTE)
    assert await mails(world, "bob") == []


async def test_a_mail_that_fails_is_tried_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mail server that is down for a while delays a mail and loses none; one is not sent twice."""
    ann, bob = await proven(world, "ann", "bob")
    postbox = world.service("notifications").postbox
    works, down = postbox.post, True

    async def post(*letter: object) -> None:
        if down:
            raise ConnectionRefusedError
        await works(*letter)

    monkeypatch.setattr(postbox, "post", post)
    await ann.post("/users/friends/request", userId=bob.id)
    await world.advance(MINUTE)
    assert await mails(world, "bob") == []
    down = False
    await world.advance(10 * MINUTE)
    await world.advance(DAY)
    assert len(await mails(world, "bob")) == 1


async def test_what_went_out_long_ago_is_forgotten(world: World) -> None:
    """After three months nothing is left of what went out."""
    ann, bob = await proven(world, "ann", "bob")
    await ann.post("/users/friends/request", userId=bob.id)
    await world.advance(MINUTE)
    db = world.house.parts["notifications"].db
    counted = sql(select(func.count()).select_from(tables.deliveries))
    assert await db.read(lambda tx: tx.value(counted)) > 0
    await world.advance(91 * DAY)
    await world.advance(DAY)
    assert await db.read(lambda tx: tx.value(counted)) == 0
