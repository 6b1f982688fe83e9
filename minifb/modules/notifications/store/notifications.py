"""Notifications: the rows of the list, one for each thing a member is told."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, or_, select, tuple_, update

from minifb.kernel.clock import FOR_GOOD, Instant
from minifb.kernel.data.sql import among, sql
from minifb.kernel.data.tx import Tx
from minifb.modules.notifications.public import Kind
from minifb.modules.notifications.rules.notifications import Row, as_values
from minifb.modules.notifications.tables import notifications

COUNT_MAX = 999
"""Counts end here: nobody reads more."""

_C = notifications.c
_ROW = [_C[field] for field in Row.__struct_fields__]
_MINE = _C.user_id == bindparam("me")
_LISTED = (_MINE, _C.shown)
_IS_BEFORE = tuple_(_C.created_at, _C.id) < tuple_(bindparam("at"), bindparam("id"))

ADD = sql(insert(notifications).values({column.name: bindparam(column.name) for column in _C}))
_CHANGED = ("detail", "actor_ids", "actor_count", "created_at", "shown", "seen_at", "read_at")
SAVE = sql(update(notifications).where(_C.id == bindparam("of")).values({name: bindparam(name) for name in _CHANGED}))
OPEN = sql(
    select(*_ROW)
    .where(
        among(_C.user_id, "users"),
        _C.kind == bindparam("kind"),
        _C.target_id == bindparam("target"),
        _C.began_at > bindparam("since"),
    )
    .order_by(_C.began_at, _C.id),
    into=Row,
)
_PAGE = select(*_ROW).where(*_LISTED, _IS_BEFORE).order_by(_C.created_at.desc(), _C.id.desc()).limit(bindparam("limit"))
LATEST = {False: sql(_PAGE, into=Row), True: sql(_PAGE.where(_C.read_at.is_(None)), into=Row)}
FIND = sql(select(*_ROW).where(among(_C.id, "ids")).order_by(_C.id), into=Row)
_SOME = select(*_ROW).where(_C.id > bindparam("after")).order_by(_C.id).limit(bindparam("limit"))
ABOUT = sql(
    _SOME.where(or_(_C.place_id == bindparam("about"), _C.target_id == bindparam("about")), _C.kind != "moderation"),
    into=Row,
)
OF_PLACE = sql(_SOME.where(_C.place_id == bindparam("place")), into=Row)
WAITING = sql(
    select(*_ROW).where(_MINE, _C.place_id == bindparam("place"), _C.read_at.is_(None)).order_by(_C.id), into=Row
)
OF_USER = sql(_SOME.where(_MINE), into=Row)


def _count(column: Any) -> Any:
    counted = select(_C.id).where(*_LISTED, column.is_(None)).limit(COUNT_MAX).subquery()
    return sql(select(func.count()).select_from(counted))


UNREAD, UNSEEN = _count(_C.read_at), _count(_C.seen_at)

_SEEN: dict[str, Any] = {"seen_at": func.coalesce(_C.seen_at, bindparam("now"))}
_READ = _SEEN | {"read_at": bindparam("now")}
READ_ONE = sql(update(notifications).where(_MINE, _C.id == bindparam("of"), _C.read_at.is_(None)).values(_READ))
READ_ALL = sql(update(notifications).where(_MINE, _C.read_at.is_(None)).values(_READ))
SEE_ALL = sql(update(notifications).where(_MINE, _C.seen_at.is_(None)).values(_SEEN))
DROP = sql(delete(notifications).where(among(_C.id, "ids")))


def add(tx: Tx, rows: Sequence[Row]) -> None:
    """Keep new notifications."""
    tx.run_many(ADD, [as_values(row) for row in rows])


def save(tx: Tx, rows: Sequence[Row]) -> None:
    """Keep what notifications say now."""
    tx.run_many(SAVE, [{"of": row.id} | {name: getattr(row, name) for name in _CHANGED} for row in rows])


def open_of(tx: Tx, kind: Kind, target_id: str, users: Collection[str], since: Instant) -> dict[str, Row]:
    """Find the latest notification of a kind about a thing, for each of these members, that began after an instant."""
    rows = tx.all(OPEN, users=list(users), kind=kind, target=target_id, since=since)
    return {row.user_id: row for row in rows}


def latest(tx: Tx, user_id: str, after: Sequence[Any], limit: int, *, unread: bool) -> list[Row]:
    """List a member's notifications, the latest first."""
    at, last_id = after or (FOR_GOOD, "")
    return tx.all(LATEST[unread], me=user_id, at=at, id=last_id, limit=limit)


def find(tx: Tx, ids: Collection[str]) -> list[Row]:
    """Find notifications, whoever is told them."""
    return tx.all(FIND, ids=list(ids)) if ids else []


def about(tx: Tx, id: str, limit: int) -> list[Row]:
    """Find some of what was told about a thing and what stands in it, but not what staff decided about it."""
    return tx.all(ABOUT, about=id, after="", limit=limit)


def of_place(tx: Tx, place_id: str, after: str, limit: int) -> list[Row]:
    """Walk all that was told about what stands in a post or conversation, in the order of ids."""
    return tx.all(OF_PLACE, place=place_id, after=after, limit=limit)


def waiting(tx: Tx, user_id: str, place_id: str) -> list[Row]:
    """List what a member was told about a post or conversation, and has not read."""
    return tx.all(WAITING, me=user_id, place=place_id)


def of_user(tx: Tx, user_id: str, after: str, limit: int) -> list[Row]:
    """Walk all that a member was told, in the order of ids."""
    return tx.all(OF_USER, me=user_id, after=after, limit=limit)


def unread(tx: Tx, user_id: str) -> int:
    """Count what a member has not read, up to `COUNT_MAX`."""
    return int(tx.value(UNREAD, me=user_id))


def unseen(tx: Tx, user_id: str) -> int:
    """Count what came since a member opened the list, up to `COUNT_MAX`."""
    return int(tx.value(UNSEEN, me=user_id))


def read_one(tx: Tx, user_id: str, id: str) -> bool:
    """Take one of a member's own as read; tell whether it was not."""
    return tx.run(READ_ONE, me=user_id, of=id, now=tx.now) > 0


def read_all(tx: Tx, user_id: str) -> int:
    """Take all that a member was told as read; tell how many were not."""
    return tx.run(READ_ALL, me=user_id, now=tx.now)


def see_all(tx: Tx, user_id: str) -> int:
    """Take all that a member was told as seen; tell how many were not."""
    return tx.run(SEE_ALL, me=user_id, now=tx.now)


def drop(tx: Tx, ids: Collection[str]) -> None:
    """Drop notifications."""
    if ids:
        tx.run(DROP, ids=list(ids))
