"""Reactions: one of each member to each message."""

from collections.abc import Collection, Sequence
from typing import Any

import msgspec
from sqlalchemy import bindparam, delete, or_, select, tuple_

from minifb.kernel.clock import FOR_GOOD, Instant
from minifb.kernel.data.sql import among, sql, upsert
from minifb.kernel.data.tx import Tx
from minifb.kernel.http.shapes import Card
from minifb.modules.messages.public import ReactionType
from minifb.modules.messages.tables import PEOPLE, message_reactions

_c = message_reactions.c
_MEMBER: Any = bindparam("member_id")
_NEW = upsert(message_reactions).values({column.name: bindparam(column.name) for column in _c})

PUT = sql(
    _NEW.on_conflict_do_update(
        index_elements=["message_id", "member_id"],
        set_={"type": _NEW.excluded.type, "reacted_at": _NEW.excluded.reacted_at},
    )
)
TAKE = sql(delete(message_reactions).where(_c.message_id == bindparam("message_id"), _c.member_id == _MEMBER))
DROP = sql(delete(message_reactions).where(_c.message_id == bindparam("message_id")))
MINE = sql(select(_c.message_id, _c.type).where(_c.member_id == _MEMBER, among(_c.message_id, "ids")))
OF = sql(select(_c.message_id, _c.type).where(among(_c.message_id, "ids"), among(_c.member_id, "people")))


class Reacting(msgspec.Struct, frozen=True):
    """Somebody in the list of who reacted."""

    member_id: str
    type: ReactionType
    reacted_at: Instant
    card: Card


PEOPLE_OF = sql(
    select(_c.member_id, _c.type, _c.reacted_at, PEOPLE.members.c.card)
    .join(PEOPLE.members, PEOPLE.members.c.id == _c.member_id)
    .where(
        _c.message_id == bindparam("message_id"),
        or_(bindparam("kind") == "", _c.type == bindparam("kind")),
        tuple_(_c.reacted_at, _c.member_id) < tuple_(bindparam("at"), bindparam("id")),
        PEOPLE.members.c.card.is_not(None),
        ~PEOPLE.are_blocked(_MEMBER, _c.member_id),
    )
    .order_by(_c.reacted_at.desc(), _c.member_id.desc())
    .limit(bindparam("limit")),
    into=Reacting,
)


def put(tx: Tx, message_id: str, member_id: str, kind: ReactionType) -> None:
    """Keep a member's reaction, in the place of an earlier one."""
    tx.run(PUT, message_id=message_id, member_id=member_id, type=kind, reacted_at=tx.now)


def take(tx: Tx, message_id: str, member_id: str) -> None:
    """Drop a member's reaction."""
    tx.run(TAKE, message_id=message_id, member_id=member_id)


def drop(tx: Tx, message_id: str) -> None:
    """Drop all reactions to a message."""
    tx.run(DROP, message_id=message_id)


def mine(tx: Tx, member_id: str, ids: Collection[str]) -> dict[str, ReactionType]:
    """Find how a member reacted to messages."""
    return {row[0]: row[1] for row in tx.all(MINE, member_id=member_id, ids=list(ids))} if ids else {}


def by(tx: Tx, people: Collection[str], ids: Collection[str]) -> dict[str, list[ReactionType]]:
    """Find how some members reacted to messages."""
    found: dict[str, list[ReactionType]] = {}
    for message_id, kind in tx.all(OF, ids=list(ids), people=list(people)) if ids and people else ():
        found.setdefault(message_id, []).append(kind)
    return found


def people(tx: Tx, viewer: str, message_id: str, kind: str, after: Sequence[Any], limit: int) -> list[Reacting]:
    """List who reacted, the latest first, but those whom a viewer does not see for a block."""
    at, last_id = after or (FOR_GOOD, "")
    place = {"at": at, "id": last_id, "limit": limit}
    return tx.all(PEOPLE_OF, member_id=viewer, message_id=message_id, kind=kind, **place)
