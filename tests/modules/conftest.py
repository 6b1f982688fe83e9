"""Fixtures for the tests of modules."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.modules.social import Social, open_social


@pytest.fixture
async def social(tmp_path: Path) -> AsyncIterator[Social]:
    """Users and posts, with nobody in them yet."""
    async with open_social(tmp_path) as social:
        yield social
