"""Search: the words of messages, found by the full-text index of the database."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Text, bindparam, delete, select
from sqlalchemy.ext.compiler import compiles

from minifb.kernel.clock import FOR_GOOD
from minifb.kernel.data.sql import sql, upsert
from minifb.kernel.data.tx import Tx
from minifb.modules.messages.rules.messages import Line
from minifb.modules.messages.rules.search import LOOKED_UP_MAX, for_postgresql, for_sqlite, indexed
from minifb.modules.messages.tables import conversation_participants, conversations, message_words

LATEST = FOR_GOOD
"""The place from which one looks for the latest."""
_own = conversation_participants.c
_words = message_words.c


class worded(ColumnElement[bool]):  # noqa: N801 - reads as a word in a statement
    """Matches rows whose words are those looked for: the one thing that each database is asked in its own language."""

    inherit_cache = True

    def __init__(self) -> None:
        """Ask what is bound as `fts` on SQLite and as `tsquery` on PostgreSQL."""
        self.tsquery = bindparam("tsquery", type_=Text())
        self.fts: Any = bindparam("fts")
        self.before: Any = bindparam("before")
        self.limit: Any = bindparam("limit")


@compiles(worded, "sqlite")
def _worded_sqlite(element: worded, compiler: Any, **kw: Any) -> str:
    # The limit stands in here as well, so that the index stops when there is enough.
    fts, before, limit = (compiler.process(one, **kw) for one in (element.fts, element.before, element.limit))
    found = f"SELECT rowid FROM message_fts WHERE message_fts MATCH {fts} AND rowid < {before}"  # noqa: S608 - parameters
    return f"message_words.position IN ({found} ORDER BY rowid DESC LIMIT {limit})"


@compiles(worded, "postgresql")
def _worded_postgresql(element: worded, compiler: Any, **kw: Any) -> str:
    tsquery = compiler.process(element.tsquery, **kw)
    return f"array_to_tsvector(string_to_array(message_words.words, ' ')) @@ CAST({tsquery} AS tsquery)"


FOUND = sql(
    select(_words.position, _words.message_id)
    .where(worded(), _words.position < bindparam("before"))
    .order_by(_words.position.desc())
    .limit(bindparam("limit"))
)
_NEW = upsert(message_words).values(message_id=bindparam("message_id"), words=bindparam("words"))
KEEP = sql(_NEW.on_conflict_do_update(index_elements=["message_id"], set_={"words": _NEW.excluded.words}))
DROP = sql(delete(message_words).where(_words.message_id == bindparam("message_id")))
ROOMS = sql(
    select(_own.conversation_id)
    .join(conversations, conversations.c.id == _own.conversation_id)
    .where(_own.member_id == bindparam("member_id"), _own.state != "ignored")
    .order_by(conversations.c.updated_at.desc(), _own.conversation_id)
    .limit(LOOKED_UP_MAX)
)


def keep(tx: Tx, line: Line) -> None:
    """Let a message be found by what it says now."""
    tx.run(KEEP, message_id=line.id, words=indexed(line.conversation_id, line.text))


def silence(tx: Tx, message_id: str) -> None:
    """Let a message be found no more until it says something again; it keeps its place."""
    tx.run(KEEP, message_id=message_id, words="")


def drop(tx: Tx, message_id: str) -> None:
    """Forget the words of a message for good."""
    tx.run(DROP, message_id=message_id)


def rooms(tx: Tx, member_id: str) -> list[str]:
    """List the conversations in which a member looks for something."""
    return [row[0] for row in tx.all(ROOMS, member_id=member_id)]


def found(tx: Tx, terms: list[str], conversation_ids: Sequence[str], before: int, limit: int) -> list[tuple[int, str]]:
    """Find what was said with these words in these conversations, the latest first; give each place and message."""
    if not conversation_ids:
        return []
    asked = {"fts": for_sqlite(terms, conversation_ids), "tsquery": for_postgresql(terms, conversation_ids)}
    rows = tx.all(FOUND, **asked, before=before, limit=limit)
    return [(row[0], row[1]) for row in rows]
