"""The same community on PostgreSQL."""

from pathlib import Path
from typing import Any

import pytest

from minifb.kernel.clock import SetClock
from tests.backends.server import databases, postgres
from tests.demo.conftest import FARM, UNTIL, fill, sign_in
from tests.world import open_world


@pytest.mark.backends
@pytest.mark.timeout(180)
async def test_a_community_does_not_depend_on_the_database(tmp_path: Path) -> None:
    """The same seed makes the same people, who say the same, on SQLite and on PostgreSQL."""
    feeds: list[Any] = []
    with postgres() as server:
        urls = await databases(server, "auth", "users", "posts")
        elsewhere = {f"modules__{name}__database": url for name, url in urls.items()}
        for place, told in (("sqlite", {}), ("postgres", elsewhere)):
            made = await fill(tmp_path / place, FARM, **told)
            async with open_world(tmp_path / place, SetClock(UNTIL), **told) as world:
                people = await sign_in(world, made)
                feeds.append([await one.get("/posts/feed", mode="latest", limit=100) for one in people])
    assert feeds[0] == feeds[1]
