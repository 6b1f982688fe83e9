"""Statements of conversations, and of the seats that members have in them."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import BindParameter, and_, bindparam, case, exists, func, insert, select, tuple_, update

from minifb.kernel.data.sql import among, sql, upsert
from minifb.kernel.data.tx import Tx
from minifb.modules.messages.rules.conversations import Box, Seat
from minifb.modules.messages.tables import PEOPLE, conversation_participants, conversations

_VIEWER: BindParameter[Any] = bindparam("viewer")
_ROOM, _PLACE = conversations.c, conversation_participants.c
_OTHER = conversation_participants.alias("other").c

# ── seats ──

SHUT = and_(
    _ROOM.kind == "direct",
    exists().where(
        _OTHER.conversation_id == _ROOM.id,
        _OTHER.member_id != _VIEWER,
        PEOPLE.are_blocked(_VIEWER, _OTHER.member_id),
    ),
)
"""Matches conversations of two one of whom blocked the other: they are not there for either."""

_MADE = {
    "title": case((_PLACE.left_seq.is_not(None), _PLACE.left_title), else_=_ROOM.title).label("title"),
    "shut": SHUT.label("shut"),
}
_SEATS = (
    select(
        *(
            _MADE[field] if field in _MADE else _ROOM[field] if field in _ROOM else _PLACE[field]
            for field in Seat.__struct_fields__
        )
    )
    .join_from(conversation_participants, conversations, _ROOM.id == _PLACE.conversation_id)
    .where(_PLACE.member_id == _VIEWER)
)
SEATS = sql(_SEATS.where(among(_PLACE.conversation_id, "ids")), into=Seat)
SEAT = sql(_SEATS.where(_PLACE.conversation_id == bindparam("conversation_id")), into=Seat)

_LAST_SEQ = func.coalesce(_PLACE.left_seq, _ROOM.last_seq)
_ARCHIVED = and_(_PLACE.archived_seq.is_not(None), _PLACE.archived_seq >= _LAST_SEQ)
_AT = func.coalesce(_PLACE.left_at, _ROOM.updated_at)
_PINNED = case((_PLACE.pinned_at.is_not(None), 1), else_=0)
_BOXES = {
    "inbox": and_(_PLACE.state.in_(("in", "left", "removed")), ~_ARCHIVED),
    "archived": and_(_PLACE.state.in_(("in", "left", "removed")), _ARCHIVED),
    "requests": _PLACE.state == "request",
    "ignored": _PLACE.state == "ignored",
}
BOXES = {
    box: sql(
        select(_PINNED.label("pinned"), _AT.label("at"), _ROOM.id)
        .join_from(conversation_participants, conversations, _ROOM.id == _PLACE.conversation_id)
        .where(
            _PLACE.member_id == _VIEWER,
            which,
            _PLACE.cleared_seq < _LAST_SEQ,
            tuple_(_PINNED, _AT, _ROOM.id) < tuple_(bindparam("pinned"), bindparam("at"), bindparam("id")),
        )
        .order_by(_PINNED.desc(), _AT.desc(), _ROOM.id.desc())
        .limit(bindparam("limit"))
    )
    for box, which in _BOXES.items()
}
FIRST = (2, 0, "")
"""The position before the first of a list."""


def seat(tx: Tx, viewer: str, conversation_id: str) -> Seat | None:
    """Find a member's seat in a conversation."""
    return tx.one(SEAT, viewer=viewer, conversation_id=conversation_id)


def seats(tx: Tx, viewer: str, ids: Collection[str]) -> list[Seat]:
    """Find a member's seats in some conversations."""
    return tx.all(SEATS, viewer=viewer, ids=list(ids)) if ids else []


def boxed(tx: Tx, viewer: str, box: Box, after: Sequence[Any], limit: int) -> list[tuple[int, int, str]]:
    """List where a member's conversations stand, the last of it the id: pinned ones, then by what was said last."""
    pinned, at, last_id = after or FIRST
    found = tx.all(BOXES[box], viewer=viewer, pinned=pinned, at=at, id=last_id, limit=limit)
    return [(row[0], row[1], row[2]) for row in found]


# ── making and changing one ──

_NEW: dict[str, Any] = {column.name: bindparam(column.name) for column in conversations.c}
ADD = sql(insert(conversations).values(_NEW))
ADD_PAIR = sql(upsert(conversations).values(_NEW).on_conflict_do_nothing(index_elements=["pair"]))
OF_PAIR = sql(select(_ROOM.id).where(_ROOM.pair == bindparam("pair")))
_IS = _ROOM.id == bindparam("conversation_id")
NEXT_LINE = sql(
    update(conversations)
    .where(_IS)
    .values(last_seq=_ROOM.last_seq + 1, revision=_ROOM.revision + 1, updated_at=bindparam("now"))
    .returning(_ROOM.last_seq, _ROOM.revision)
)
TOUCH = sql(update(conversations).where(_IS).values(revision=_ROOM.revision + 1).returning(_ROOM.revision))


COUNT = sql(update(conversations).where(_IS).values(members=_ROOM.members + bindparam("by")))
RENAME = sql(update(conversations).where(_IS).values(title=bindparam("title")))


def of_pair(tx: Tx, pair: str) -> str | None:
    """Find the conversation of two members."""
    found: str | None = tx.value(OF_PAIR, pair=pair)
    return found


def add(tx: Tx, conversation_id: str, by_id: str, *, pair: str | None, title: str | None, members: int) -> bool:
    """Begin a conversation; False: there is one of this pair already."""
    kind = "direct" if pair else "group"
    values: dict[str, Any] = {
        "id": conversation_id,
        "kind": kind,
        "pair": pair,
        "title": title,
        "picture_id": None,
        "by_id": by_id,
    }
    values |= {"created_at": tx.now, "updated_at": tx.now, "last_seq": 0, "members": members, "revision": 1}
    return tx.run(ADD_PAIR if pair else ADD, **values) > 0


def next_line(tx: Tx, conversation_id: str) -> tuple[int, int]:
    """Take the next number in a conversation, and its next revision."""
    seq, revision = tx.all(NEXT_LINE, conversation_id=conversation_id, now=tx.now)[0]
    return seq, revision


def touch(tx: Tx, conversation_id: str) -> int:
    """Take the next revision of a conversation."""
    return int(tx.value(TOUCH, conversation_id=conversation_id))


def count_members(tx: Tx, conversation_id: str, by: int) -> None:
    """Count members more or less."""
    tx.run(COUNT, conversation_id=conversation_id, by=by)


def rename(tx: Tx, conversation_id: str, title: str | None) -> None:
    """Call a group something else."""
    tx.run(RENAME, conversation_id=conversation_id, title=title)
