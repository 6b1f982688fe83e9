"""Pictures: who shows which media, and who sees whom."""

from collections.abc import Collection

from sqlalchemy import BindParameter, bindparam, or_, select

from minifb.kernel.data.sql import among, sql
from minifb.kernel.data.tx import Tx
from minifb.modules.users.rules.members import Member
from minifb.modules.users.store.blocks import unblocked
from minifb.modules.users.store.members import SHOWN
from minifb.modules.users.tables import users

_ID: BindParameter[str] = bindparam("media_id")
SHOWING = sql(
    select(*(users.c[field] for field in Member.__struct_fields__))
    .where(or_(users.c.avatar_id == _ID, users.c.cover_id == _ID))
    .order_by(users.c.id),
    into=Member,
)
HOLDING = sql(
    select(users.c.avatar_id)
    .where(among(users.c.avatar_id, "ids"))
    .union(select(users.c.cover_id).where(among(users.c.cover_id, "ids")))
)
SEEN = sql(
    select(users.c.id).where(
        among(users.c.id, "ids"),
        or_(SHOWN, (users.c.id == bindparam("viewer")) & (users.c.state != "gone")),
        unblocked("viewer"),
    )
)


def showing(tx: Tx, media_id: str) -> list[Member]:
    """Find who shows a medium as picture or cover."""
    return tx.all(SHOWING, media_id=media_id)


def holding(tx: Tx, media_ids: Collection[str]) -> list[str]:
    """Find which of these media somebody shows."""
    return sorted(str(row[0]) for row in tx.all(HOLDING, ids=list(media_ids))) if media_ids else []


def seen(tx: Tx, viewer: str, ids: Collection[str]) -> set[str]:
    """Find which of these members are there for a viewer."""
    return {str(row[0]) for row in tx.all(SEEN, viewer=viewer, ids=list(ids))} if ids else set()
