"""What is on the disk if the power fails at any moment. More images: `python -m tests.power_loss --more 20`."""

import pytest

from tests.power_loss.__main__ import run

pytestmark = [pytest.mark.crash, pytest.mark.timeout(300)]


def test_what_was_answered_survives() -> None:
    """With FULL no image of the disk lacks an answered write, is damaged, or has half of a change."""
    found = run("FULL", writes=150, more=8, seed=1)
    assert (found.corrupt, found.broken, found.lost) == (0, 0, 0)
    assert found.answered == 150
    assert found.images > 800


def test_what_can_be_sent_again_is_only_missing() -> None:
    """With NORMAL the last writes may be missing, but cursor and effects fit: the source sends the rest again."""
    found = run("NORMAL", writes=150, more=8, seed=2)
    assert (found.corrupt, found.broken) == (0, 0)
    assert found.lost > 0  # the images do lose what was not synced: the test above means something
