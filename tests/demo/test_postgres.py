"""The same community on PostgreSQL."""

from pathlib import Path
from typing import Any

import asyncpg
import pytest

from minifb.kernel.clock import SetClock
from tests.backends.server import postgres
from tests.demo.conftest import FARM, UNTIL, fill, sign_in
from tests.world import open_world

NAMES = ("auth", "users", "posts")


@pytest.mark.backends
@pytest.mark.timeout(180)
async def test_a_community_does_not_depend_on_the_database(tmp_path: Path) -> None:
    """The same seed makes the same people, who say the same, on SQLite and on PostgreSQL."""
    feeds: list[Any] = []
    with postgres() as server:
        admin = await asyncpg.connect(server)
        for name in NAMES:
            await admin.execute(f"CREATE DATABASE {name}")
        await admin.close()
        databases = {f"modules__{name}__database": f"{server.rpartition('/')[0]}/{name}" for name in NAMES}
        for place, told in (("sqlite", {}), ("postgres", databases)):
            made = await fill(tmp_path / place, FARM, **told)
            async with open_world(tmp_path / place, SetClock(UNTIL), **told) as world:
                people = await sign_in(world, made)
                feeds.append([await one.get("/posts/feed", mode="latest", limit=100) for one in people])
    assert feeds[0] == feeds[1]
