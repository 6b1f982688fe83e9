"""Notifications on PostgreSQL keeps every promise that it keeps on SQLite."""

import asyncio
import inspect
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from minifb.kernel.clock import DAY
from minifb.modules.notifications.rules.preferences import KINDS
from tests.backends.server import databases, postgres
from tests.modules.notifications import (
    test_birthdays,
    test_copies,
    test_deliveries,
    test_digests,
    test_friends,
    test_mails,
    test_messages,
    test_mutes,
    test_notifications,
    test_people,
    test_posts,
    test_preferences,
    test_push,
    test_rings,
    test_unsubscribe,
)
from tests.pushes import ALLOWED, PushService, push_service
from tests.world import World, open_world

pytestmark = [pytest.mark.backends, pytest.mark.timeout(180)]

MODULES = (
    test_birthdays,
    test_copies,
    test_deliveries,
    test_digests,
    test_friends,
    test_mails,
    test_messages,
    test_mutes,
    test_notifications,
    test_people,
    test_posts,
    test_preferences,
    test_push,
    test_rings,
    test_unsubscribe,
)
Promise = Callable[..., Awaitable[None]]
PROMISES: list[Promise] = [
    promise
    for module in MODULES
    for name, promise in vars(module).items()
    if name.startswith("test_")
    and inspect.iscoroutinefunction(promise)
    and list(inspect.signature(promise).parameters) in (["world"], ["world", "pushes"])
]


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """A server for these tests."""
    with postgres() as url:
        yield url


@pytest.fixture
async def world(server: str, tmp_path: Path, template: Path) -> AsyncIterator[World]:
    """A whole server whose notifications are on a PostgreSQL database of their own."""
    urls = await databases(server, "notifications")
    told: dict[str, Any] = {"modules__notifications__database": urls["notifications"], **ALLOWED}
    async with open_world(tmp_path / "data", template=template, **told) as world:
        yield world


@pytest.fixture
async def pushes(tmp_path: Path, world: World) -> AsyncIterator[PushService]:
    """A push service of our own."""
    async with push_service(tmp_path, world.clock) as service:
        yield service


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise.__name__)
async def test_the_promise_is_kept(world: World, pushes: PushService, promise: Promise) -> None:
    """What holds on SQLite holds here."""
    given = {"world": world, "pushes": pushes}
    await promise(**{name: given[name] for name in inspect.signature(promise).parameters})


async def test_changes_at_once(world: World) -> None:
    """Of many parts of one's preferences that are changed at the same moment none is lost."""
    ann = await world.person("ann")
    kinds = [kind for kind in KINDS if kind != "message.request"]
    turned = {"inApp": False, "email": True, "push": False}
    await asyncio.gather(*(ann.put("/notifications/preferences", kinds={kind: turned}) for kind in kinds))
    found = (await ann.get("/notifications/preferences"))["kinds"]
    assert all(found[kind] == turned for kind in kinds)


async def test_acts_at_once(world: World) -> None:
    """Of many acts at the same moment each is told once, in one group, and the digest tells it once."""
    ann, *others = await test_deliveries.proven(world, "ann", *(f"member{at}" for at in range(8)))
    await ann.put("/notifications/preferences", digest="daily")
    post = await ann.post("/posts", text="hello", audience={"kind": "public"})
    await asyncio.gather(*(one.post(f"/posts/{post['id']}/reactions", type="like") for one in others for _ in "12"))
    await world.settle()
    [told] = [one for one in (await ann.get("/notifications"))["items"] if one["kind"] == "reaction"]
    assert told["actorCount"] == 8
    await world.advance(DAY)
    [mail] = await test_digests.digests(world, "ann")
    assert mail.count("and 7 others reacted to your post") == 1
