"""Tags: the words that people put a # before."""

import re
import unicodedata

import msgspec

from minifb.kernel.clock import Instant
from minifb.kernel.refusals import Invalid
from minifb.modules.search.rules.words import words

WORD_MAX = 30
"""So many letters of a tag, or of a name, are compared with what somebody types."""


class NoTag(Invalid):
    """A tag is made of letters, numbers and underscores, at most a hundred of them."""


class Tagged(msgspec.Struct, frozen=True):
    """A post and its tags, as far as they are said to everybody."""

    post_id: str
    author_id: str
    tags: list[str]
    """None where not everybody may see the post, or it is gone."""
    at: Instant


def tag_of(text: str) -> str:
    """Give the tag that somebody named, with its # or without, as texts are read."""
    tag = unicodedata.normalize("NFC", text.removeprefix("#")).casefold()
    if not re.fullmatch(r"\w{1,100}", tag):
        raise NoTag
    return tag


def word_of(tag: str) -> str:
    """Give the letters of a tag that are compared with what somebody types."""
    return "".join(words(tag))[:WORD_MAX]
