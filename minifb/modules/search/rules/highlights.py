"""Highlights: where in a text stands what was asked for, and a piece of a long one around it."""

from collections.abc import Sequence

from minifb.modules.search.public import Highlight, Mark
from minifb.modules.search.rules.matching import matches
from minifb.modules.search.rules.wanted import Term
from minifb.modules.search.rules.words import places, words

PIECE = 240
"""Code points of a long text that are shown."""
LEAD = 60
"""Code points of it before the first word that was asked for."""
MARKS_MAX = 50


def highlight(field: str, text: str, terms: Sequence[Term]) -> Highlight | None:
    """Mark in a text what was asked for; None where nothing of it stands."""
    marks = marked(text, terms)
    if not marks:
        return None
    start, end = _piece(text, marks)
    inside = [mark for mark in marks if start <= mark.start and mark.end <= end]
    spans = [Mark(start=mark.start - start, end=mark.end - start) for mark in inside[:MARKS_MAX]]
    return Highlight(field=field, text=text[start:end], spans=spans)


def marked(text: str, terms: Sequence[Term]) -> list[Mark]:
    """Find the parts of a text to mark, in their order, none of which reach into each other."""
    cut = words(text)
    found = [match for term in terms for match in matches(term, cut)]
    where = places(text) if found else []
    spans = sorted((where[match.at][0], where[match.at + match.length - 1][1]) for match in found)
    marks: list[Mark] = []
    for start, end in spans:
        if marks and start < marks[-1].end:
            marks[-1] = Mark(start=marks[-1].start, end=max(end, marks[-1].end))
        else:
            marks.append(Mark(start=start, end=end))
    return marks


def _piece(text: str, marks: Sequence[Mark]) -> tuple[int, int]:
    """Choose the piece of a text with most that was asked for, from the end of a word to the end of a word."""
    if len(text) <= PIECE:
        return 0, len(text)
    some = marks[:MARKS_MAX]
    best = max(some, key=lambda mark: (sum(0 <= one.start - mark.start < PIECE - LEAD for one in some), -mark.start))
    start = min(max(0, best.start - LEAD), len(text) - PIECE)
    if start:
        gap = text.find(" ", start, best.start)
        start = gap + 1 if gap >= 0 else start
    end = min(len(text), max(start + PIECE, best.end))
    if end < len(text):
        gap = text.rfind(" ", best.end, end)
        end = gap if gap >= 0 else end
    return start, end
