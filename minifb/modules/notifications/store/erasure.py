"""Erasing a member some rows at a time, and dropping what is old; jobs go on until nothing is left."""

from collections.abc import Collection
from typing import Any

import msgspec
from sqlalchemy import bindparam, delete, select

from minifb.kernel.clock import Instant
from minifb.kernel.data.erasing import LIMIT, some_of
from minifb.kernel.data.sql import Statement, sql
from minifb.kernel.data.tx import Tx
from minifb.modules.notifications.store.causes import Cause
from minifb.modules.notifications.tables import (
    PEOPLE,
    deliveries,
    notification_causes,
    notification_mutes,
    notification_preferences,
    notifications,
    push_subscriptions,
    watches,
)


class Leaving(msgspec.Struct, frozen=True):
    """A member of whom something is left."""

    member_id: str


_WHOSE_ROWS = (
    notifications.c.user_id,
    notification_causes.c.user_id,
    notification_preferences.c.user_id,
    notification_mutes.c.user_id,
    deliveries.c.user_id,
    push_subscriptions.c.user_id,
    watches.c.by_id,
    watches.c.watched_id,
    *(table.c[name] for table in (PEOPLE.friends, PEOPLE.blocks, PEOPLE.mutes) for name in list(table.c.keys())[:2]),
)
OWN: dict[str, list[Statement[Any]]] = {}
"""What drops what is kept of a member, by the table's name."""
for _whose in _WHOSE_ROWS:
    OWN.setdefault(_whose.table.name, []).append(some_of(_whose))


def drop(tx: Tx, name: str, member_id: str, limit: int) -> int:
    """Erase at most so many rows of a member from a table; tell how many."""
    return next((done for one in OWN[name] if (done := tx.run(one, whose=member_id, limit=limit))), 0)


DROP_DELIVERY = sql(
    delete(deliveries).where(deliveries.c.user_id == bindparam("user"), deliveries.c.cause == bindparam("about"))
)


def drop_deliveries(tx: Tx, causes: Collection[Cause]) -> None:
    """Erase what went out of acts of a member: it names them."""
    tx.run_many(DROP_DELIVERY, [{"user": one.user_id, "about": one.cause} for one in causes])


# ── what is old ──

OLD = sql(
    select(notifications.c.id)
    .where(notifications.c.created_at < bindparam("before"))
    .order_by(notifications.c.created_at, notifications.c.id)
    .limit(LIMIT)
)


def old(tx: Tx, before: Instant, limit: int) -> list[str]:
    """Find some notifications from before an instant."""
    return [str(row[0]) for row in tx.all(OLD, before=before, limit=limit)]
