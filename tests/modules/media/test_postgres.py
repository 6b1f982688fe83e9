"""Media on PostgreSQL: every promise holds there as it does on SQLite."""

import inspect
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.backends.server import databases
from tests.modules.media import test_access, test_blobs, test_ledger, test_media, test_resumable, test_uploads
from tests.world import World, open_world

pytestmark = [pytest.mark.backends, pytest.mark.timeout(180)]

Promise = Callable[[World], Awaitable[None]]
STORIES = (test_uploads, test_resumable, test_ledger, test_media, test_access, test_blobs)


def promises(story: ModuleType) -> Iterator[Promise]:
    """Every test of a file that needs nothing but a server."""
    for name, test in vars(story).items():
        if name.startswith("test_") and inspect.isfunction(test) and [*inspect.signature(test).parameters] == ["world"]:
            yield test


PROMISES = {f"{story.__name__.split('.')[-1]}:{test.__name__}": test for story in STORIES for test in promises(story)}


@asynccontextmanager
async def on_postgres(server: str, tmp_path: Path, template: Path, **more: Any) -> AsyncIterator[World]:
    """Run a server whose media are on a database of their own there."""
    urls = await databases(server, "media")
    told = {"modules__media__database": urls["media"], **more}
    async with open_world(tmp_path / "data", template=template, **told) as world:
        yield world


@pytest.mark.parametrize("name", PROMISES)
async def test_the_promise_is_kept(server: str, tmp_path: Path, template: Path, name: str) -> None:
    """What holds on SQLite holds here."""
    async with on_postgres(server, tmp_path, template) as world:
        await PROMISES[name](world)


async def test_nobody_uploads_more_than_they_may(server: str, tmp_path: Path, template: Path) -> None:
    """Uploads that come at once do not overlook each other."""
    async with on_postgres(server, tmp_path, template, **test_uploads.DAY_EDGE) as world:
        await test_uploads.at_the_edge_of_the_day(world)


async def test_room_is_promised_once(server: str, tmp_path: Path, template: Path) -> None:
    """Uploads that begin at once do not overlook each other."""
    async with on_postgres(server, tmp_path, template, **test_resumable.QUOTA_EDGE) as world:
        await test_resumable.at_the_edge_of_the_quota(world)
