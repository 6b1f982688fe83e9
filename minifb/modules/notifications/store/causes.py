"""Causes: why members were told, so that nobody is told of an act twice and it can be taken back."""

from collections.abc import Collection

import msgspec
from sqlalchemy import bindparam, delete, func, insert, select

from minifb.kernel.clock import Instant
from minifb.kernel.data.sql import among, sql
from minifb.kernel.data.tx import Tx
from minifb.modules.notifications.rules.notifications import ACTORS_KEPT, Shrunk
from minifb.modules.notifications.tables import notification_causes


class Cause(msgspec.Struct, frozen=True):
    """Why a member was told something."""

    user_id: str
    cause: str
    notification_id: str
    actor_id: str
    at: Instant


_C = notification_causes.c
_CAUSE = [_C[field] for field in Cause.__struct_fields__]
_IN_IT = _C.notification_id == bindparam("notification")

ADD = sql(insert(notification_causes).values({column.name: bindparam(column.name) for column in _C}))
TOLD = sql(select(_C.user_id).where(among(_C.user_id, "users"), _C.cause == bindparam("about")))
STANDS = sql(select(_C.notification_id).where(_C.user_id == bindparam("user"), _C.cause == bindparam("about")))
KNOWN = sql(
    select(_C.notification_id)
    .where(_C.actor_id == bindparam("actor"), among(_C.notification_id, "notifications"))
    .distinct()
)
TO = sql(select(*_CAUSE).where(among(_C.user_id, "users"), _C.cause == bindparam("about")), into=Cause)
OF_CAUSE = sql(
    select(*_CAUSE).where(_C.cause == bindparam("about")).order_by(_C.user_id).limit(bindparam("limit")), into=Cause
)
BETWEEN = sql(
    select(*_CAUSE)
    .where(_C.actor_id == bindparam("actor"), _C.user_id == bindparam("user"))
    .order_by(_C.cause)
    .limit(bindparam("limit")),
    into=Cause,
)
BY = sql(
    select(*_CAUSE).where(_C.actor_id == bindparam("actor")).order_by(_C.user_id, _C.cause).limit(bindparam("limit")),
    into=Cause,
)
DROP = sql(delete(notification_causes).where(_C.user_id == bindparam("user"), _C.cause == bindparam("about")))
DROP_OF = sql(delete(notification_causes).where(among(_C.notification_id, "notifications")))
LEFT = sql(select(func.count(), func.count(func.nullif(_C.actor_id, "").distinct())).where(_IN_IT))
LATEST = sql(select(_C.cause).where(_IN_IT).order_by(_C.at.desc(), _C.cause.desc()).limit(1))
ACTORS = sql(
    select(_C.actor_id)
    .where(_IN_IT, _C.actor_id != "")
    .group_by(_C.actor_id)
    .order_by(func.max(_C.at).desc(), _C.actor_id)
    .limit(ACTORS_KEPT)
)


def add(tx: Tx, causes: Collection[Cause]) -> None:
    """Keep why members were told."""
    tx.run_many(ADD, [msgspec.structs.asdict(cause) for cause in causes])


def told(tx: Tx, cause: str, users: Collection[str]) -> set[str]:
    """Find which of these members were told of an act already."""
    return {str(row[0]) for row in tx.all(TOLD, users=list(users), about=cause)}


def to(tx: Tx, cause: str, users: Collection[str]) -> list[Cause]:
    """Find by what these members were told of an act."""
    return tx.all(TO, users=list(users), about=cause)


def stands(tx: Tx, user_id: str, cause: str) -> str | None:
    """Give the notification by which a member was told of an act; None: it was taken back."""
    found = tx.value(STANDS, user=user_id, about=cause)
    return None if found is None else str(found)


def knowing(tx: Tx, actor_id: str, notifications: Collection[str]) -> set[str]:
    """Find in which of these notifications somebody is already."""
    if not notifications:
        return set()
    return {str(row[0]) for row in tx.all(KNOWN, actor=actor_id, notifications=list(notifications))}


def of_act(tx: Tx, cause: str, limit: int) -> list[Cause]:
    """Find some of whom an act was told to."""
    return tx.all(OF_CAUSE, about=cause, limit=limit)


def between(tx: Tx, actor_id: str, user_id: str, limit: int) -> list[Cause]:
    """Find some of what a member was told about another."""
    return tx.all(BETWEEN, actor=actor_id, user=user_id, limit=limit)


def by(tx: Tx, actor_id: str, limit: int) -> list[Cause]:
    """Find some of what anybody was told about a member."""
    return tx.all(BY, actor=actor_id, limit=limit)


def drop(tx: Tx, causes: Collection[Cause]) -> None:
    """Forget why members were told."""
    tx.run_many(DROP, [{"user": cause.user_id, "about": cause.cause} for cause in causes])


def drop_of(tx: Tx, notifications: Collection[str]) -> None:
    """Forget why these notifications were told."""
    if notifications:
        tx.run(DROP_OF, notifications=list(notifications))


def left(tx: Tx, notification_id: str) -> Shrunk:
    """Tell what is left of a notification."""
    causes, actors = tx.one(LEFT, notification=notification_id) or (0, 0)
    ids = [str(row[0]) for row in tx.all(ACTORS, notification=notification_id)]
    return Shrunk(int(causes), int(actors), ids, str(tx.value(LATEST, notification=notification_id) or ""))
