"""Identifiers: UUIDv7 strings (RFC 9562), in one canonical form."""

import re
from collections.abc import Callable

from uuid_utils import compat

CANONICAL = re.compile(r"\A[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\Z")

Ids = Callable[[], str]
"""Where new identifiers come from; injected, so that a test can foresee them."""


def new_id() -> str:
    """Make a UUIDv7: time-ordered, monotonic within the process."""
    return str(compat.uuid7())


def id_at(instant: int, chance: int) -> str:
    """Make the UUIDv7 of an instant in microseconds and 74 bits of chance, for whoever tells the past."""
    number = (instant // 1_000) << 80 | 0x7 << 76 | (chance >> 62 & 0xFFF) << 64 | 0x2 << 62 | chance & (1 << 62) - 1
    return str(compat.UUID(int=number))


def is_id(text: str) -> bool:
    """Tell whether a text is a UUID in lower-case canonical form."""
    return CANONICAL.match(text) is not None


def pair(one: str, other: str) -> tuple[str, str]:
    """Put two ids in order, so that a pair has one name whoever asks."""
    return (one, other) if one < other else (other, one)


def pair_subject(one: str, other: str) -> str:
    """Name a pair as the subject of an event."""
    low, high = pair(one, other)
    return f"{low}:{high}"
