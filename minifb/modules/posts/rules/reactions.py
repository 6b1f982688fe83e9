"""Reactions: what may be sent, and how they are counted."""

from collections.abc import Mapping

from minifb.kernel.http.shapes import Ask
from minifb.kernel.texts import SomeId
from minifb.modules.posts.public import ReactionType


class NewReaction(Ask):
    """A reaction to a post, or to one of its comments."""

    type: ReactionType
    comment_id: SomeId | None = None


def replaced(
    counts: Mapping[ReactionType, int], before: ReactionType | None, after: ReactionType | None
) -> dict[ReactionType, int]:
    """Count a reaction that became another one; None is no reaction."""
    new = dict(counts)
    if before:
        new[before] = new.get(before, 0) - 1
    if after:
        new[after] = new.get(after, 0) + 1
    return {kind: count for kind, count in new.items() if count > 0}
