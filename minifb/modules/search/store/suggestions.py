"""Statements that find members whose names begin as somebody types."""

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, bindparam, exists, func, select, tuple_

from minifb.kernel.data.sql import sql
from minifb.kernel.data.tx import Tx
from minifb.modules.search.rules.suggestions import WORDS_MAX
from minifb.modules.search.tables import PEOPLE, names

BEYOND = "\U0010ffff"
_VIEWER: Any = bindparam("viewer")
_also = names.alias("also")
_members, _friends = PEOPLE.members, PEOPLE.friends


class Called(msgspec.Struct, frozen=True):
    """A member, and the word of their name by which they were found."""

    word: str
    member_id: str


def _has(at: int) -> ColumnElement[bool]:
    """Match members with a word that begins like the one at this place of what was typed."""
    return (
        exists()
        .select_from(_also)
        .where(
            _also.c.member_id == names.c.member_id,
            _also.c.word >= bindparam(f"first{at}"),
            _also.c.word < bindparam(f"beyond{at}"),
        )
        .correlate(names)
    )


_BEGINS = (names.c.word >= bindparam("first0"), names.c.word < bindparam("beyond0"), _has(1), _has(2))

# From the friends to their names: they are few, whatever is typed.
FRIENDS = sql(
    select(func.min(names.c.word).label("word"), names.c.member_id)
    .select_from(_friends.join(names, names.c.member_id == _friends.c.friend_id))
    .join(_members, _members.c.id == names.c.member_id)  # after the names: most do not begin so
    .where(_friends.c.member_id == _VIEWER, _friends.c.active, *_BEGINS, ~PEOPLE.hidden)
    .group_by(names.c.member_id)
    .order_by(func.min(names.c.word), names.c.member_id)
    .limit(bindparam("limit")),
    into=Called,
)
# Along the index of words, so that a few cost a few however many are called so.
OTHERS = sql(
    select(names.c.word, names.c.member_id)
    .join(_members, _members.c.id == names.c.member_id)
    .where(
        *_BEGINS,
        tuple_(names.c.word, names.c.member_id) > tuple_(bindparam("word"), bindparam("id")),
        ~PEOPLE.hidden,
        ~PEOPLE.are_blocked(_VIEWER, names.c.member_id),
    )
    .order_by(names.c.word, names.c.member_id)
    .limit(bindparam("limit")),
    into=Called,
)


def friends(tx: Tx, viewer: str, words: Sequence[str], limit: int) -> list[str]:
    """List the viewer's friends with names that have words which begin like these."""
    found = tx.all(FRIENDS, viewer=viewer, limit=limit, **_ranges(words))
    return [one.member_id for one in found]


def others(tx: Tx, viewer: str, words: Sequence[str], after: Called, limit: int) -> list[Called]:
    """List members with names that have words which begin like these, in the order of the word."""
    return tx.all(OTHERS, viewer=viewer, word=after.word, id=after.member_id, limit=limit, **_ranges(words))


def _ranges(words: Sequence[str]) -> dict[str, str]:
    ranges: dict[str, str] = {}
    for at in range(WORDS_MAX):
        word = words[at] if at < len(words) else ""
        ranges |= {f"first{at}": word, f"beyond{at}": word + BEYOND}
    return ranges
