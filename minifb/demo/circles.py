"""What people do with whom they know: lists of friends, whom they follow or see first, from whom they want a rest."""

from random import Random

import msgspec

from minifb.demo.people import Resident, Town
from minifb.demo.ties import Friends
from minifb.kernel.clock import DAY, Instant

CLOSE = "Close friends"
"""The list that everybody has; it need not be made."""


class Circle(msgspec.Struct):
    """Somebody's list of friends."""

    owner: int
    name: str
    members: list[int]
    at: Instant
    id: str = ""
    """Known when it is kept."""


class Follow(msgspec.Struct, frozen=True):
    """Somebody follows somebody, or sees them first."""

    by: int
    whom: int
    at: Instant
    first: bool


class Mute(msgspec.Struct, frozen=True):
    """Somebody does not want to hear from a friend, for some days or for good."""

    by: int
    whom: int
    at: Instant
    days: int | None


class Circles(msgspec.Struct, frozen=True):
    """What is nobody else's business."""

    lists: list[Circle]
    follows: list[Follow]
    mutes: list[Mute]


def draw(seed: str, town: Town, friends: Friends, until: Instant) -> Circles:
    """Let some of the people put their friends in order."""
    chance = Random(f"{seed} circles")
    circles = Circles([], [], [])
    loud = sorted(town.residents, key=lambda one: (-one.liked, one.number))[: max(3, len(town.residents) // 40)]
    for one in town.residents:
        at = one.joined + int((until - one.joined) * chance.uniform(0.1, 0.6))
        near = friends.at(one.number, at)
        if len(near) < 4:
            continue
        if chance.random() < 0.5:
            circles.lists.extend(_lists(chance, town, one, near, at))
        for other in chance.sample(list(near), 2):
            if near[other] >= 2 and chance.random() < 0.3:
                circles.follows.append(Follow(one.number, other, at, first=True))
        idol = chance.choice(loud)
        if (
            chance.random() < 0.4
            and idol is not one
            and idol.joined < at
            and not friends.parted(one.number, idol.number)
        ):
            circles.follows.append(Follow(one.number, idol.number, at, first=False))
        if chance.random() < 0.08:
            whom = max(near, key=lambda other: (town.residents[other].busy, other))
            later = until - int(chance.uniform(1, 20) * DAY)
            circles.mutes.append(Mute(one.number, whom, later, chance.choice((7, 30, None))))
    return circles


def _lists(chance: Random, town: Town, one: Resident, near: dict[int, float], at: Instant) -> list[Circle]:
    """Put those friends together who belong together."""
    people = town.residents
    ideas = {
        "Family": [other for other in near if people[other].home == one.home],
        "Neighbours": [other for other in near if people[other].street == one.street],
        CLOSE: sorted(near, key=lambda other: (-near[other], other))[:5],
        **{club: [other for other in near if club in people[other].clubs] for club in one.clubs},
    }
    named = [Circle(one.number, name[0].upper() + name[1:], who, at) for name, who in ideas.items() if len(who) > 1]
    return chance.sample(named, min(len(named), chance.choice((1, 1, 2))))
