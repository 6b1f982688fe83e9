"""Messages on PostgreSQL: every promise holds there as it does on SQLite."""

import inspect
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

from tests.backends.server import databases
from tests.modules.messages import (
    test_choices,
    test_conversations,
    test_copies,
    test_erasure,
    test_history,
    test_messages,
    test_participants,
    test_presence,
    test_reactions,
    test_receipts,
    test_reports,
    test_requests,
    test_search,
    test_sockets,
    test_sync,
    test_typing,
    test_wishes,
)
from tests.modules.messages.test_privacy import play
from tests.world import World, open_world

pytestmark = [pytest.mark.backends, pytest.mark.timeout(180)]

Promise = Callable[[World], Awaitable[None]]
STORIES = (
    test_conversations,
    test_participants,
    test_requests,
    test_wishes,
    test_choices,
    test_copies,
    test_erasure,
    test_messages,
    test_history,
    test_reactions,
    test_search,
    test_reports,
    test_receipts,
    test_sync,
    test_presence,
    test_typing,
    test_sockets,
)


def promises(story: ModuleType) -> Iterator[Promise]:
    """Every test of a file that needs nothing but a server."""
    for name, test in vars(story).items():
        if name.startswith("test_") and inspect.isfunction(test) and [*inspect.signature(test).parameters] == ["world"]:
            yield test


PROMISES = {f"{story.__name__.split('.')[-1]}:{test.__name__}": test for story in STORIES for test in promises(story)}


@pytest.fixture(scope="module")
async def empty(tmp_path_factory: pytest.TempPathFactory, template: Path, server: str) -> str:
    """A database that has the tables of messages already, to be copied."""
    [url] = (await databases(server, "empty")).values()
    folder = tmp_path_factory.mktemp("empty") / "data"
    async with open_world(folder, template=template, modules__messages__database=url):
        return "empty"


@pytest.fixture
async def world(tmp_path: Path, template: Path, server: str, empty: str) -> AsyncIterator[World]:
    """In this file messages stands on PostgreSQL."""
    [url] = (await databases(server, "messages", template=empty)).values()
    async with open_world(tmp_path / "data", template=template, modules__messages__database=url) as world:
        yield world


@pytest.mark.parametrize("promise", PROMISES.values(), ids=PROMISES.keys())
async def test_the_same_promise(world: World, promise: Promise) -> None:
    """What is promised on SQLite is kept on PostgreSQL."""
    await promise(world)


async def test_everybody_reads_exactly_what_is_theirs_to_read(world: World) -> None:
    """A random community that talks looks the same to everybody as it does on SQLite."""
    assert await play(world, 1, size=4) > 2_000
