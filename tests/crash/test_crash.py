"""The crash proof in small, and whether it can fail; `make crash` runs it at length."""

import sys
from pathlib import Path

import pytest

from tests.crash.planted import BUGS, VARIABLE
from tests.crash.run import Run

pytestmark = [pytest.mark.crash, pytest.mark.timeout(240)]


async def test_kills_lose_nothing(tmp_path: Path) -> None:
    """Every answered write survives kill -9, every event is applied once, and nothing is stuck or left behind."""
    summary = await Run(tmp_path, seed=7, clients=8).all(kills=3)
    assert summary.failed == []
    assert summary.acknowledged > 0


@pytest.mark.parametrize("bug", BUGS)
async def test_a_planted_bug_is_found(tmp_path: Path, bug: str) -> None:
    """A server that answers or notes too early, loses events or repeats retries does not pass the proof."""
    run = Run(tmp_path, seed=3, clients=16, program=(sys.executable, "-m", "tests.crash.planted"), patience=0)
    run.server.environ[VARIABLE] = bug
    assert (await run.all(kills=5)).failed
