"""Whether a text holds what was asked for, and where: the index's answer made sure of, word for word."""

from collections.abc import Iterator, Sequence

import msgspec

from minifb.modules.search.rules.wanted import Term

EXACT, BEGINNING, TYPO = 1.0, 0.6, 0.15


class Match(msgspec.Struct, frozen=True):
    """A place among the words of a text where a term stands."""

    at: int
    """The first of its words."""
    length: int
    fit: float
    """How well it fits: in full, by its beginning, or with letters that differ."""


def matches(term: Term, words: Sequence[str]) -> list[Match]:
    """Find where a term stands; words that differ count only where nothing fits better."""
    first, length = term.words[0], len(term.words)
    if length > 1:
        return list(_rows(term, words))
    if found := [Match(at, 1, EXACT) for at, word in enumerate(words) if word == first]:
        return found
    if term.prefix and (found := [Match(at, 1, BEGINNING) for at, word in enumerate(words) if word.startswith(first)]):
        return found
    if not term.typos:
        return []
    alike = {word for word in set(words) if near(first, word, term.typos, beginning=term.prefix)}
    return [Match(at, 1, TYPO) for at, word in enumerate(words) if word in alike]


def strength(term: Term, words: Sequence[str]) -> tuple[float, int]:
    """Say how well a term fits at its best, and how often it stands there."""
    if len(term.words) == 1 and (count := words.count(term.words[0])):
        return EXACT, count
    found = matches(term, words)
    return max((match.fit for match in found), default=0.0), len(found)


def fits(terms: Sequence[Term], without: Sequence[Term], words: Sequence[str]) -> bool:
    """Tell whether a text holds all of some terms, and none of others."""
    return all(strength(term, words)[1] for term in terms) and not any(strength(term, words)[1] for term in without)


def _rows(term: Term, words: Sequence[str]) -> Iterator[Match]:
    """Find several words side by side, in their order; the last one may go on where it may."""
    length, last = len(term.words), term.words[-1]
    start, whole = list(term.words[:-1]), range(len(words) - length + 1)
    for at in whole:
        if words[at] != start[0] or list(words[at : at + length - 1]) != start:
            continue
        end = words[at + length - 1]
        if end == last or (term.prefix and end.startswith(last)):
            yield Match(at, length, EXACT if end == last else BEGINNING)


def near(one: str, other: str, most: int, *, beginning: bool = False) -> bool:
    """Tell whether two words differ by at most so many letters: wrong, missing, too many, or two changed about.

    With `beginning`, whether the other word begins so.
    """
    if len(one) - len(other) > most or (len(other) - len(one) > most and not beginning):
        return False
    if len(set(one).difference(other)) > most:
        return False
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        last, row, before = before, [at], row
        for to, char in enumerate(other, 1):
            cost = min(before[to] + 1, row[to - 1] + 1, before[to - 1] + (letter != char))
            if at > 1 and to > 1 and letter == other[to - 2] and one[at - 2] == char:
                cost = min(cost, last[to - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return False
    return (min(row) if beginning else row[-1]) <= most
