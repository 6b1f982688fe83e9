"""Statements of recent searches."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, delete, select

from minifb.kernel.clock import Instant
from minifb.kernel.data.sql import sql, upsert
from minifb.kernel.data.tx import Tx
from minifb.modules.search.rules.recent import KEPT, Recent, key_of, tidied
from minifb.modules.search.tables import recent_searches as recent

_FIELDS = ("member_id", "folded", "id", "query", "at")
_MINE = recent.c.member_id == bindparam("member")
_NEW = upsert(recent).values({name: bindparam(name) for name in _FIELDS})

KEEP = sql(
    _NEW.on_conflict_do_update(
        index_elements=["member_id", "folded"], set_={name: _NEW.excluded[name] for name in _FIELDS[2:]}
    )
)
LATEST = sql(
    select(recent.c.id, recent.c.query, recent.c.at)
    .where(_MINE, recent.c.id < bindparam("before"))
    .order_by(recent.c.id.desc())
    .limit(bindparam("limit")),
    into=Recent,
)
LAST_KEPT = sql(select(recent.c.id).where(_MINE).order_by(recent.c.id.desc()).offset(KEPT - 1).limit(1))
DROP_BEFORE = sql(delete(recent).where(_MINE, recent.c.id < bindparam("first")))
DROP = sql(delete(recent).where(_MINE, recent.c.id == bindparam("one")))
DROP_ALL = sql(delete(recent).where(_MINE))
DROP_OLD = sql(delete(recent).where(recent.c.at < bindparam("before")))
_LAST = "g"
"""After every id there is."""


def keep(tx: Tx, member_id: str, query: str, at: Instant) -> None:
    """Keep a search as a member's latest; the oldest beyond those that are kept goes."""
    tx.run(KEEP, member_id=member_id, folded=key_of(query), id=tx.new_id(), query=tidied(query), at=at)
    if first := tx.value(LAST_KEPT, member=member_id):
        tx.run(DROP_BEFORE, member=member_id, first=first)


def latest(tx: Tx, member_id: str, after: Sequence[Any], limit: int) -> list[Recent]:
    """List a member's searches, the latest first."""
    return tx.all(LATEST, member=member_id, before=after[0] if after else _LAST, limit=limit)


def drop(tx: Tx, member_id: str, recent_id: str) -> bool:
    """Drop one of a member's searches; tell whether there was one."""
    return tx.run(DROP, member=member_id, one=recent_id) > 0


def drop_all(tx: Tx, member_id: str) -> None:
    """Drop all of a member's searches."""
    tx.run(DROP_ALL, member=member_id)


def drop_old(tx: Tx, before: Instant) -> None:
    """Drop the searches from before an instant."""
    tx.run(DROP_OLD, before=before)
