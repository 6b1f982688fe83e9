"""Who knows whom: a small world, drawn member by member so that nothing grows with the number of friendships.

Members sit in a ring. Most friends of a member sit nearby, so that friends have friends in common; the others are
drawn from everywhere, the popular more often, so that a few know very many. A friendship is drawn by the one of the
two who has the other in the next half of the ring: each pair once, and nobody has to remember the others'.
"""

import random
from array import array
from itertools import accumulate

NEARBY = 0.7
"""The part of the friends that is drawn nearby."""
WITHIN = 300
"""How far nearby reaches."""
CLOSE = 16
"""How many friends of each are remembered, for who reacts, comments and is named."""


class Circles:
    """Who knows whom in a community of so many members with so many friends each, on average."""

    def __init__(self, members: int, friends: int, chance: random.Random) -> None:
        """Draw how sociable each member is."""
        self.members, self.chance = members, chance
        self.half = (members - 1) // 2
        self.near = min(WITHIN, self.half)
        weights = [min(chance.paretovariate(1.6), 90.0) for _ in range(members)]
        scale = friends / 2 * members / sum(weights)
        self.wanted = array("I", (min(int(weight * scale) + 1, self.half) for weight in weights))
        self.sums = list(accumulate(weights))
        self.count = array("I", bytes(4 * members))
        """How many friends each has by now."""
        self.close: list[array[int]] = []

    def draw(self, one: int) -> list[int]:
        """Draw the friends that a member finds; the members come in order, each once."""
        chance = self.chance
        nearby = min(int(self.wanted[one] * NEARBY), self.near * 2 // 3)
        steps = set(chance.sample(range(1, self.near + 1), nearby))
        for drawn in chance.choices(range(self.members), cum_weights=self.sums, k=2 * (self.wanted[one] - nearby)):
            if 0 < (step := (drawn - one) % self.members) <= self.half:
                steps.add(step)
        found = sorted((one + step) % self.members for step in steps)
        self.count[one] += len(found)
        for other in found:
            self.count[other] += 1
        self.close.append(array("I", chance.sample(found, min(CLOSE, len(found)))))
        return found

    def strangers(self, one: int, friends: list[int], count: int) -> list[int]:
        """Draw members of the same half whom a member does not know."""
        drawn = {(one + step) % self.members for step in self.chance.sample(range(1, self.half + 1), count)}
        return sorted(drawn.difference(friends))
