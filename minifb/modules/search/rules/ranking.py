"""The order of what was found: how well the words fit, whose it is, and how fresh it is.

It is made of the text and of what the viewer sees, and of nothing else: how often a word stands in what others say to
each other, and how many answered, would tell of what the viewer may not see. So it is the same on every index.
"""

from collections.abc import Sequence
from math import exp2, log2

from minifb.kernel.clock import DAY, Instant
from minifb.modules.search.rules.matching import strength
from minifb.modules.search.rules.wanted import Sight, Term

FRIEND, OWN = 2.0, 1.5
HALF_LIFE = 120 * DAY
OLD = 0.5
"""What age leaves at least: what is old is found as well."""
SIDE_BY_SIDE = 1.25
"""What the words gain where they stand in the order they were asked for, next to each other."""
CALLED = 4.0
"""What somebody gains who is called just that."""


def post_score(terms: Sequence[Term], words: Sequence[str], author_id: str, age: int, sight: Sight) -> float:
    """Score a post or comment for a viewer; 0 when it does not hold the words."""
    return round(fit(terms, words) * affinity(author_id, sight) * freshness(age), 4)


def name_score(terms: Sequence[Term], names: Sequence[Sequence[str]], member_id: str, sight: Sight) -> float:
    """Score a member by what they are called; who is called just what was asked comes first, then friends."""
    asked = [word for term in terms for word in term.words]
    called = CALLED if any(asked == list(name) for name in names) else 1.0
    return round(fit(terms, [word for name in names for word in name]) * called * affinity(member_id, sight), 4)


def fit(terms: Sequence[Term], words: Sequence[str]) -> float:
    """Say how well a text fits, from 0 to a little over 1: all terms, rather whole, often, and to the point."""
    if not terms:
        return 1.0
    room = 0.3 * (1 + log2(1 + len(words) / 40))
    total = 0.0
    for term in terms:
        best, count = strength(term, words)
        if not count:
            return 0.0
        total += best * count / (count + room)
    together = tuple(word for term in terms for word in term.words)
    if len(terms) > 1 and strength(Term(together, prefix=terms[-1].prefix), words)[1]:
        total *= SIDE_BY_SIDE
    return total / len(terms)


def affinity(author_id: str, sight: Sight) -> float:
    """Say how near somebody is to the viewer."""
    if author_id == sight.viewer_id:
        return OWN
    return FRIEND if author_id in sight.friends else 1.0


def freshness(age: Instant) -> float:
    """Say what age leaves of a score: all at first, half at the end."""
    return OLD + (1 - OLD) * exp2(-max(0, age) / HALF_LIFE)
