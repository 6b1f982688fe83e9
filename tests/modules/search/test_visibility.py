"""Who finds what, checked against a model on random communities, over every way to find something there is."""

import os
from pathlib import Path

import pytest

from minifb.modules.search import api
from tests.modules.search.town import Searchers, open_searchers
from tests.modules.search.ways import WAYS, Town, walk_all

GRAPHS = int(os.environ.get("MINIFB_TEST_GRAPHS", "2"))
CHECKS: list[int] = []


async def play(social: Searchers, seed: int, size: int = 5, rounds: int = 2) -> int:
    """Let a random community live, and everybody look for everything, also while the index lags; tell how much."""
    town = Town(social, seed)
    await town.grow(size)
    await social.learn()
    await walk_all(town)
    for _ in range(rounds):
        await town.live(8)
        await social.bus.drain()
        town.lags = True
        await walk_all(town)
        await social.learn()
        town.lags = False
        await walk_all(town)
    await town.restore()
    await town.narrow()
    await social.learn()
    await walk_all(town)
    return town.checks


@pytest.mark.parametrize("seed", range(GRAPHS))
async def test_everybody_finds_exactly_what_is_theirs_to_find(tmp_path: Path, seed: int) -> None:
    """In a random community all results, counts, suggestions and trends are of what one may see, and of all of that.

    While the index lags behind what happened something may be missing. Every second community lives without caches.
    """
    async with open_searchers(tmp_path, tmp_path, cache=seed % 2 == 0) as social:
        CHECKS.append(await play(social, seed))


def test_ten_thousand_checks(capsys: pytest.CaptureFixture[str]) -> None:
    """A run of the oracle compares at least ten thousand answers with the model."""
    if len(CHECKS) < 2:
        pytest.skip("the communities did not run here")
    with capsys.disabled():
        print(f"\nfinding: {sum(CHECKS):,} checks in {len(CHECKS)} communities")
    assert sum(CHECKS) >= 10_000


OWN = {"recentSearches": "one's own", "vetoedTags": "for staff", "searchAnalytics": "for staff, and of nobody"}


def test_every_way_to_find_is_walked() -> None:
    """A new endpoint that finds something must be walked by the oracle."""
    reading = {route.handler.operation_id for route in api.ROUTES if "GET" in route.handler.http_methods}
    assert reading == set(WAYS) | set(OWN)
