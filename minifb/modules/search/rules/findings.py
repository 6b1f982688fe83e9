"""What was found, as it is put in order and counted: the order of a session, and its facets."""

from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from minifb.kernel.clock import Instant, wire
from minifb.kernel.http.shapes import Card
from minifb.modules.search.public import FacetPerson, Facets, Has
from minifb.modules.search.rules import ranking
from minifb.modules.search.rules.wanted import Sight, Sort, Term
from minifb.modules.search.rules.words import words

PEOPLE_MAX = 5
"""How many people a facet names."""


class Finding(msgspec.Struct, frozen=True):
    """A post or comment that was found."""

    id: str
    author_id: str
    text: str
    created_at: Instant
    has: list[Has] = []


class Place(msgspec.Struct, frozen=True):
    """Something in its place among what was found, and what of it is counted."""

    id: str
    score: float
    author_id: str = ""
    created_at: Instant = 0
    has: list[Has] = []


def placed(one: Finding, terms: Sequence[Term], sight: Sight, now: Instant) -> Place | None:
    """Score a post or comment; None when it does not hold the words."""
    score = ranking.post_score(terms, words(one.text), one.author_id, now - one.created_at, sight)
    return Place(one.id, score, one.author_id, one.created_at, one.has) if score else None


def in_order(places: Iterable[Place], sort: Sort) -> list[Place]:
    """Put posts or comments in order, the best or the newest first."""
    by_age = sort == "newest"
    return sorted(places, key=lambda place: (0.0 if by_age else place.score, place.created_at, place.id), reverse=True)


def ranked_people(cards: Iterable[Card], terms: Sequence[Term], sight: Sight) -> list[Place]:
    """Put members in order, those who are called so before those whose names begin so."""
    scored = [(ranking.name_score(terms, names_of(card), card.id, sight), card) for card in cards]
    kept = [(score, card) for score, card in scored if score]
    kept.sort(key=lambda pair: (-pair[0], pair[1].username, pair[1].id))
    return [Place(card.id, score) for score, card in kept]


def names_of(card: Card) -> tuple[list[str], list[str]]:
    """Give the words of what somebody is called: the names, and the username."""
    return words(f"{card.first_name} {card.last_name}"), words(card.username)


def called(card: Card) -> list[str]:
    """Give all words that somebody is found by."""
    return [word for name in names_of(card) for word in name]


def facets(found: Sequence[Place], cards: dict[str, Card]) -> Facets:
    """Count how what was found divides: by what it has, by year, by who said it."""
    has = Counter(one for place in found for one in place.has)
    years = Counter(str(wire(place.created_at).year) for place in found)
    authors = Counter(place.author_id for place in found)
    people = sorted(authors.items(), key=lambda pair: (-pair[1], pair[0]))
    named = [FacetPerson(user=cards[one], count=count) for one, count in people if one in cards]
    return Facets(
        of=len(found), has=dict(has), years=dict(sorted(years.items(), reverse=True)), people=named[:PEOPLE_MAX]
    )
