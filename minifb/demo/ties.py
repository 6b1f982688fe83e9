"""Who knows whom: families, streets, clubs and places of work, and some whom everybody knows."""

from bisect import bisect
from itertools import accumulate, combinations
from random import Random
from typing import Literal

import msgspec

from minifb.demo.people import Kind, Town
from minifb.kernel.clock import DAY, HOUR, MINUTE, Instant

Outcome = Literal["accepted", "crossed", "waiting", "declined", "taken_back"]

MEETING: dict[Kind, tuple[float, float, float]] = {
    "household": (9.0, 0.98, 6.0),
    "club": (5.0, 0.5, 2.0),
    "street": (3.5, 0.4, 1.5),
    "work": (3.0, 0.5, 1.2),
}
"""Of each kind of group: how many of it somebody gets to know, how likely at most, and how close they are then."""
STRANGERS = 3.0
"""How many somebody knows from elsewhere; mostly those whom everybody knows."""
FRIENDS_OF_FRIENDS = 0.5


class Tie(msgspec.Struct):
    """What became of two people: a request, its answer, and perhaps an end."""

    asker: int
    asked: int
    near: float
    """How much they have to do with each other."""
    at: Instant
    outcome: Outcome
    answered: Instant
    """When the answer came; of a request that waits, never."""
    ended: Instant | None = None
    blocked: bool = False
    """Whether the end was a block."""

    @property
    def friends(self) -> bool:
        """Whether they became friends."""
        return self.outcome in {"accepted", "crossed"}


def meet(seed: str, town: Town, until: Instant) -> list[Tie]:
    """Let people find each other, in the order of asking."""
    chance = Random(f"{seed} ties")
    near = _nearness(chance, town)
    ties = [tie for pair, how in near.items() if (tie := _tie(chance, town, pair, how, until))]
    ties.sort(key=lambda tie: (tie.at, tie.asker, tie.asked))
    return ties


def _nearness(chance: Random, town: Town) -> dict[tuple[int, int], float]:
    """Draw the pairs who know each other, in clusters, with a power law on top."""
    near: dict[tuple[int, int], float] = {}
    for group in town.groups:
        wanted, most, closeness = MEETING[group.kind]
        likely = min(most, wanted / (len(group.members) - 1))
        for pair in combinations(sorted(group.members), 2):
            if chance.random() < likely:
                near[pair] = max(near.get(pair, 0.0), closeness)
    everybody = range(len(town.residents))
    known = list(accumulate(one.liked for one in town.residents))
    for _ in range(int(len(everybody) * STRANGERS)):
        one, other = chance.choice(everybody), bisect(known, chance.random() * known[-1])
        if one != other:
            near.setdefault((min(one, other), max(one, other)), 0.7)
    _introduce(chance, near)
    return near


def _introduce(chance: Random, near: dict[tuple[int, int], float]) -> None:
    """Let friends of friends meet."""
    friends: dict[int, list[int]] = {}
    for one, other in near:
        friends.setdefault(one, []).append(other)
        friends.setdefault(other, []).append(one)
    for known in friends.values():
        for _ in range(int(len(known) * FRIENDS_OF_FRIENDS)):
            one, other = chance.choice(known), chance.choice(known)
            if one != other:
                near.setdefault((min(one, other), max(one, other)), 0.8)


def _tie(chance: Random, town: Town, pair: tuple[int, int], near: float, until: Instant) -> Tie | None:
    """Decide when one of a pair asks and what comes of it; None: they have not got round to it yet."""
    asker, asked = pair if chance.random() < 0.5 else pair[::-1]
    both_here = max(town.residents[asker].joined, town.residents[asked].joined)
    at = both_here + 20 * MINUTE + int(chance.expovariate(near / 12) * DAY)
    answered = at + int(chance.lognormvariate(0.7, 1.4) * HOUR)
    if at >= until - HOUR:
        return None
    outcomes: tuple[Outcome, ...] = ("accepted", "crossed", "waiting", "declined", "taken_back")
    outcome = chance.choices(outcomes, (88, 3, 4, 3, 2) if near < 5 else (95, 5, 0, 0, 0))[0]
    if answered >= until - HOUR:
        outcome = "waiting"
    tie = Tie(asker=asker, asked=asked, near=near, at=at, outcome=outcome, answered=answered)
    if tie.friends and near < 1 and answered < until - 40 * DAY and chance.random() < 0.04:
        tie.ended = until - int(chance.uniform(0.1, 20) * DAY)
        tie.blocked = chance.random() < 0.4
    return tie


class Friends:
    """Everybody's friends, as they were at any instant."""

    def __init__(self, town: Town, ties: list[Tie]) -> None:
        """Keep who is whose friend, from when until when."""
        self._of: list[list[tuple[int, Tie]]] = [[] for _ in town.residents]
        self._apart: set[tuple[int, int]] = set()
        for tie in ties:
            if tie.ended:
                self._apart |= {(tie.asker, tie.asked), (tie.asked, tie.asker)}
            if tie.friends:
                self._of[tie.asker].append((tie.asked, tie))
                self._of[tie.asked].append((tie.asker, tie))

    def at(self, number: int, instant: Instant) -> dict[int, float]:
        """Give somebody's friends at an instant, and how near each is."""
        return {
            other: tie.near
            for other, tie in self._of[number]
            if tie.answered < instant and (tie.ended is None or instant < tie.ended - 2 * DAY)
        }

    def parted(self, one: int, other: int) -> bool:
        """Tell whether two fall out sooner or later; they have little to say to each other before."""
        return (one, other) in self._apart

    def count(self, number: int) -> int:
        """Count somebody's friends."""
        return len(self._of[number])
