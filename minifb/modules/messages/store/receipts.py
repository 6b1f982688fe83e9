"""Statements of receipts: how far members read, and how much they have not."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import and_, bindparam, case, exists, func, or_, select, update

from minifb.kernel.data.sql import among, sql
from minifb.kernel.data.tx import Tx
from minifb.modules.messages.rules.conversations import Seat
from minifb.modules.messages.rules.receipts import UNREAD_MAX, UnreadCount
from minifb.modules.messages.store.conversations import SHUT
from minifb.modules.messages.tables import (
    PEOPLE,
    conversation_participants,
    conversations,
    message_hides,
    messages,
)

_VIEWER: Any = bindparam("viewer")
_MINE, _SAID = conversation_participants.c, messages.c

# ── how much one has not read ──

_SEEN = case((_MINE.seen_seq > _MINE.cleared_seq, _MINE.seen_seq), else_=_MINE.cleared_seq)
"""Everything up to here was seen or deleted; nobody's begins before they joined."""
_HIDDEN = exists().where(
    message_hides.c.member_id == _VIEWER,
    message_hides.c.conversation_id == _SAID.conversation_id,
    message_hides.c.seq == _SAID.seq,
)
_UNREAD = and_(
    _SAID.conversation_id == _MINE.conversation_id,
    _SAID.seq > _SEEN,
    _SAID.seq <= func.coalesce(_MINE.left_seq, _SAID.seq),
    _SAID.kind == "text",
    _SAID.state == "live",
    _SAID.sender_id != _VIEWER,
    ~_HIDDEN,
    ~PEOPLE.are_blocked(_VIEWER, _SAID.sender_id),
    ~PEOPLE.is_muted(_VIEWER, _SAID.sender_id, bindparam("now")),
)
_LINES = select(_SAID.seq).where(_UNREAD).correlate(conversation_participants)
UNREAD = sql(
    select(
        _MINE.conversation_id,
        select(func.count()).select_from(_LINES.limit(UNREAD_MAX).subquery()).scalar_subquery().label("count"),
    ).where(_MINE.member_id == _VIEWER, among(_MINE.conversation_id, "ids"))
)

# ── how much waits in all: both stop where counting ends, so that much unread costs no more than some ──

_OPEN = and_(
    _MINE.member_id == _VIEWER,
    _MINE.state == "in",
    _MINE.muted_until <= bindparam("now"),
    ~SHUT,
)
_NEWS = conversations.c.last_seq > _MINE.seen_seq
_ROOM = conversations.c.id == _MINE.conversation_id
_WAITING_LINES = (
    select(_SAID.seq)
    .select_from(conversation_participants.join(conversations, _ROOM).join(messages, _UNREAD))
    .where(_OPEN, _NEWS)
    .limit(UNREAD_MAX)
    .subquery()
)
_WAITING_ROOMS = (
    select(_MINE.conversation_id)
    .join_from(conversation_participants, conversations, _ROOM)
    .where(_OPEN, or_(_MINE.unread_from.is_not(None), and_(_NEWS, _LINES.exists())))
    .limit(UNREAD_MAX)
    .subquery()
)
WAITING_LINES = sql(select(func.count()).select_from(_WAITING_LINES))
WAITING_ROOMS = sql(select(func.count()).select_from(_WAITING_ROOMS))


def unread(tx: Tx, viewer: str, conversation_ids: Collection[str]) -> dict[str, int]:
    """Count what a member has not read in some conversations."""
    if not conversation_ids:
        return {}
    return {row[0]: row[1] for row in tx.all(UNREAD, viewer=viewer, ids=list(conversation_ids), now=tx.now)}


def waiting(tx: Tx, viewer: str) -> UnreadCount:
    """Count what waits to be read by a member, in conversations they did not mute; one marked unread is one as well."""
    rooms = int(tx.value(WAITING_ROOMS, viewer=viewer, now=tx.now))
    lines = int(tx.value(WAITING_LINES, viewer=viewer, now=tx.now)) if rooms else 0
    return UnreadCount(count=lines, conversations=rooms)


# ── how far somebody read ──

MOVE = sql(
    update(conversation_participants)
    .where(_MINE.conversation_id == bindparam("conversation_id"), _MINE.member_id == bindparam("member_id"))
    .values({name: bindparam(name) for name in ("delivered_seq", "read_seq", "seen_seq", "unread_from")})
)


def move(tx: Tx, seat: Seat) -> None:
    """Keep how far a member has got."""
    tx.run(
        MOVE,
        conversation_id=seat.id,
        member_id=seat.member_id,
        delivered_seq=seat.delivered_seq,
        read_seq=seat.read_seq,
        seen_seq=seat.seen_seq,
        unread_from=seat.unread_from,
    )
