"""What a member and an operator choose about the feed, and how far it looks back."""

from collections.abc import Iterator
from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from minifb.kernel.clock import DAY, HOUR, MINUTE, Instant
from minifb.kernel.http.shapes import Ask, Wire
from minifb.kernel.texts import SomeId

Mode = Literal["ranked", "latest"]
Balance = Annotated[int, Meta(ge=0, le=100)]
MIDDLE = 50
"""The balance of who never moved the slider."""

SESSION_LIFE = 30 * MINUTE
"""How long the order of a feed stays as it was when its first page was asked for."""
AGE_MAX = 5 * MINUTE
"""How long a page is shown again, at most, before it is chosen anew: by then others may have been answered more."""
NEW_COUNT_MAX = 99
LESS_FOR = 30 * DAY


class Sight(Ask):
    """Posts that were on the screen for a second or more."""

    post_ids: Annotated[list[SomeId], Meta(min_length=1, max_length=100)]


class AuthorLevel(Ask):
    """How much of an author a member wants to see: less for a month, or as usual."""

    level: Literal["less", "normal"]


class PreferencesChange(Ask):
    """What a member wants of their feed; what is left out stays, null is the server's own choice."""

    mode: Mode | UnsetType | None = UNSET
    balance: Balance | UnsetType = UNSET


class Preferences(Wire):
    """What a member wants of their feed, on all their devices."""

    mode: Mode
    """How it is ordered when they do not say."""
    balance: Balance
    """From what is fresh (0) to whom they are close to (100)."""
    half_life_hours: float
    """After this time a post counts half."""


class Parameters(msgspec.Struct, frozen=True):
    """The numbers of the ranker that are not the same for everybody."""

    half_life: Instant
    exponent: float
    """What affinity is raised to."""

    @property
    def hours(self) -> float:
        """Give the half-life in hours."""
        return self.half_life / HOUR


def parameters(half_life_hours: int, balance: int) -> Parameters:
    """Say what a member's balance means: from half to double of the usual, on both sides."""
    lean = 2.0 ** ((balance - MIDDLE) / MIDDLE)
    hours = min(96.0, max(6.0, half_life_hours * lean))
    return Parameters(half_life=round(hours * HOUR), exponent=lean)


def windows(near: int, before: Instant, wanted: int, furthest: Instant = 0) -> Iterator[Instant]:
    """Give earlier and earlier instants to look back to, down to the furthest.

    The first is sized for as many posts as wanted, at one in five days of each of those who are near. A window keeps
    a feed of thousands of people from being sorted whole for its newest twenty.
    """
    back = 5 * wanted * DAY // (near + 1)
    while before - back > furthest:
        yield before - back
        back *= 4
    yield furthest
