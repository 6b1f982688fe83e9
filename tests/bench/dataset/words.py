"""The words that people use: a few of them all the time, most of them hardly ever, as in any language."""

import random
from itertools import accumulate

COMMON = """the a of and to in we you it is on for with at by this that sun rain bread river house garden train film
music coffee winter summer morning evening friend family holiday mountain lake city street book game photo song"""
MANY = 60_000
STEEP = 1.05
"""How much more often a word is used than the next one (Zipf)."""
SYLLABLES = """ba be bi bo bra ca ce cha co da de di do dra fa fe fi flo ga ge gra ha he hi jo ka ke ki kla la le li lo
ma me mi mo na ne ni no pa pe pi plo ra re ri ro sa se si sta ta te ti tro u va ve vi wa we wi ya yo za zo"""


def vocabulary() -> list[str]:
    """Make up words, always the same, the most used first."""
    chance, syllables = random.Random(5), SYLLABLES.split()
    made = dict.fromkeys(COMMON.split())
    while len(made) < MANY:
        made["".join(chance.choices(syllables, k=chance.choice((2, 3, 3, 4))))] = None
    return list(made)


class Words:
    """A vocabulary, the most used words first."""

    def __init__(self, chance: random.Random) -> None:
        """Take the words."""
        self.chance = chance
        self.all = vocabulary()
        self.sums = list(accumulate(1 / (rank + 3) ** STEEP for rank in range(MANY)))

    def some(self, least: int, most: int) -> str:
        """Say some words."""
        chance = self.chance
        return " ".join(chance.choices(self.all, cum_weights=self.sums, k=chance.randint(least, most)))

    def tag(self) -> str:
        """Choose a tag."""
        return self.chance.choices(self.all[17:], cum_weights=self.sums[17:], k=1)[0]
