"""Statements of privacy; `allowed` is how every list honours it."""

from typing import Any

import msgspec
from sqlalchemy import and_, bindparam, delete, exists, func, or_, select

from minifb.kernel.data.sql import sql, upsert
from minifb.kernel.data.tx import Tx
from minifb.modules.users.rules.privacy import Privacy
from minifb.modules.users.tables import friendships, privacy_settings, users

_FIELDS = Privacy.__struct_fields__
_DEFAULTS = Privacy()

PRIVACY = sql(
    select(*(privacy_settings.c[field] for field in _FIELDS)).where(privacy_settings.c.user_id == bindparam("user_id")),
    into=Privacy,
)
SAVE = sql(
    (
        _new := upsert(privacy_settings).values(
            user_id=bindparam("user_id"), **{field: bindparam(field) for field in _FIELDS}
        )
    ).on_conflict_do_update(index_elements=["user_id"], set_={field: _new.excluded[field] for field in _FIELDS})
)
DROP = sql(delete(privacy_settings).where(privacy_settings.c.user_id == bindparam("user_id")))


def friends_with(viewer: str) -> Any:
    """Match members who are friends of whoever looks."""
    pair = or_(
        and_(friendships.c.low_id == bindparam(viewer), friendships.c.high_id == users.c.id),
        and_(friendships.c.high_id == bindparam(viewer), friendships.c.low_id == users.c.id),
    )
    # Its own friendships, also where the statement around it walks through friendships.
    return exists().select_from(friendships).where(pair, friendships.c.status == "friends").correlate(users)


def setting(field: str) -> Any:
    """Give what a member of `users` says about a field."""
    said = select(privacy_settings.c[field]).where(privacy_settings.c.user_id == users.c.id).correlate(users)
    return func.coalesce(said.scalar_subquery(), getattr(_DEFAULTS, field))


def allowed(field: str, viewer: str) -> Any:
    """Match members of `users` who let whoever looks see, or find, this of them."""
    says = setting(field)
    return or_(
        users.c.id == bindparam(viewer),
        says == "everyone",
        and_(says == "friends", friends_with(viewer)),
    )


def privacy_of(tx: Tx, member_id: str) -> Privacy:
    """Read a member's privacy."""
    return tx.one(PRIVACY, user_id=member_id) or Privacy()


def save_privacy(tx: Tx, member_id: str, privacy: Privacy) -> None:
    """Keep a member's privacy."""
    tx.run(SAVE, user_id=member_id, **msgspec.structs.asdict(privacy))


def drop_of(tx: Tx, member_id: str) -> int:
    """Erase a member's privacy; tell how many rows."""
    return tx.run(DROP, user_id=member_id)
