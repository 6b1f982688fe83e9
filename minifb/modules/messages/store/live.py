"""Statements of frames: who does not see a line as the others do."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import bindparam, or_, select

from minifb.kernel.data.sql import among, sql
from minifb.kernel.data.tx import Tx
from minifb.modules.messages.tables import PEOPLE, conversation_participants, message_hides

_PLACE, _BLOCKS, _HIDES = conversation_participants.c, PEOPLE.blocks.c, message_hides.c
_HERE: Any = bindparam("conversation_id")
_SEQ: Any = bindparam("seq")

READERS = sql(
    select(_PLACE.member_id).where(
        _PLACE.conversation_id == _HERE,
        among(_PLACE.member_id, "ids"),
        _PLACE.joined_seq < _SEQ,
        _PLACE.cleared_seq < _SEQ,
        or_(_PLACE.left_seq.is_(None), _PLACE.left_seq >= _SEQ),
        ~select(_HIDES.seq)
        .where(_HIDES.member_id == _PLACE.member_id, _HIDES.conversation_id == _HERE, _HIDES.seq == _SEQ)
        .exists(),
    )
)
BLOCKING = sql(
    select(_BLOCKS.by_id)
    .where(among(_BLOCKS.by_id, "ids"), _BLOCKS.active)
    .union(select(_BLOCKS.blocked_id).where(among(_BLOCKS.blocked_id, "ids"), _BLOCKS.active))
)


def readers(tx: Tx, conversation_id: str, seq: int, ids: Collection[str]) -> set[str]:
    """Find which of these members read a line."""
    return {row[0] for row in tx.all(READERS, conversation_id=conversation_id, seq=seq, ids=list(ids))}


def blocking(tx: Tx, ids: Collection[str]) -> set[str]:
    """Find which of these members blocked anybody, or were blocked."""
    return {row[0] for row in tx.all(BLOCKING, ids=list(ids))}
