"""Erasing a member some rows at a time, and dropping what is old; jobs go on until nothing is left."""

from collections.abc import Collection
from typing import Any

import msgspec
from sqlalchemy import BindParameter, Column, ColumnElement, Table, bindparam, delete, insert, select, tuple_, update

from minifb.kernel.clock import Instant
from minifb.kernel.data.sql import Statement, sql
from minifb.kernel.data.tx import Tx
from minifb.modules.notifications.store.causes import Cause
from minifb.modules.notifications.tables import (
    PEOPLE,
    deliveries,
    erasures,
    notification_causes,
    notification_mutes,
    notification_preferences,
    notifications,
    push_subscriptions,
    watches,
)

_WHOSE: BindParameter[Any] = bindparam("whose")
_LIMIT: BindParameter[Any] = bindparam("limit")


class Leaving(msgspec.Struct, frozen=True):
    """A member of whom something is left."""

    member_id: str


class Erasing(msgspec.Struct, frozen=True):
    """How far it is."""

    report: bool
    counts: dict[str, int]


def _some(table: Table, which: ColumnElement[bool]) -> Statement[Any]:
    """Delete at most `:limit` of such rows, whichever: in the end all go."""
    key = list(table.primary_key.columns)
    return sql(delete(table).where(tuple_(*key).in_(select(*key).where(which).limit(_LIMIT))))


def _of(whose: Column[Any]) -> tuple[str, Statement[Any]]:
    return whose.table.name, _some(whose.table, whose == _WHOSE)


OWN = tuple(
    _of(column)
    for column in (
        notifications.c.user_id,
        notification_causes.c.user_id,
        notification_preferences.c.user_id,
        notification_mutes.c.user_id,
        deliveries.c.user_id,
        push_subscriptions.c.user_id,
        watches.c.by_id,
        watches.c.watched_id,
        *(
            table.c[name]
            for table in (PEOPLE.friends, PEOPLE.blocks, PEOPLE.mutes)
            for name in list(table.c.keys())[:2]
        ),
    )
)
"""What is kept of a member, by the table's name."""

BEGIN = sql(insert(erasures).values(member_id=_WHOSE, report=bindparam("report"), counts="{}"))
FIND = sql(select(erasures.c.report, erasures.c.counts).where(erasures.c.member_id == _WHOSE), into=Erasing)
SAVE = sql(update(erasures).where(erasures.c.member_id == _WHOSE).values(counts=bindparam("counts")))
END = sql(delete(erasures).where(erasures.c.member_id == _WHOSE))


def begin(tx: Tx, member_id: str, *, report: bool) -> None:
    """Write down that a member is being erased."""
    tx.run(BEGIN, whose=member_id, report=report)


def find(tx: Tx, member_id: str) -> Erasing | None:
    """Tell how far the erasure of a member is; None: it is not under way."""
    return tx.one(FIND, whose=member_id)


def save(tx: Tx, member_id: str, counts: dict[str, int]) -> None:
    """Write down how far it is."""
    tx.run(SAVE, whose=member_id, counts=counts)


def end(tx: Tx, member_id: str) -> None:
    """Write down that nothing is left."""
    tx.run(END, whose=member_id)


def drop_some(tx: Tx, member_id: str, counts: dict[str, int], limit: int) -> tuple[dict[str, int], int]:
    """Erase at most so many rows of a member; give the counts so far, and how many more there could have been."""
    counts = dict(counts)
    for name, statement in OWN:
        if limit <= 0:
            break
        done = tx.run(statement, whose=member_id, limit=limit)
        if done:
            counts[name] = counts.get(name, 0) + done
        limit -= done
    return counts, limit


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
    .limit(_LIMIT)
)


def old(tx: Tx, before: Instant, limit: int) -> list[str]:
    """Find some notifications from before an instant."""
    return [str(row[0]) for row in tx.all(OLD, before=before, limit=limit)]
