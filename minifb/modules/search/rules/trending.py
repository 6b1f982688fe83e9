"""Trends: the tags that many people use these hours. People count, not posts, and what is new counts more."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from math import ceil
from typing import Literal

import msgspec

from minifb.kernel.clock import DAY, Instant
from minifb.kernel.http.shapes import Card, Wire
from minifb.modules.search.public import Trend, TrendingTag

Window = Literal["day", "week"]
WINDOWS: dict[Window, int] = {"day": DAY, "week": 7 * DAY}
LONGEST = max(WINDOWS.values())

STEPS = 24
"""Into how many steps of age a window is cut."""
HALF_LIFE = 6
"""After so many steps somebody counts half: six hours of a day."""
PEOPLE_MIN = 3
PART = 0.05
"""The part of those active in a week who make a trend."""
AUTHORS_MIN = 2
"""One alone makes no trend, however many answer."""
TURN = 1.5
"""So many times as many people in the newer half of the window as in the older one: rising, or the other way round."""


class Crowd(msgspec.Struct, frozen=True):
    """How many people took part in a tag for the last time so many steps ago."""

    tag: str
    age: int
    people: int
    before: int
    """How many of them had taken part in the older half of the window."""


class Use(msgspec.Struct, frozen=True):
    """How many posts use a tag, and how many members wrote those."""

    tag: str
    posts: int
    authors: int


class Veto(msgspec.Struct, frozen=True):
    """A tag that staff let neither trend nor be suggested."""

    tag: str
    id: str
    by_id: str
    at: Instant


class VetoedTag(Wire):
    """A tag that staff let neither trend nor be suggested."""

    tag: str
    by: Card | None
    """Who of the staff; none when they are gone."""
    at: datetime


def people_needed(active: int) -> int:
    """Say how many people make a trend where so many were active within a week."""
    return max(PEOPLE_MIN, ceil(PART * active))


def trending(crowds: Iterable[Crowd], uses: Sequence[Use], needed: int, limit: int) -> list[TrendingTag]:
    """Choose the tags that trend, for which so many people are needed; the strongest first."""
    of: dict[str, list[Crowd]] = {}
    for crowd in crowds:
        of.setdefault(crowd.tag, []).append(crowd)
    found = []
    for use in uses:
        some = of.get(use.tag, [])
        people = sum(crowd.people for crowd in some)
        if use.authors >= AUTHORS_MIN and people >= needed:
            trending = TrendingTag(tag=use.tag, posts=use.posts, people=people, trend=_trend(some))
            found.append((_strength(some), trending))
    return [tag for _, tag in sorted(found, key=lambda one: (-one[0], one[1].tag))][:limit]


def _strength(some: Iterable[Crowd]) -> float:
    return float(sum(crowd.people * 0.5 ** (crowd.age / HALF_LIFE) for crowd in some))


def _trend(some: Iterable[Crowd]) -> Trend:
    newer = sum(crowd.people for crowd in some if crowd.age < STEPS // 2)
    older = sum(crowd.before for crowd in some)
    if newer >= TURN * older:
        return "rising"
    return "falling" if older >= TURN * newer else "steady"
