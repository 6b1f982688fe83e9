"""The ranker: candidates in, an order out, and with each place the values that made it.

    score = affinity · people · age · seen · less · variety

A factor halves or doubles, nothing is hidden in it, and `why.py` says each of them in words. Age is exponential with
one half-life, so that now is the same factor for all and no order changes while time goes by. The same integers
give the same order on every database: all that is not whole is reckoned here.
"""

import heapq
import math
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cache
from typing import Literal, NamedTuple

import msgspec

from minifb.kernel.clock import DAY, Instant
from minifb.modules.posts.rules.feed.choices import Parameters

VERSION = 1

CANDIDATES_LEAST, CANDIDATES_USUAL, CANDIDATES_MOST = 200, 240, 400
"""What is ranked: so many at least if there are, most often found at the first look, and never more."""
WINDOW_MOST = 90 * DAY
BEST = 100
"""So many are scored again with what the viewer may see."""

ACTS_FOR = 90 * DAY
ACT_HALF_LIFE = 30 * DAY
ACT_WEIGHTS = {"comment": 4, "mention": 3, "share": 3, "reaction": 1}
NEW_FRIEND_FOR = 14 * DAY
NEW_FRIEND_FLOOR = 2.0
BUMPED_FOR = 30 * DAY
FIRST_FOR = 14 * DAY
"""A post of somebody seen first stands before all others until it was seen, but not for longer than this."""
SEEN_FACTOR = 0.25
SEEN_OUT = 3
LESS_FACTOR = 0.5
VARIETY_FACTOR = 0.6
VARIETY_FLOOR = 0.2
IN_A_ROW = 2

OWN, FRIEND, FOLLOWED = 2, 1, 0


class Candidate(msgspec.Struct, frozen=True, gc=False):
    """A post that a feed may show, beside its viewer; it counts distinct people."""

    id: str
    author_id: str
    created_at: Instant
    commenters: int
    reactors: int
    sharers: int
    tie: int
    """What the viewer is to its author: OWN, FRIEND or FOLLOWED."""
    first: int
    """Whether the viewer wants to see its author first."""
    since: Instant
    """Since when they are friends."""


class Act(NamedTuple):
    """Something the viewer did toward an author."""

    author_id: str
    kind: Literal["comment", "mention", "share", "reaction"]
    at: Instant


class Sighting(NamedTuple):
    """How often the viewer saw a post, and when last."""

    times: int
    last: Instant


class Facts(msgspec.Struct, frozen=True):
    """What is known of a viewer when a session begins."""

    now: Instant
    acts: Collection[Act] = ()
    seen: Mapping[str, Sighting] = {}
    """By post."""
    less: Collection[str] = ()
    """Authors of whom the viewer wants less."""
    bumped: Mapping[str, int] = {}
    """By post: how many friends commented since the viewer saw it."""


class Place(msgspec.Struct, frozen=True, gc=False):
    """A post's place in an order, and all values that made it."""

    id: str
    author_id: str
    created_at: Instant
    affinity: float
    commenters: int
    reactors: int
    sharers: int
    tie: int
    first: bool
    seen: int
    less: bool
    bumped: int
    variety: int = 0
    """How many posts of the same author stand before it."""
    ranked: bool = True
    """Whether it was ranked at all; what was seen too often, and one's own, stand behind, newest first."""


Keyed = tuple[float, str, Place]
"""A place with its key, and its id to settle a tie."""


def affinities(acts: Iterable[Act], now: Instant) -> dict[str, float]:
    """Say how close the viewer is to each author they did something toward: from 1, never above 3."""
    points: dict[str, list[float]] = {}
    for act in acts:
        if 0 <= now - act.at <= ACTS_FOR:
            faded = ACT_WEIGHTS[act.kind] * 0.5 ** ((now - act.at) / ACT_HALF_LIFE)
            points.setdefault(act.author_id, []).append(faded)
    # fsum, so that the order in which a database gave the acts cannot show.
    return {author: 1 + 2 * (1 - math.exp(-math.fsum(some) / 8)) for author, some in points.items()}


def affinity(post: Candidate, close: Mapping[str, float], now: Instant) -> float:
    """Say how close the viewer is to the author of a post; a new friend is close for a while in any case."""
    known = close.get(post.author_id, 1.0)
    new = post.tie == FRIEND and 0 <= now - post.since < NEW_FRIEND_FOR
    return max(known, NEW_FRIEND_FLOOR) if new else known


def people(commenters: int, reactors: int, sharers: int) -> float:
    """Weigh how many people answered; an emoji is like any other."""
    return 1 + math.log2(1 + 2 * commenters + reactors + 2 * sharers)


def variety(before: int) -> float:
    """Weigh a post by how many of the same author stand before it."""
    return max(VARIETY_FLOOR, VARIETY_FACTOR**before)


def key(place: Place, given: Parameters) -> float:
    """Give the logarithm of a place's score, variety and a common constant apart: the same at all times."""
    weight = people(place.commenters, place.reactors, place.sharers) * modifier(place)
    return math.log2(weight * place.affinity**given.exponent) + place.created_at / given.half_life


def modifier(place: Place) -> float:
    """Weigh what the viewer said and did about a post and its author."""
    return (SEEN_FACTOR if place.seen else 1.0) * (LESS_FACTOR if place.less else 1.0)


def places(candidates: Iterable[Candidate], facts: Facts) -> list[Place]:
    """Bring together what is known of each candidate."""
    close = affinities(facts.acts, facts.now)
    return [_placed(post, facts, close) for post in candidates]


def _placed(post: Candidate, facts: Facts, close: Mapping[str, float]) -> Place:
    bumped = facts.bumped.get(post.id, 0) if facts.now - post.created_at < BUMPED_FOR else 0
    sighting = None if bumped else facts.seen.get(post.id)
    times = sighting.times if sighting else 0
    return Place(
        post.id,
        post.author_id,
        post.created_at,
        affinity(post, close, facts.now),
        post.commenters,
        post.reactors,
        post.sharers,
        post.tie,
        bool(post.first),
        times,
        post.author_id in facts.less,
        bumped,
        ranked=times < SEEN_OUT and (post.tie != OWN or bumped > 0),
    )


def rank(
    some: Collection[Place],
    given: Parameters,
    now: Instant,
    look_again: Callable[[list[Place]], list[Place]] = lambda best: best,
) -> list[Place]:
    """Put places in order: seen first, then the ranked, then what is left, newest first.

    The best by the counts that posts keep get a second look, which counts the people whom the viewer sees.
    """
    keyed = _keyed((place for place in some if place.ranked), given)
    keyed[:BEST] = _keyed(look_again([place for _, _, place in keyed[:BEST]]), given)
    keyed.sort(reverse=True)
    first = _newest(place for _, _, place in keyed if stands_first(place, now))
    if first:
        keyed = [one for one in keyed if not stands_first(one[2], now)]
    rest = _newest(place for place in some if not place.ranked)
    return [*first, *_varied(keyed, Counter(place.author_id for place in first)), *rest]


def _keyed(some: Iterable[Place], given: Parameters) -> list[Keyed]:
    return sorted(((key(place, given), place.id, place) for place in some), reverse=True)


def _newest(some: Iterable[Place]) -> list[Place]:
    return sorted(some, key=lambda place: (place.created_at, place.id), reverse=True)


def stands_first(place: Place, now: Instant) -> bool:
    """Tell whether a post stands before the ranked ones: of somebody seen first, not seen yet, and not too old."""
    return place.first and not place.seen and now - place.created_at < FIRST_FOR


def _varied(ordered: list[Keyed], taken: Counter[str]) -> Iterator[Place]:
    """Take the best again and again; who was taken counts less, and nobody is taken three times running."""
    queues: dict[str, list[int]] = {}
    for at in range(len(ordered) - 1, -1, -1):
        queues.setdefault(ordered[at][2].author_id, []).append(at)
    heap = [(-ordered[some[-1]][0] - _lost(taken[author]), some[-1], author) for author, some in queues.items()]
    heapq.heapify(heap)
    last, row = "", 0
    while heap:
        chosen = heapq.heappop(heap)
        if row >= IN_A_ROW and chosen[2] == last and heap:
            chosen = heapq.heapreplace(heap, chosen)
        _, at, author = chosen
        last, row = author, row + 1 if author == last else 1
        before, place = taken[author], ordered[at][2]
        yield msgspec.structs.replace(place, variety=before) if before else place
        taken[author] = before + 1
        left = queues[author]
        left.pop()
        if left:
            heapq.heappush(heap, (-ordered[left[-1]][0] - _lost(before + 1), left[-1], author))


@cache
def _lost(before: int) -> float:
    return math.log2(variety(before))
