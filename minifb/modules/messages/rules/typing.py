"""Typing: who types where, for a moment and in memory. Nothing of it is kept, and nobody's clock but ours counts."""

import msgspec

from minifb.kernel.clock import SECOND, Instant

PASSED_ON_EVERY = 8 * SECOND
"""A start that is said again is passed on again only after so long."""
ENDS_AFTER = 15 * SECOND
"""Whoever says nothing for so long has stopped; receivers are to think so by themselves too."""
MEMBERS_MAX = 100
"""In larger groups nobody is told who types."""

Typing = tuple[str, str]
"""A conversation, and the member who types in it."""


class Stroke(msgspec.Struct):
    """When a member's typing was last passed on, and when it was last heard of."""

    told: Instant
    heard: Instant


class Typists:
    """Who types where."""

    def __init__(self) -> None:
        """Start with nobody."""
        self._strokes: dict[Typing, Stroke] = {}

    def again(self, typing: Typing, now: Instant) -> bool:
        """Note that somebody goes on; False: the others have to be told."""
        stroke = self._strokes.get(typing)
        if stroke is None or now - stroke.told >= PASSED_ON_EVERY:
            return False
        stroke.heard = now
        return True

    def told(self, typing: Typing, now: Instant) -> None:
        """Note that the others were told."""
        self._strokes[typing] = Stroke(now, now)

    def forget(self, typing: Typing) -> bool:
        """Forget that somebody types; tell whether they did."""
        return self._strokes.pop(typing, None) is not None

    def over(self, now: Instant) -> list[Typing]:
        """Forget those who stopped without saying so, and name them."""
        found = [typing for typing, stroke in self._strokes.items() if now - stroke.heard >= ENDS_AFTER]
        for typing in found:
            del self._strokes[typing]
        return found

    def leave(self, member_id: str) -> None:
        """Let everything be over that somebody types."""
        for (_, typist), stroke in self._strokes.items():
            if typist == member_id:
                stroke.heard = 0
