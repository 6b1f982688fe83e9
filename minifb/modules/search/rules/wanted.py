"""What is asked of the index: a question as plain values, and what it answers."""

from typing import Literal

import msgspec

from minifb.kernel.clock import Instant
from minifb.modules.search.public import Has

Kind = Literal["posts", "comments", "users"]
Sort = Literal["relevance", "newest"]


class Sight(msgspec.Struct, frozen=True):
    """Who asks, and whom they see, from search's own copies."""

    viewer_id: str
    friends: frozenset[str] = frozenset()
    lists: frozenset[str] = frozenset()
    """The friend lists that the viewer is on."""
    unseen: frozenset[str] = frozenset()
    """Blocked either way, suspended or away: nothing of theirs is found."""


class Term(msgspec.Struct, frozen=True):
    """One thing that must be there: a word, or several in their order and side by side."""

    words: tuple[str, ...]
    prefix: bool = False
    """Whether the last word may go on."""
    typos: int = 0
    """How many letters a single word may differ by; what differs counts less."""


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What is looked for, by whom. The answer is the best of it, at most `limit` after `offset`.

    Relevance here only chooses candidates: how well the words fit, the viewer's friends before others, of equals the
    newest. What is shown, and in what order, is decided over them by `rules.ranking`.
    """

    kind: Kind
    sight: Sight
    terms: tuple[Term, ...] = ()
    """All of them."""
    without: tuple[Term, ...] = ()
    """None of them."""
    authors: frozenset[str] = frozenset()
    """Of any of these members; empty: of anybody."""
    not_authors: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    """With all of these."""
    not_tags: frozenset[str] = frozenset()
    has: frozenset[Has] = frozenset()
    """With all of these."""
    not_has: frozenset[Has] = frozenset()
    since: Instant | None = None
    """From this instant on."""
    before: Instant | None = None
    """Until before this instant."""
    sort: Sort = "relevance"
    limit: int = 100
    offset: int = 0


class Hit(msgspec.Struct, frozen=True):
    """What was found, the best first."""

    id: str
    score: float
