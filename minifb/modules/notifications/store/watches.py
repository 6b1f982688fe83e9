"""Watches: whose posts members are told of at once, for they see them first or count them among close friends."""

from collections.abc import Collection
from typing import Literal

from sqlalchemy import bindparam, select, update

from minifb.kernel.data.sql import sql, upsert
from minifb.kernel.data.tx import Tx
from minifb.modules.notifications.tables import watches

Why = Literal["first", "close"]

_C = watches.c
_NEW = upsert(watches).values({column.name: bindparam(column.name) for column in _C})
KEEP = sql(
    _NEW.on_conflict_do_update(
        index_elements=["by_id", "watched_id", "why"],
        set_={"active": _NEW.excluded.active, "revision": _NEW.excluded.revision},
        where=_C.revision <= _NEW.excluded.revision,
    )
)
_CLOSE = (_C.by_id == bindparam("by_member"), _C.why == "close")
NEWER = sql(select(_C.watched_id).where(*_CLOSE, _C.revision > bindparam("told")).limit(1))
CLEAR = sql(update(watches).where(*_CLOSE).values(active=False, revision=bindparam("told")))
EMPTY = sql(update(watches).where(*_CLOSE).values(active=False))
ANY = sql(select(_C.by_id).where(_C.watched_id == bindparam("author"), _C.active).limit(1))
WATCHERS = sql(
    select(_C.by_id)
    .where(_C.watched_id == bindparam("author"), _C.active, _C.by_id > bindparam("after"))
    .distinct()
    .order_by(_C.by_id)
    .limit(bindparam("limit"))
)


def keep(tx: Tx, by: str, watched_id: str, why: Why, *, active: bool, told: int) -> None:
    """Keep whether a member watches another, unless something newer is known."""
    tx.run(KEEP, by_id=by, watched_id=watched_id, why=why, active=active, revision=told)


def keep_close(tx: Tx, by: str, ids: Collection[str], told: int) -> None:
    """Keep whom a member counts among close friends, unless something newer is known."""
    if tx.value(NEWER, by_member=by, told=told) is not None:
        return
    tx.run(CLEAR, by_member=by, told=told)
    row = {"by_id": by, "why": "close", "active": True, "revision": told}
    tx.run_many(KEEP, [{**row, "watched_id": one} for one in ids])


def forget_close(tx: Tx, by: str) -> None:
    """Take a member for having no close friends, whatever is known."""
    tx.run(EMPTY, by_member=by)


def any_of(tx: Tx, author_id: str) -> bool:
    """Tell whether anybody watches a member."""
    return tx.value(ANY, author=author_id) is not None


def watchers(tx: Tx, author_id: str, after: str, limit: int) -> list[str]:
    """List who watches a member, in the order of their ids."""
    return [str(row[0]) for row in tx.all(WATCHERS, author=author_id, after=after, limit=limit)]
