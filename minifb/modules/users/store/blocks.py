"""Statements of blocks."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import and_, bindparam, delete, exists, or_, select

from minifb.kernel.data.sql import sql, upsert
from minifb.kernel.data.tx import Tx
from minifb.kernel.http.shapes import Card
from minifb.modules.users.store.members import CARD
from minifb.modules.users.tables import blocks, users

ADD_BLOCK = sql(
    upsert(blocks)
    .values(by_id=bindparam("by"), blocked_id=bindparam("blocked"), created_at=bindparam("at"))
    .on_conflict_do_nothing()
)
DROP_BLOCK = sql(delete(blocks).where(blocks.c.by_id == bindparam("by"), blocks.c.blocked_id == bindparam("blocked")))
DROP_BLOCKS_OF = sql(
    delete(blocks).where(or_(blocks.c.by_id == bindparam("me"), blocks.c.blocked_id == bindparam("me")))
)
BLOCKED_BETWEEN = sql(
    select(blocks.c.by_id).where(
        or_(
            and_(blocks.c.by_id == bindparam("one"), blocks.c.blocked_id == bindparam("other")),
            and_(blocks.c.by_id == bindparam("other"), blocks.c.blocked_id == bindparam("one")),
        )
    )
)
BLOCK = sql(
    select(blocks.c.by_id).where(blocks.c.by_id == bindparam("by"), blocks.c.blocked_id == bindparam("blocked"))
)
BLOCKED = sql(
    select(*CARD)
    .join(blocks, blocks.c.blocked_id == users.c.id)
    .where(blocks.c.by_id == bindparam("me"), users.c.state != "gone", users.c.id > bindparam("id"))
    .order_by(users.c.id)
    .limit(bindparam("limit")),
    into=Card,
)


def blocked(tx: Tx, one: str, other: str) -> bool:
    """Tell whether one of two blocked the other."""
    return tx.value(BLOCKED_BETWEEN, one=one, other=other) is not None


def did_block(tx: Tx, by: str, blocked_id: str) -> bool:
    """Tell whether somebody blocked another."""
    return tx.value(BLOCK, by=by, blocked=blocked_id) is not None


def add_block(tx: Tx, by: str, blocked_id: str) -> bool:
    """Keep a block; tell whether it is new."""
    return tx.run(ADD_BLOCK, by=by, blocked=blocked_id, at=tx.now) > 0


def drop_block(tx: Tx, by: str, blocked_id: str) -> bool:
    """Lift a block; tell whether there was one."""
    return tx.run(DROP_BLOCK, by=by, blocked=blocked_id) > 0


def unblocked(viewer: str) -> Any:
    """Leave out whom the viewer blocked or was blocked by."""
    return ~or_(
        exists().where(blocks.c.by_id == bindparam(viewer), blocks.c.blocked_id == users.c.id),
        exists().where(blocks.c.by_id == users.c.id, blocks.c.blocked_id == bindparam(viewer)),
    )


def blocked_by(tx: Tx, me: str, after: Sequence[Any], limit: int) -> list[Card]:
    """List whom a member blocked."""
    return tx.all(BLOCKED, me=me, id=after[0] if after else "", limit=limit)


def drop_of(tx: Tx, me: str) -> int:
    """Erase all blocks by and of a member; tell how many."""
    return tx.run(DROP_BLOCKS_OF, me=me)
