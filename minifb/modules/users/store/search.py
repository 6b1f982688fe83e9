"""The statement that finds members by their names."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, exists, select, tuple_

from minifb.kernel.data.sql import sql
from minifb.kernel.data.tx import Tx
from minifb.kernel.http.shapes import Card
from minifb.modules.users.store.blocks import unblocked
from minifb.modules.users.store.members import CARD, SHOWN
from minifb.modules.users.tables import user_words, users


def _word(at: int) -> Any:
    """Match members with a word that begins like the one at this place of the query."""
    mine = user_words.c.user_id == users.c.id
    return exists().where(
        mine, user_words.c.word >= bindparam(f"first{at}"), user_words.c.word < bindparam(f"beyond{at}")
    )


WORDS_MAX = 3
BEYOND = "\U0010ffff"
FOUND = sql(
    select(*CARD)
    .where(
        users.c.id.in_(
            select(user_words.c.user_id).where(
                user_words.c.word >= bindparam("first0"), user_words.c.word < bindparam("beyond0")
            )
        ),
        _word(1),
        _word(2),
        SHOWN,
        unblocked("viewer"),
        tuple_(users.c.username, users.c.id) > tuple_(bindparam("username"), bindparam("id")),
    )
    .order_by(users.c.username, users.c.id)
    .limit(bindparam("limit")),
    into=Card,
)


def found(tx: Tx, viewer: str, words: Sequence[str], after: Sequence[Any], limit: int) -> list[Card]:
    """Find members whose names have words that begin like these, in the order of their usernames."""
    words = sorted(words, key=len, reverse=True)[:WORDS_MAX]  # the longest one narrows best
    ranges: dict[str, str] = {}
    for at in range(WORDS_MAX):
        word = words[at] if at < len(words) else ""
        ranges |= {f"first{at}": word, f"beyond{at}": word + BEYOND}
    username, last_id = after or ("", "")
    return tx.all(FOUND, viewer=viewer, username=username, id=last_id, limit=limit, **ranges)
