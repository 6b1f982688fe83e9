"""Worlds for the tests of events: real files, a clock that is set by hand."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from minifb.kernel.clock import SetClock
from tests.kernel.events.world import World, template


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the kernel's tables and those of the world, to copy."""
    return asyncio.run(template(tmp_path_factory.mktemp("empty") / "empty.db"))


@pytest.fixture
def clock() -> SetClock:
    """A clock that stands still."""
    return SetClock()


@pytest.fixture
async def worlds(tmp_path: Path, empty: Path, clock: SetClock) -> AsyncIterator[Callable[..., World]]:
    """Make worlds over one folder; what is still open is closed at the end."""
    made: list[World] = []

    def make(**delivery: Any) -> World:
        made.append(World(tmp_path, empty, clock, **delivery))
        return made[-1]

    yield make
    for each in made:
        if each.databases:
            await each.close()


@pytest.fixture
async def world(worlds: Callable[..., World]) -> World:
    """A world whose three modules are open; delivery is by hand: `world.bus.drain()`."""
    return await worlds().open("spring", "pool", "lake")
