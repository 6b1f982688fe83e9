"""Analytics: what is looked for, and whether it is found. Nobody is counted by name; what few looked for is not told.

How many people looked for something is the greatest number of one day: who asks again tomorrow cannot be told from
somebody else, for that day's salt is gone, so days are not added up.
"""

from hashlib import blake2b
from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from minifb.kernel.clock import SECOND, Instant, wire
from minifb.kernel.http.shapes import Ask
from minifb.modules.search.public import Analytics, TopQuery
from minifb.modules.search.rules.wanted import Kind

PEOPLE_MIN = 3
"""What fewer people looked for is not told, and after its day not kept."""
TOP = 20
"""So many queries are told."""
TYPING = 3 * SECOND
"""Whoever asks for more letters so soon was still typing: only the last counts."""


class Sighting(Ask):
    """What became of a search: a result was followed, or it was left without one."""

    query_id: Annotated[str, Meta(min_length=1, max_length=64)]
    event: Literal["click", "abandon"]
    result_id: Annotated[str, Meta(max_length=64)] | UnsetType = UNSET
    """Which result; it is not kept."""
    position: Annotated[int, Meta(ge=1, le=10_000)] | UnsetType = UNSET
    """Its place in the list, from 1."""


class Search(msgspec.Struct, frozen=True):
    """Somebody looked for something."""

    member_id: str
    kind: Kind
    query: str
    found: bool
    at: Instant


class Counts(msgspec.Struct, frozen=True):
    """What is counted of one query, or of all."""

    searches: int
    people: int
    empty: int
    clicks: int
    places: int
    abandoned: int


class Counted(Counts, frozen=True):
    """What is counted of one query."""

    kind: Kind
    query: str


def asker_of(salt: bytes, member_id: str) -> str:
    """Tell members apart for a day, without telling who they are."""
    return blake2b(member_id.encode(), key=salt, digest_size=16).hexdigest()


def still_typing(before: Search, after: Search) -> bool:
    """Tell whether of two searches of somebody the first was only the way to the second."""
    longer, shorter = sorted((after.query, before.query), key=len, reverse=True)
    return before.kind == after.kind and after.at - before.at < TYPING and longer.startswith(shorter)


def told(of: Counted) -> TopQuery:
    """Tell of a query that enough people looked for."""
    return TopQuery(
        kind=of.kind,
        query=of.query,
        searches=of.searches,
        people=of.people,
        without_results=of.empty,
        clicks=of.clicks,
        click_through=_part(of.clicks, of.searches),
        position=_part(of.places, of.clicks) or None,
    )


def summed(since: Instant, of: Counts, top: list[Counted], without: list[Counted]) -> Analytics:
    """Tell how people searched."""
    return Analytics(
        since=wire(since),
        searches=of.searches,
        without_results=of.empty,
        clicks=of.clicks,
        abandoned=of.abandoned,
        click_through=_part(of.clicks, of.searches),
        top=[told(one) for one in top],
        without=[told(one) for one in without],
    )


def _part(some: int, of: int) -> float:
    return round(some / of, 3) if of else 0.0
