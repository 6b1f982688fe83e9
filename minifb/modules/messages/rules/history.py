"""History: from where a conversation is read, and in which direction."""

from typing import Literal

import msgspec

from minifb.kernel.ids import is_id
from minifb.kernel.refusals import FieldError, Invalid

Direction = Literal["before", "after"]
Named = str | int
"""A line of a conversation: its id, or its number."""
_DIGITS_MAX = 15


class From(msgspec.Struct, frozen=True):
    """Read on in a direction from a line, which is not read itself; with none, from the latest."""

    direction: Direction = "before"
    place: Named | None = None


class Around(msgspec.Struct, frozen=True):
    """Read a line, and what was said before and after it."""

    place: Named


LATEST = From()


def asked(before: str | None, after: str | None, around: str | None) -> From | Around:
    """Say what a client asks for, who names at most one line."""
    named = {field: value for field, value in (("before", before), ("after", after), ("around", around)) if value}
    if len(named) > 1:
        raise Invalid(FieldError(list(named)[1], "one_only", "Name one line: before, after or around."))
    if around:
        return Around(_named("around", around))
    if after:
        return From("after", _named("after", after))
    return From("before", _named("before", before)) if before else LATEST


def _named(field: str, value: str) -> Named:
    if is_id(value):
        return value
    if value.isascii() and value.isdigit() and len(value) <= _DIGITS_MAX:
        return int(value)
    raise Invalid(FieldError(field, "line", "Name a line by its id or its seq."))
