"""Erasing some rows at a time: what a member leaves, and what is left of a conversation that nobody has any more.

However much there is, nobody waits for more than some hundred rows; jobs go on until nothing is left.
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import (
    delete,
    exists,
    select,
    update,
)

from minifb.kernel.data import erasing
from minifb.kernel.data.erasing import LIMIT, WHOSE, some, some_of
from minifb.kernel.data.sql import among, sql
from minifb.kernel.data.tx import Tx
from minifb.modules.messages.tables import (
    PEOPLE,
    conversation_participants,
    conversations,
    message_copies,
    message_edits,
    message_hides,
    message_reactions,
    message_reports,
    message_settings,
    message_words,
    messages,
)

# ── what a member leaves ──

_THEIRS = select(messages.c.id).where(messages.c.sender_id == WHOSE)
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
            select(messages.c.id).where(messages.c.sender_id == WHOSE, messages.c.client_id.is_not(None)).limit(LIMIT)
        )
    )
    .values(client_id=None)
)
REACTIONS_OF = sql(
    select(message_reactions.c.message_id, message_reactions.c.type)
    .where(message_reactions.c.member_id == WHOSE)
    .order_by(message_reactions.c.message_id)
    .limit(LIMIT)
)
SEATS_OF = sql(
    select(conversation_participants.c.conversation_id)
    .where(conversation_participants.c.member_id == WHOSE)
    .order_by(conversation_participants.c.conversation_id)
    .limit(LIMIT)
)
DROP_SEATS = sql(
    delete(conversation_participants).where(
        conversation_participants.c.member_id == WHOSE, among(conversation_participants.c.conversation_id, "ids")
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
_IN_IT = select(messages.c.id).where(messages.c.conversation_id == WHOSE)
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
    return erasing.clear(tx, UNDER, conversation_id, limit)
