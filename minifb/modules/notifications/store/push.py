"""Statements of push subscriptions."""

from collections.abc import Collection

import msgspec
from sqlalchemy import bindparam, delete, select, update

from minifb.kernel.clock import Instant
from minifb.kernel.data.sql import among, sql, upsert
from minifb.kernel.data.tx import Tx
from minifb.modules.notifications.rules.push import Subscription
from minifb.modules.notifications.tables import push_subscriptions as devices

_ROW = [devices.c[field] for field in Subscription.__struct_fields__]
_OF = devices.c.user_id == bindparam("user_id")

OF = sql(select(*_ROW).where(_OF).order_by(devices.c.created_at, devices.c.id), into=Subscription)
AT = sql(select(*_ROW).where(devices.c.endpoint_digest == bindparam("digest")), into=Subscription)
REACHABLE = sql(select(devices.c.user_id).where(among(devices.c.user_id, "ids")).distinct())
SAVE = sql(
    (_new := upsert(devices).values({field.name: bindparam(field.name) for field in _ROW})).on_conflict_do_update(
        index_elements=["id"], set_={field.name: _new.excluded[field.name] for field in _ROW if field.name != "id"}
    )
)
USED = sql(update(devices).where(among(devices.c.id, "ids")).values(used_at=bindparam("at")))
DROP = sql(delete(devices).where(_OF, among(devices.c.id, "ids")))
DROP_OLD = sql(delete(devices).where(_OF, devices.c.created_at < bindparam("before")))
DROP_SESSIONS = sql(delete(devices).where(_OF, among(devices.c.session_id, "ids")))


def of_member(tx: Tx, user_id: str) -> list[Subscription]:
    """List a member's devices, the oldest first."""
    return tx.all(OF, user_id=user_id)


def at(tx: Tx, digest: bytes) -> Subscription | None:
    """Find the device behind an address."""
    return tx.one(AT, digest=digest)


def reachable(tx: Tx, user_ids: Collection[str]) -> set[str]:
    """Find which of these members have a device at all."""
    return {str(row[0]) for row in tx.all(REACHABLE, ids=list(user_ids))} if user_ids else set()


def save(tx: Tx, device: Subscription) -> None:
    """Keep a device."""
    tx.run(SAVE, **msgspec.structs.asdict(device))


def used(tx: Tx, ids: Collection[str]) -> None:
    """Note that devices were reached."""
    tx.run(USED, ids=list(ids), at=tx.now)


def drop(tx: Tx, user_id: str, ids: Collection[str]) -> int:
    """Forget devices of a member; tell how many."""
    return tx.run(DROP, user_id=user_id, ids=list(ids))


def drop_old(tx: Tx, user_id: str, before: Instant) -> int:
    """Forget a member's devices of which nothing was heard for long; tell how many."""
    return tx.run(DROP_OLD, user_id=user_id, before=before)


def drop_sessions(tx: Tx, user_id: str, session_ids: Collection[str]) -> int:
    """Forget the devices of sessions; tell how many."""
    return tx.run(DROP_SESSIONS, user_id=user_id, ids=list(session_ids))
