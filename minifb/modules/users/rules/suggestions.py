"""People one may know: friends of friends, and who else there is while one has few friends."""

from collections.abc import Iterable, Sequence
from typing import Literal

import msgspec

from minifb.kernel.clock import DAY, Instant
from minifb.kernel.http.shapes import Card, Wire

Kind = Literal["mutualFriends", "newHere", "popular"]
KINDS: tuple[Kind, ...] = ("mutualFriends", "newHere", "popular")

FEW = 20
"""With fewer friends of friends to suggest, others fill up; so many of each kind."""
NEW_FOR_DAYS = 30


class Reason(Wire):
    """Why somebody is suggested."""

    kind: Kind
    count: int = 0
    """How many friends the two have in common."""
    names: list[Card] = msgspec.field(default_factory=list)
    """At most two of them."""


class Suggestion(Wire):
    """Somebody one may know."""

    user: Card
    reason: Reason


class Candidate(msgspec.Struct, frozen=True):
    """Somebody who may be suggested."""

    card: Card
    kind: Kind
    weight: int

    @property
    def place(self) -> tuple[int, int, str]:
        """Where it stands: friends of friends first, and of a kind whatever weighs most."""
        return KINDS.index(self.kind), -self.weight, self.card.id


class Shared(msgspec.Struct, frozen=True):
    """What somebody has in common with the viewer: how many friends, and two of them."""

    user_id: str
    count: int
    one_id: str
    other_id: str


def nearest(friends: Iterable[tuple[str, int]], ties_max: int) -> list[str]:
    """Choose the friends whose friends are looked at, given with how many they have, fewest first.

    A friend who knows few people says most about each of them, and costs least to ask; whoever knows everybody comes
    last, and is left out when it would be too much. At least one is asked.
    """
    chosen: list[str] = []
    for friend_id, ties in friends:
        ties_max -= ties
        if ties_max < 0 and chosen:
            break
        chosen.append(friend_id)
    return chosen


def ranked(candidates: Iterable[Candidate], after: Sequence[int | str]) -> list[Candidate]:
    """Put candidates in order after a place, each of them once."""
    found: dict[str, Candidate] = {}
    for candidate in sorted(candidates, key=lambda one: one.place):
        found.setdefault(candidate.card.id, candidate)
    return [one for one in found.values() if not after or one.place > tuple(after)]


def new_since(now: Instant) -> Instant:
    """Say since when whoever came is new here."""
    return now - NEW_FOR_DAYS * DAY


def suggest(candidate: Candidate, shared: Shared | None, names: dict[str, Card]) -> Suggestion:
    """Show a candidate with the reason."""
    if shared is None:
        return Suggestion(user=candidate.card, reason=Reason(kind=candidate.kind))
    both = [names[one] for one in sorted({shared.one_id, shared.other_id}) if one in names]
    return Suggestion(user=candidate.card, reason=Reason(kind=candidate.kind, count=shared.count, names=both))
