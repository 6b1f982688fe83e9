"""The face of search: finding posts and people. It tells no events: what it knows, others told it."""

from datetime import datetime
from typing import Literal, Protocol

from msgspec import UNSET, UnsetType

from minifb.kernel.http.shapes import Card, Wire

Has = Literal["photo", "video", "audio", "link", "poll"]
SuggestionKind = Literal["person", "tag", "query"]
Trend = Literal["rising", "steady", "falling"]


class Mark(Wire):
    """A part of a text that was looked for; offsets count Unicode code points, end exclusive."""

    start: int
    end: int


class Highlight(Wire):
    """Where in a field the words stand."""

    field: str
    text: str
    """The field, or a piece of it around the words."""
    spans: list[Mark]


class Facets(Wire):
    """How what was found divides, counted over the best hits that the asker may see."""

    of: int
    """How many hits were counted."""
    has: dict[Has, int]
    years: dict[str, int]
    people: list["FacetPerson"]
    """Who said most of it."""


class FacetPerson(Wire):
    """Somebody who said some of what was found."""

    user: Card
    count: int


class Completion(Wire, kw_only=True):
    """What one may have meant."""

    kind: SuggestionKind
    id: str | UnsetType = UNSET
    text: str
    user: Card | UnsetType = UNSET


class TrendingTag(Wire):
    """A tag that many people use these hours."""

    tag: str
    posts: int
    people: int
    trend: Trend


class TopQuery(Wire):
    """What is looked for, how often, by how many; told when enough people looked for it that it tells of nobody."""

    kind: Literal["posts", "comments", "users"]
    query: str
    searches: int
    people: int
    """How many looked for it on one day, at most."""
    without_results: int
    clicks: int
    click_through: float
    """Clicks by searches."""
    position: float | None
    """The place in the list of what is followed, on average."""


class Analytics(Wire):
    """How people search, for admins."""

    since: datetime
    searches: int
    without_results: int
    clicks: int
    abandoned: int
    click_through: float
    top: list[TopQuery]
    without: list[TopQuery]
    """What is looked for and not found."""


class SearchQuestions(Protocol):
    """What others may ask search."""
