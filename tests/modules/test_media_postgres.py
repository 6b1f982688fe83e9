"""Whatever shows media does so with all modules on PostgreSQL as it does on SQLite."""

import inspect
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from tests.backends.server import databases
from tests.modules.media import test_attachments, test_oracle
from tests.modules.messages import test_media as in_messages
from tests.modules.posts import test_media as in_posts
from tests.modules.users import test_pictures as in_profiles
from tests.world import World, open_world

pytestmark = [pytest.mark.backends, pytest.mark.timeout(180)]

NAMES = ("users", "posts", "messages", "media")
Promise = Callable[[World], Awaitable[None]]
PROMISES: dict[str, Promise] = {
    f"{story.__name__.split('.')[-2]}:{name}": test
    for story in (in_posts, in_messages, in_profiles, test_attachments)
    for name, test in vars(story).items()
    if name.startswith("test_") and inspect.isfunction(test) and [*inspect.signature(test).parameters] == ["world"]
}


@pytest.fixture(scope="module")
async def empty(tmp_path_factory: pytest.TempPathFactory, template: Path, server: str) -> dict[str, str]:
    """Databases that have the tables already, to be copied."""
    urls = await databases(server, *(f"empty_{name}" for name in NAMES))
    settings = {f"modules__{name}__database": urls[f"empty_{name}"] for name in NAMES}
    async with open_world(tmp_path_factory.mktemp("empty") / "data", template=template, **settings):
        return {name: f"empty_{name}" for name in NAMES}


@pytest.fixture
async def world(tmp_path: Path, template: Path, server: str, empty: dict[str, str]) -> AsyncIterator[World]:
    """In this file all that holds media stands on PostgreSQL."""
    urls = [await databases(server, name, template=empty[name]) for name in NAMES]
    settings = {f"modules__{name}__database": url[name] for name, url in zip(NAMES, urls, strict=True)}
    async with open_world(tmp_path / "data", template=template, **settings) as world:
        yield world


@pytest.mark.parametrize("promise", PROMISES.values(), ids=PROMISES.keys())
async def test_the_same_promise(world: World, promise: Promise) -> None:
    """What is promised on SQLite is kept on PostgreSQL."""
    await promise(world)


async def test_bytes_follow_what_shows_them(world: World) -> None:
    """In a random community everybody gets the bytes of just those media that something shows them."""
    await test_oracle.play(world, 1)
