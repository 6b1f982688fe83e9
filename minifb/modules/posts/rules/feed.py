"""The feed: how far it looks back, and in what order it shows what it finds."""

from collections.abc import Iterator

from minifb.kernel.clock import DAY, Instant
from minifb.kernel.refusals import Invalid


class RankedFeedUnavailable(Invalid):
    """This server has the latest posts first; the ranked feed is not available yet."""


def windows(friends: int, before: Instant) -> Iterator[Instant]:
    """Give earlier and earlier instants to look back to; the first is sized to hold some pages of friends' posts.

    A window keeps a feed of thousands of friends from being sorted whole for its newest twenty.
    """
    back = 1_000 * DAY // (friends + 1)
    while back < before:
        yield before - back
        back *= 8
    yield 0
