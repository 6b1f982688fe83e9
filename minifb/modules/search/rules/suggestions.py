"""Suggestions: what somebody may mean by what they have typed so far."""

from typing import Literal

import msgspec

from minifb.modules.search.rules.tags import WORD_MAX
from minifb.modules.search.rules.words import words

WORDS_MAX = 3
"""So many words of what is typed are compared with names."""
BESIDE = 3
"""So many tags, and so many recent searches, stand beside people."""


class Typed(msgspec.Struct, frozen=True):
    """What was typed, as what it may be the beginning of."""

    names: list[str]
    """The beginnings of words of a name, the longest first, for it narrows best; none: no people are meant."""
    handle: str
    """The beginning of a username, where one was typed with its @."""
    tag: str
    """The beginning of a tag; empty: no tags are meant."""
    searches: bool
    """Whether earlier searches may be meant."""


def typed(text: str) -> Typed:
    """Read what was typed so far: the last word says what is meant, a member by @, a tag by #, or anything."""
    last = text.split()[-1:] or [""]
    kind: Literal["@", "#", ""] = "#" if last[0].startswith("#") else "@" if last[0].startswith("@") else ""
    found = words(last[0] if kind else text)
    return Typed(
        names=[] if kind == "#" else sorted((word[:WORD_MAX] for word in found), key=len, reverse=True)[:WORDS_MAX],
        handle=last[0][1:].lower() if kind == "@" else "",
        tag="" if kind == "@" or (not kind and len(text.split()) > 1) else "".join(found)[:WORD_MAX],
        searches=not kind,
    )
