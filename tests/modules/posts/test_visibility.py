"""Who sees what, checked against a model on random communities, over every way to a post there is."""

import os
from pathlib import Path

import pytest

from minifb.modules.posts import api
from tests.modules.posts import author_ways, feed_ways
from tests.modules.posts.community import Community
from tests.modules.posts.ways import WAYS, walk_all
from tests.modules.social import Social, open_social

GRAPHS = int(os.environ.get("MINIFB_TEST_GRAPHS", "6"))
CHECKS: list[int] = []
ADDED = (author_ways, feed_ways)
"""These add their ways to the others."""


async def play(social: Social, seed: int, size: int = 5) -> int:
    """Let a random community grow and live, and everybody go every way to everything; tell how much was checked."""
    town = Community(social, seed)
    await town.grow(size)
    await walk_all(town)
    await town.live()
    await walk_all(town)
    await town.restore()
    await town.narrow()
    await walk_all(town)
    return town.checks


@pytest.mark.parametrize("seed", range(GRAPHS))
async def test_everybody_sees_exactly_what_is_theirs_to_see(tmp_path: Path, seed: int) -> None:
    """In a random community every endpoint shows every viewer just what friendships, blocks and audiences allow.

    Half of the communities live without caches.
    """
    async with open_social(tmp_path, cache=seed % 2 == 0) as social:
        CHECKS.append(await play(social, seed))


@pytest.mark.skipif(GRAPHS < 6, reason="a run that was asked to be smaller")
def test_ten_thousand_checks(capsys: pytest.CaptureFixture[str]) -> None:
    """A run of the oracle compares at least ten thousand answers with the model."""
    if len(CHECKS) < GRAPHS:
        pytest.skip("the communities did not all run here")
    with capsys.disabled():
        print(f"\nvisibility: {sum(CHECKS):,} checks in {len(CHECKS)} communities")
    assert sum(CHECKS) >= 10_000


BESIDE = {"viewAs": "a parameter of post and postsOfMember", "visiblePosts": "a question", "whoWouldSee": "a POST"}


def test_every_way_to_a_post_is_walked() -> None:
    """A new endpoint that reads posts must be walked by the oracle."""
    reading = {route.handler.operation_id for route in api.ROUTES if "GET" in route.handler.http_methods}
    assert reading | set(BESIDE) == set(WAYS)


def test_what_was_reported_is_for_staff() -> None:
    """Only staff reach what was reported; the door is the policy of the route."""
    roles = {route.handler.operation_id: route.policy.role for route in api.ROUTES}
    assert roles["cases"] == roles["case"] == roles["decideCase"] == "moderator"
