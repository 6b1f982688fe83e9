"""Why a post stands where it stands: its factors in words, and what changes each of them."""

import math

from minifb.kernel.clock import DAY, HOUR, MINUTE, Instant
from minifb.modules.posts.public import Reason, Term, TermName, Why
from minifb.modules.posts.rules.feed import ranker
from minifb.modules.posts.rules.feed.choices import Parameters
from minifb.modules.posts.rules.feed.ranker import Place

BALANCE = "PUT /posts/feed/preferences"
SHOW_LESS = "PUT /posts/feed/authors/{userId}"
TELLING = 3
"""So many terms go with a post in the feed; all of them are told to who asks why."""


def terms(place: Place, name: str, given: Parameters, now: Instant) -> list[Term]:
    """Give the factors of a place; multiplied they are its score."""
    age = max(0, now - place.created_at)
    closeness = place.affinity**given.exponent
    reached = ranker.people(place.commenters, place.reactors, place.sharers)
    found = [
        _term("affinity", closeness, _closeness(place, name), SHOW_LESS),
        _term("people", reached, _answered(place), None),
        _term("age", 0.5 ** (age / given.half_life), f"{_old(age)} old", BALANCE),
    ]
    if place.seen >= ranker.SEEN_OUT:
        found.append(_term("seen", 0.0, "you have seen it three times or more", None))
    elif place.seen:
        found.append(_term("seen", ranker.SEEN_FACTOR, "you have seen it before", None))
    if place.less:
        found.append(_term("less", ranker.LESS_FACTOR, f"you asked to see less of {name}", SHOW_LESS))
    if place.variety:
        text = f"{_count(place.variety, 'post')} of {name} {_stand(place.variety)} before it"
        found.append(_term("variety", ranker.variety(place.variety), text, None))
    return found


def reason(place: Place, name: str) -> str:
    """Say where a post comes from."""
    if place.bumped:
        where = "on your post" if place.tie == ranker.OWN else "since you saw it"
        return f"{_count(place.bumped, 'friend')} commented {where}"
    if place.tie == ranker.OWN:
        return "Your own post"
    if place.first:
        return f"You see {name} first"
    return f"{name} is your friend" if place.tie == ranker.FRIEND else f"You follow {name}"


def older(name: str) -> Reason:
    """Say why a post stands behind the end of what was ranked."""
    return Reason(reason=f"An older post of {name}", terms=[])


def brief(place: Place, name: str, given: Parameters, now: Instant) -> Reason:
    """Say why in the feed itself: where it comes from, and the factors that moved it most."""
    if not place.ranked:
        return Reason(reason=reason(place, name), terms=[])
    moved = sorted(terms(place, name, given, now), key=lambda term: -abs(math.log2(term.factor)))[:TELLING]
    for term in moved:
        term.control = None  # told to who asks why
    return Reason(reason=reason(place, name), terms=moved)


def whole(place: Place, name: str, given: Parameters, now: Instant) -> Why:
    """Say why to who asks: every factor, and the score that they make."""
    found = terms(place, name, given, now)
    return Why(reason=reason(place, name), terms=found, score=math.prod(term.factor for term in found))


def _term(name: TermName, factor: float, text: str, control: str | None) -> Term:
    return Term(name=name, factor=factor, text=f"{text}: \u00d7{factor:.2g}", control=control)


def _closeness(place: Place, name: str) -> str:
    if place.tie == ranker.OWN:
        return "it is yours"
    if place.affinity >= ranker.NEW_FRIEND_FLOOR:
        # The floor of a new friendship says no more than that, whatever was done besides.
        return f"you and {name} are new friends" if place.affinity == ranker.NEW_FRIEND_FLOOR else _often(name)
    return f"you sometimes answer {name}'s posts" if place.affinity > 1 else f"you have not answered {name} lately"


def _often(name: str) -> str:
    return f"you often answer {name}'s posts"


def _answered(place: Place) -> str:
    acts = ((place.commenters, "commented"), (place.reactors, "reacted"), (place.sharers, "shared it"))
    said = [f"{count} {act}" for count, act in acts if count]
    return ", ".join(said) if said else "nobody else answered yet"


def _old(age: Instant) -> str:
    if age < HOUR:
        return _count(age // MINUTE, "minute")
    return _count(age // HOUR, "hour") if age < 2 * DAY else _count(age // DAY, "day")


def _count(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def _stand(count: int) -> str:
    return "stands" if count == 1 else "stand"
