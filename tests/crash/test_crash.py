"""The crash proof in small: `make crash` runs it at length."""

from pathlib import Path

import pytest

from tests.crash.run import Run


@pytest.mark.crash
@pytest.mark.timeout(180)
async def test_kills_lose_nothing(tmp_path: Path) -> None:
    """Every answered write survives kill -9, every event is applied once, and no registration is stuck."""
    summary = await Run(tmp_path, seed=7, clients=8).all(kills=3)
    assert summary.failed == []
    assert summary.acknowledged > 0
