"""Fixtures for the tests of modules."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.backends.server import databases, postgres
from tests.modules.social import Social, open_social


@pytest.fixture
async def social(tmp_path: Path) -> AsyncIterator[Social]:
    """Users and posts, with nobody in them yet."""
    async with open_social(tmp_path) as social:
        yield social


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """A PostgreSQL for the tests of one file."""
    with postgres() as url:
        yield url


@pytest.fixture
async def on_postgres(server: str) -> AsyncIterator[Social]:
    """Users and posts on databases of their own there."""
    async with open_social(await databases(server, "auth", "users", "posts")) as social:
        yield social
