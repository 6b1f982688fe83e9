"""Statements that find members by their names."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, bindparam, delete, exists, select, tuple_

from minifb.kernel.data.sql import among, sql, upsert
from minifb.kernel.data.tx import Tx
from minifb.kernel.http.shapes import Card
from minifb.modules.users.store.blocks import unblocked
from minifb.modules.users.store.members import CARD, SHOWN
from minifb.modules.users.store.privacy import allowed
from minifb.modules.users.tables import user_words, users

ADD_WORD = sql(upsert(user_words).values(word=bindparam("word"), user_id=bindparam("user_id")).on_conflict_do_nothing())
DROP_WORDS = sql(delete(user_words).where(user_words.c.user_id == bindparam("user_id")))


class Found(Card):
    """Somebody who was found, and by which word."""

    word: str = ""


WORDS_MAX = 3
BEYOND = "\U0010ffff"

_also = user_words.alias("also")


def _word(at: int) -> ColumnElement[bool]:
    """Match members with a word that begins like the one at this place of the query."""
    begins = _also.c.word >= bindparam(f"first{at}"), _also.c.word < bindparam(f"beyond{at}")
    return exists().select_from(_also).where(_also.c.user_id == users.c.id, *begins).correlate(users)


# Along the index of words, so that a page costs a page however many are called so.
_EARLIER = (
    exists()
    .select_from(_also)
    .where(_also.c.user_id == users.c.id, _also.c.word >= bindparam("first0"), _also.c.word < user_words.c.word)
    .correlate(users, user_words)
)
FOUND = sql(
    select(*CARD, user_words.c.word)
    .join(user_words, user_words.c.user_id == users.c.id)
    .where(
        user_words.c.word >= bindparam("first0"),
        user_words.c.word < bindparam("beyond0"),
        tuple_(user_words.c.word, user_words.c.user_id) > tuple_(bindparam("word"), bindparam("id")),
        ~_EARLIER,
        _word(1),
        _word(2),
        SHOWN,
        unblocked("viewer"),
        allowed("search", "viewer"),
    )
    .order_by(user_words.c.word, user_words.c.user_id)
    .limit(bindparam("limit")),
    into=Found,
)

FINDABLE = sql(
    select(*CARD).where(among(users.c.id, "ids"), SHOWN, unblocked("viewer"), allowed("search", "viewer")), into=Card
)


def found(tx: Tx, viewer: str, words: Sequence[str], after: Sequence[Any], limit: int) -> list[Found]:
    """Find members whose names have words that begin like these, in the order of the word they are found by."""
    words = sorted(words, key=len, reverse=True)[:WORDS_MAX]  # the longest one narrows best
    ranges: dict[str, str] = {}
    for at in range(WORDS_MAX):
        word = words[at] if at < len(words) else ""
        ranges |= {f"first{at}": word, f"beyond{at}": word + BEYOND}
    word, last_id = after or ("", "")
    return tx.all(FOUND, viewer=viewer, word=word, id=last_id, limit=limit, **ranges)


def findable(tx: Tx, viewer: str, ids: Collection[str]) -> list[Card]:
    """Read the cards of those of these members whom a viewer may find."""
    return tx.all(FINDABLE, viewer=viewer, ids=list(ids))


def save_words(tx: Tx, member_id: str, words: Collection[str]) -> None:
    """Keep the words a member is found by, instead of those before."""
    tx.run(DROP_WORDS, user_id=member_id)
    tx.run_many(ADD_WORD, [{"word": word, "user_id": member_id} for word in sorted(words)])
