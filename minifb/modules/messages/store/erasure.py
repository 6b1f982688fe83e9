"""Erasing some rows at a time: what a member leaves, and what is left of a conversation that nobody has any more.

However much there is, nobody waits for more than some hundred rows; jobs go on until nothing is left.
"""

from collections.abc import Collection
from typing import Any

import msgspec
from sqlalchemy import (
    BindParameter,
    Column,
    ColumnElement,
    Table,
    bindparam,
    delete,
    exists,
    insert,
    select,
    tuple_,
    update,
)

from minifb.kernel.data.sql import Statement, among, sql
from minifb.kernel.data.tx import Tx
from minifb.modules.messages.tables import (
    PEOPLE,
    conversation_participants,
    conversations,
    erasures,
    message_copies,
    message_edits,
    message_hides,
    message_reactions,
    message_reports,
    message_settings,
    message_words,
    messages,
)

_WHOSE: BindParameter[Any] = bindparam("whose")
_LIMIT: BindParameter[Any] = bindparam("limit")


def some(table: Table, which: ColumnElement[bool]) -> Statement[Any]:
    """Delete at most `:limit` of such rows, whichever: in the end all go."""
    key = list(table.primary_key.columns)
    return sql(delete(table).where(tuple_(*key).in_(select(*key).where(which).limit(_LIMIT))))


def some_of(whose: Column[Any]) -> Statement[Any]:
    """Delete at most `:limit` of the rows of `:whose`."""
    return some(whose.table, whose == _WHOSE)


# ── a member who is being erased ──


class Erasing(msgspec.Struct, frozen=True):
    """How far it is."""

    report: bool
    counts: dict[str, int]


BEGIN = sql(insert(erasures).values(member_id=_WHOSE, report=bindparam("report"), counts="{}"))
FIND = sql(select(erasures.c.report, erasures.c.counts).where(erasures.c.member_id == _WHOSE), into=Erasing)
SAVE = sql(update(erasures).where(erasures.c.member_id == _WHOSE).values(counts=bindparam("counts")))
END = sql(delete(erasures).where(erasures.c.member_id == _WHOSE))


def begin(tx: Tx, member_id: str, *, report: bool) -> None:
    """Note that a member is to be erased."""
    tx.run(BEGIN, whose=member_id, report=report)


def find(tx: Tx, member_id: str) -> Erasing | None:
    """Tell how far the erasing of a member is; None: it is done, or was never begun."""
    return tx.one(FIND, whose=member_id)


def save(tx: Tx, member_id: str, counts: dict[str, int]) -> None:
    """Note what was erased so far."""
    tx.run(SAVE, whose=member_id, counts=counts)


def end(tx: Tx, member_id: str) -> None:
    """Note that nothing is left of a member."""
    tx.run(END, whose=member_id)


# ── what a member leaves ──

_THEIRS = select(messages.c.id).where(messages.c.sender_id == _WHOSE)
LEFT = {
    "relations": (
        some_of(PEOPLE.friends.c.member_id),
        some_of(PEOPLE.friends.c.friend_id),
        some_of(PEOPLE.blocks.c.by_id),
        some_of(PEOPLE.blocks.c.blocked_id),
        some_of(PEOPLE.mutes.c.by_id),
        some_of(PEOPLE.mutes.c.muted_id),
        some_of(message_settings.c.member_id),
    ),
    "hides": (some_of(message_hides.c.member_id),),
    "edits": (some(message_edits, message_edits.c.message_id.in_(_THEIRS)),),
    "copies": (some_of(message_copies.c.sender_id),),
    "reports": (some_of(message_reports.c.reporter_id), some_of(message_reports.c.sender_id)),
}
# What their own programs called their messages: those stay with whom they were sent to, from nobody.
UNNAME = sql(
    update(messages)
    .where(
        messages.c.id.in_(
            select(messages.c.id).where(messages.c.sender_id == _WHOSE, messages.c.client_id.is_not(None)).limit(_LIMIT)
        )
    )
    .values(client_id=None)
)
REACTIONS_OF = sql(
    select(message_reactions.c.message_id, message_reactions.c.type)
    .where(message_reactions.c.member_id == _WHOSE)
    .order_by(message_reactions.c.message_id)
    .limit(_LIMIT)
)
SEATS_OF = sql(
    select(conversation_participants.c.conversation_id)
    .where(conversation_participants.c.member_id == _WHOSE)
    .order_by(conversation_participants.c.conversation_id)
    .limit(_LIMIT)
)
DROP_SEATS = sql(
    delete(conversation_participants).where(
        conversation_participants.c.member_id == _WHOSE, among(conversation_participants.c.conversation_id, "ids")
    )
)


def drop(tx: Tx, kind: str, member_id: str, limit: int) -> int:
    """Erase some of one kind of thing that a member leaves; tell how many."""
    return next((done for one in LEFT[kind] if (done := tx.run(one, whose=member_id, limit=limit))), 0)


def unname(tx: Tx, member_id: str, limit: int) -> int:
    """Forget what a member's programs called some of their messages."""
    return tx.run(UNNAME, whose=member_id, limit=limit)


def reactions_of(tx: Tx, member_id: str, limit: int) -> list[tuple[str, Any]]:
    """List some reactions of a member: to which message, and what."""
    return [(row[0], row[1]) for row in tx.all(REACTIONS_OF, whose=member_id, limit=limit)]


def seats_of(tx: Tx, member_id: str, limit: int) -> list[str]:
    """List some conversations that a member is in, or was."""
    return [str(row[0]) for row in tx.all(SEATS_OF, whose=member_id, limit=limit)]


def drop_seats(tx: Tx, member_id: str, ids: Collection[str]) -> None:
    """Take a member's seats in conversations away for good."""
    tx.run(DROP_SEATS, whose=member_id, ids=list(ids))


# ── a conversation that nobody has any more ──

_HELD = exists().where(conversation_participants.c.conversation_id == conversations.c.id)
FORSAKEN = sql(select(conversations.c.id).where(among(conversations.c.id, "ids"), ~_HELD).order_by(conversations.c.id))
_IN_IT = select(messages.c.id).where(messages.c.conversation_id == _WHOSE)
UNDER = (
    *(
        some(table, table.c.message_id.in_(_IN_IT))
        for table in (message_reactions, message_edits, message_copies, message_words, message_reports)
    ),
    some_of(message_hides.c.conversation_id),
    some_of(messages.c.conversation_id),
    some_of(conversations.c.id),
)


def forsaken(tx: Tx, ids: Collection[str]) -> list[str]:
    """Find which of these conversations nobody is in any more, nor was."""
    return [str(row[0]) for row in tx.all(FORSAKEN, ids=list(ids))]


def clear(tx: Tx, conversation_id: str, limit: int) -> bool:
    """Drop some of what is left of a conversation; tell whether there may be more."""
    for statement in UNDER:
        limit -= tx.run(statement, whose=conversation_id, limit=limit)
        if limit <= 0:
            return True
    return False
