"""Search on PostgreSQL keeps every promise that it keeps on SQLite."""

import asyncio
import inspect
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.backends.server import databases, postgres
from tests.modules.search import (
    test_analytics,
    test_comments,
    test_copies,
    test_documents,
    test_follower,
    test_posts,
    test_recent,
    test_suggestions,
    test_trending,
    test_users,
)
from tests.modules.search.finding import learnt, texts
from tests.modules.search.test_visibility import play
from tests.modules.search.town import open_searchers
from tests.world import World, open_world

pytestmark = [pytest.mark.backends, pytest.mark.timeout(180)]

MODULES = (
    test_analytics,
    test_comments,
    test_copies,
    test_documents,
    test_follower,
    test_posts,
    test_recent,
    test_suggestions,
    test_trending,
    test_users,
)
Promise = Callable[..., Awaitable[None]]
PROMISES: list[Promise] = [
    promise
    for module in MODULES
    for name, promise in vars(module).items()
    if name.startswith("test_")
    and inspect.iscoroutinefunction(promise)
    and list(inspect.signature(promise).parameters) in (["world"], ["world", "monkeypatch"])
]


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """A server for these tests."""
    with postgres() as url:
        yield url


@pytest.fixture
async def world(server: str, tmp_path: Path, template: Path) -> AsyncIterator[World]:
    """A whole server whose search is on a PostgreSQL database of its own."""
    urls = await databases(server, "search")
    told: dict[str, Any] = {f"modules__{name}__database": url for name, url in urls.items()}
    async with open_world(tmp_path / "data", template=template, **told) as world:
        yield world


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise.__name__)
async def test_the_promise_is_kept(world: World, monkeypatch: pytest.MonkeyPatch, promise: Promise) -> None:
    """What holds on SQLite holds here."""
    given = {"world": world, "monkeypatch": monkeypatch}
    await promise(**{name: given[name] for name in inspect.signature(promise).parameters})


async def test_posts_at_once(world: World) -> None:
    """Of many posts at the same moment, while the index follows, each is found once."""
    ann = await world.person("ann")

    async def say(number: int) -> None:
        await ann.post("/posts", text=f"Plums {number}", audience={"kind": "public"})

    async def follow() -> None:
        for _ in range(10):
            await world.service("search").catch_up()

    await asyncio.gather(follow(), *(say(number) for number in range(40)))
    await learnt(world)
    assert sorted(await texts(ann, "plums", limit=100)) == sorted(f"Plums {number}" for number in range(40))


async def test_everybody_finds_exactly_what_is_theirs_to_find(server: str, tmp_path: Path) -> None:
    """A random community finds the same as it does on SQLite."""
    async with open_searchers(await databases(server, "auth", "users", "posts", "search"), tmp_path) as social:
        assert await play(social, 1, size=4, rounds=1) > 2_000
