"""Resumable uploads: a row for each that is under way."""

from collections.abc import Collection

from msgspec.structs import asdict
from sqlalchemy import bindparam, delete, func, insert, select, update

from minifb.kernel.clock import Instant
from minifb.kernel.data.sql import among, sql
from minifb.kernel.data.tx import Tx
from minifb.modules.media.rules.resumable import Upload
from minifb.modules.media.tables import uploads

_C = uploads.c
_ROW = [_C[field] for field in Upload.__struct_fields__]

ADD = sql(insert(uploads).values({column.name: bindparam(column.name) for column in _C}))
FIND = sql(select(*_ROW).where(_C.id == bindparam("of")), into=Upload)
REACH = sql(
    update(uploads)
    .where(_C.id == bindparam("of"))
    .values(position=bindparam("position"), done=bindparam("done"), expires_at=bindparam("expires_at"))
)
DROP = sql(delete(uploads).where(_C.id == bindparam("of")))
OPEN = sql(select(func.count()).select_from(uploads).where(_C.owner_id == bindparam("owner"), _C.done.is_(False)))
EXPIRED = sql(
    select(*_ROW).where(_C.expires_at <= bindparam("now")).order_by(_C.expires_at).limit(bindparam("limit")),
    into=Upload,
)
UNDER_WAY = sql(select(_C.id).where(among(_C.id, "ids"), _C.done.is_(False)))


def add(tx: Tx, upload: Upload) -> None:
    """Keep a new upload."""
    tx.run(ADD, **asdict(upload))


def find(tx: Tx, id: str) -> Upload | None:
    """Find an upload."""
    return tx.one(FIND, of=id)


def reach(tx: Tx, id: str, position: int, expires_at: Instant, *, done: bool = False) -> None:
    """Keep how far an upload is."""
    tx.run(REACH, of=id, position=position, done=done, expires_at=expires_at)


def drop(tx: Tx, id: str) -> None:
    """Drop an upload."""
    tx.run(DROP, of=id)


def count_open(tx: Tx, owner_id: str) -> int:
    """Count a member's uploads under way."""
    return int(tx.value(OPEN, owner=owner_id))


def expired(tx: Tx, limit: int) -> list[Upload]:
    """List uploads that went on for too long no more."""
    return tx.all(EXPIRED, now=tx.now, limit=limit)


def under_way(tx: Tx, ids: Collection[str]) -> set[str]:
    """Tell which of these are uploads under way, whose bytes are still wanted where they came in."""
    return {row[0] for row in tx.all(UNDER_WAY, ids=list(ids))}
