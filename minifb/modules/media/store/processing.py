"""Statements of work on media: what is due."""

from sqlalchemy import bindparam, select

from minifb.kernel.data.sql import among, sql
from minifb.kernel.data.tx import Tx
from minifb.kernel.http.shapes import MediaKind
from minifb.modules.media.rules.processing import Due
from minifb.modules.media.tables import media_files

_C = media_files.c
DUE = sql(
    select(_C.id, _C.due_at)
    .where(_C.kind == bindparam("of"), _C.due_at.is_not(None), _C.status == "processing")
    .order_by(_C.due_at, _C.id)
    .limit(bindparam("limit")),
    into=Due,
)
OPEN = sql(select(_C.id).where(among(_C.id, "ids"), _C.status == "processing"))


def due(tx: Tx, kind: MediaKind, limit: int) -> list[Due]:
    """List what is to be worked on, now or later, the earliest first."""
    return tx.all(DUE, of=kind, limit=limit)


def unfinished(tx: Tx, ids: list[str]) -> set[str]:
    """Find those of these media that still are to be worked on."""
    return {row[0] for row in tx.all(OPEN, ids=ids)} if ids else set()
