"""Presence: who is there, in memory, and which changes of it are worth telling."""

from datetime import datetime

import msgspec

from minifb.kernel.clock import MINUTE, Instant, wire
from minifb.kernel.http.shapes import Card, Wire

TOLD_EVERY_SECONDS = 5
"""Changes are collected for so long: whoever reloads a page never left."""
COARSE = 5 * MINUTE
"""No finer is it told when somebody was last there."""
AT_ONCE = 50
"""Of so many members the friends are looked up in one go."""
SHOWN_MAX = 1_000
"""Most friends that are listed as being there."""


class Present(Wire):
    """A friend, and when they were last there; None: they are there now."""

    user: Card
    last_seen: datetime | None


class Watching(msgspec.Struct, frozen=True):
    """A member who may be seen to be there or not, and the friends who may hear of it."""

    member_id: str
    visible: bool
    friends: list[str]


class Pair(msgspec.Struct, frozen=True):
    """Two members who became friends or strangers, or one of whom blocked the other."""

    one: str
    other: str
    parted: bool
    """Whether they were friends until then, so that each may have seen the other."""


class Presence:
    """Who is shown as being there, and about whom there is something to find out."""

    def __init__(self) -> None:
        """Start with nobody."""
        self.shown: set[str] = set()
        """Whom their friends were told to be there."""
        self._changed: dict[str, None] = {}

    def look_again(self, member_id: str) -> None:
        """Note that a member came or went, or does not want to be seen any more."""
        self._changed[member_id] = None

    def changed(self) -> list[str]:
        """Take about whom there is something to find out."""
        found, self._changed = list(self._changed), {}
        return found

    def shift(self, member_id: str, *, here: bool) -> bool:
        """Show a member as being there or not; tell whether that is another thing than before."""
        if here is (member_id in self.shown):
            return False
        if here:
            self.shown.add(member_id)
        else:
            self.shown.discard(member_id)
        return True


def last_seen(now: Instant) -> datetime:
    """Say about when somebody was last there."""
    return wire(now - now % COARSE)
