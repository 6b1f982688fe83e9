"""What rings: pushes of what members are told, in whose words, and what is left of a night."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from minifb.kernel.clock import HOUR, MINUTE
from minifb.kernel.data.sql import sql
from minifb.modules.notifications import tables
from tests.pushes import ALLOWED, Browser, PushService, push_service
from tests.world import Person, World, open_world


@pytest.fixture
async def world(tmp_path: Path, template: Path) -> AsyncIterator[World]:
    """A server that may send to a push service on this machine."""
    async with open_world(tmp_path / "data", template=template, **ALLOWED) as world:
        yield world


@pytest.fixture
async def pushes(tmp_path: Path, world: World) -> AsyncIterator[PushService]:
    """A push service of our own."""
    async with push_service(tmp_path, world.clock) as service:
        yield service


async def phone_of(person: Person, pushes: PushService) -> Browser:
    """Subscribe a device of somebody."""
    browser = pushes.browser()
    await person.post("/notifications/push/subscriptions", **browser.subscription)
    return browser


def shown(phone: Browser) -> list[tuple[str, str | None]]:
    """Give the title and words of what a device showed."""
    return [(push["notification"]["title"], push["notification"].get("body")) for push in phone.shown]


async def deliveries(world: World) -> list[Any]:
    """Give what was planned to go out by push."""
    planned = sql(
        select(tables.deliveries.c.state, tables.deliveries.c.why).where(tables.deliveries.c.channel == "push")
    )
    return [tuple(row) for row in await world.house.parts["notifications"].db.read(lambda tx: tx.all(planned))]


async def test_a_request_rings(world: World, pushes: PushService) -> None:
    """A device rings at once, and says who it was only if its owner wants that on a lock screen."""
    ann, bob, cid = await world.persons("ann", "bob", "cid")
    phone = await phone_of(bob, pushes)
    await ann.post("/users/friends/request", userId=bob.id)
    await world.advance(0)
    assert shown(phone) == [("New friend request", None)]
    await bob.put("/notifications/preferences", pushText=True)
    await cid.post("/users/friends/request", userId=bob.id)
    await world.advance(0)
    assert shown(phone)[1:] == [("New friend request", "Cid asked to be your friend")]


async def test_nothing_is_planned_for_nobody(world: World) -> None:
    """Where no device is, no push is planned."""
    ann, bob = await world.persons("ann", "bob")
    await ann.post("/users/friends/request", userId=bob.id)
    await world.advance(0)
    assert await deliveries(world) == []


async def test_a_night_rings_once(world: World, pushes: PushService) -> None:
    """What was held in a night rings once in the morning, and what was taken back meanwhile does not."""
    ann, bob, cid, dan = await world.persons("ann", "bob", "cid", "dan")
    phone = await phone_of(bob, pushes)
    await bob.put("/notifications/preferences", quietHours={"from": "22:00", "to": "07:00"})
    for one in (ann, cid, dan):
        await one.post("/users/friends/request", userId=bob.id)
    await world.advance(MINUTE)
    await dan.delete(f"/users/friends/{bob.id}")
    await world.advance(HOUR)
    assert shown(phone) == []
    await world.advance(6 * HOUR)
    assert shown(phone) == [("While it was quiet", "2 new notifications")]
    assert sorted(await deliveries(world)) == [("dropped", "withdrawn"), ("sent", None), ("sent", None)]


async def test_a_crowd_of_reactions(world: World, pushes: PushService) -> None:
    """Of six who react to a post the first and the fifth ring, where reactions are to ring at all."""
    ann, *others = await world.persons("ann", "bob", "cid", "dan", "eve", "fay", "gil")
    phone = await phone_of(ann, pushes)
    await ann.put("/notifications/preferences", kinds={"reaction": {"push": True}})
    post = await ann.post("/posts", text="hello", audience={"kind": "public"})
    for one in others:
        await one.post(f"/posts/{post['id']}/reactions", type="like")
        await world.advance(0)
    assert [title for title, _ in shown(phone)] == ["New reaction"] * 2
