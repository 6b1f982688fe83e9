"""Statements of preferences."""

from collections.abc import Collection

from sqlalchemy import bindparam, select, update

from minifb.kernel.clock import Instant
from minifb.kernel.data.sql import among, sql, upsert
from minifb.kernel.data.tx import Tx
from minifb.modules.notifications.rules.preferences import Wishes
from minifb.modules.notifications.tables import PEOPLE
from minifb.modules.notifications.tables import notification_preferences as preferences

_FIELDS = Wishes.__struct_fields__
_ROW = [preferences.c[field] for field in _FIELDS]
_MINE = preferences.c.user_id == bindparam("member")
_NEW = upsert(preferences).values({field: bindparam(field) for field in _FIELDS})

WISHES = sql(select(*_ROW).where(among(preferences.c.user_id, "ids")), into=Wishes)
ADD = sql(_NEW.on_conflict_do_nothing())
SAVE = sql(
    _NEW.on_conflict_do_update(
        index_elements=["user_id"], set_={field: _NEW.excluded[field] for field in _FIELDS if field != "user_id"}
    )
)
DUE = sql(
    select(*_ROW)
    .where(preferences.c.digest_at > 0, preferences.c.digest_at <= bindparam("now"))
    .order_by(preferences.c.digest_at, preferences.c.user_id)
    .limit(bindparam("limit")),
    into=Wishes,
)
ADVANCE = sql(update(preferences).where(_MINE).values(digest_after=bindparam("after")))
ZONES = sql(select(preferences.c.zone).distinct().order_by(preferences.c.zone))
_FRIENDS = PEOPLE.friends.c
FRIENDS_IN = sql(
    select(preferences.c.user_id)
    .join(PEOPLE.friends, preferences.c.user_id == _FRIENDS.friend_id)
    .where(_FRIENDS.member_id == bindparam("member"), _FRIENDS.active, _FRIENDS.friend_id > bindparam("after"))
    .where(preferences.c.zone == bindparam("zone"))
    .order_by(preferences.c.user_id)
    .limit(bindparam("limit"))
)


def wishes(tx: Tx, user_ids: Collection[str]) -> dict[str, Wishes]:
    """Find the wishes of members; of those who have none kept there are none."""
    return {row.user_id: row for row in tx.all(WISHES, ids=list(user_ids))} if user_ids else {}


def add(tx: Tx, fresh: Wishes) -> bool:
    """Keep the wishes of somebody of whom none are kept; tell whether it was so."""
    return tx.run(ADD, **_values(fresh)) > 0


def save(tx: Tx, changed: Wishes) -> None:
    """Keep a member's wishes."""
    tx.run(SAVE, **_values(changed))


def due(tx: Tx, limit: int) -> list[Wishes]:
    """List those whose digest is due, who waits longest first."""
    return tx.all(DUE, now=tx.now, limit=limit)


def advance(tx: Tx, user_id: str, after: Instant) -> None:
    """Remember what a digest told: what came until then."""
    tx.run(ADVANCE, member=user_id, after=after)


def zones(tx: Tx) -> list[str]:
    """List where members live."""
    return [row[0] for row in tx.all(ZONES)]


def friends_in(tx: Tx, member_id: str, zone: str, after: str, limit: int) -> list[str]:
    """List a member's friends who live in a zone, in the order of their ids."""
    return [row[0] for row in tx.all(FRIENDS_IN, member=member_id, zone=zone, after=after, limit=limit)]


def _values(row: Wishes) -> dict[str, object]:
    return {field: getattr(row, field) for field in _FIELDS}
