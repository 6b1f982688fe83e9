"""Recent searches: what a member looked for lately, for their own eyes."""

import unicodedata
from datetime import datetime

import msgspec

from minifb.kernel.clock import Instant
from minifb.kernel.http.shapes import Wire
from minifb.modules.search.rules.words import folded

KEPT = 50
"""So many searches of a member are kept."""
_UNREADABLE = {"Cc", "Cs"}


class Recent(msgspec.Struct, frozen=True):
    """A search of a member."""

    id: str
    query: str
    at: Instant


class RecentSearch(Wire):
    """What one looked for, and when last."""

    id: str
    query: str
    searched_at: datetime


def tidied(query: str) -> str:
    """Give a query as it is kept: without the spaces around and between, and without what cannot be read."""
    readable = (char for char in query if char.isspace() or unicodedata.category(char) not in _UNREADABLE)
    return " ".join("".join(readable).split())


def key_of(query: str) -> str:
    """Give what two queries have in common that are the same to who asks."""
    return folded(tidied(query))


def beginning(recent: list[Recent], typed: str) -> list[Recent]:
    """Choose the searches that begin as somebody types, or one of whose words does."""
    begin = key_of(typed)
    return [one for one in recent if f" {key_of(one.query)}".find(f" {begin}") >= 0]
