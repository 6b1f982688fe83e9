"""Erasing a member's media some rows at a time."""

from sqlalchemy import and_, select

from minifb.kernel.data.erasing import LIMIT, WHOSE, some, some_of
from minifb.kernel.data.sql import sql
from minifb.kernel.data.tx import Tx
from minifb.modules.media.tables import ERASURES, media_files, uploads

_F = media_files.c
ERASING = sql(select(ERASURES.table.c.member_id).where(ERASURES.table.c.member_id == WHOSE))
OWNED = sql(select(_F.id).where(_F.owner_id == WHOSE, _F.status != "deleted").order_by(_F.id).limit(LIMIT))
TOMBSTONES = some(media_files, and_(_F.owner_id == WHOSE, _F.status == "deleted"))
UPLOADS = some_of(uploads.c.owner_id)


def erasing(tx: Tx, member_id: str) -> bool:
    """Tell whether a member is being erased."""
    return tx.value(ERASING, whose=member_id) is not None


def owned(tx: Tx, member_id: str, limit: int) -> list[str]:
    """List some media of a member."""
    return [str(row[0]) for row in tx.all(OWNED, whose=member_id, limit=limit)]


def drop_tombstones(tx: Tx, member_id: str, limit: int) -> int:
    """Drop some rows of what a member deleted."""
    return tx.run(TOMBSTONES, whose=member_id, limit=limit)


def drop_uploads(tx: Tx, member_id: str, limit: int) -> int:
    """Drop some uploads that a member had under way; the sweep finds their bytes."""
    return tx.run(UPLOADS, whose=member_id, limit=limit)
