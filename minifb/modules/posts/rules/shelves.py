"""Shelves: what a member keeps on top of their page, for later, or out of the feed."""

from minifb.kernel.refusals import Conflict

PINNED_MAX = 3
"""Most posts that a member keeps on top of their page."""


class TooManyPinned(Conflict):
    """Three posts are pinned already; take one down first."""
