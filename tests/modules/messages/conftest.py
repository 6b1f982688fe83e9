"""Fixtures of messages."""

from collections.abc import AsyncIterator

import pytest

from tests.modules.messages import tabs


@pytest.fixture(autouse=True)
async def left_open() -> AsyncIterator[None]:
    """Close the sockets that a test left open."""
    tabs.OPEN.clear()
    yield
    for tab in tabs.OPEN:
        await tab.leave()
