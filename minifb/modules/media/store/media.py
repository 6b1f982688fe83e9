"""Media: a row for each of somebody's files."""

from collections.abc import Collection, Sequence
from typing import Any

from msgspec.structs import asdict
from sqlalchemy import bindparam, insert, select, tuple_, update

from minifb.kernel.clock import FOR_GOOD
from minifb.kernel.data.sql import among, sql
from minifb.kernel.data.tx import Tx
from minifb.modules.media.rules.media import File
from minifb.modules.media.tables import media_files

_C = media_files.c
_ROW = [_C[field] for field in File.__struct_fields__]
_CHANGING = [column.name for column in _C if column.name not in {"id", "owner_id", "created_at"}]

ADD = sql(insert(media_files).values({column.name: bindparam(column.name) for column in _C}))
SAVE = sql(update(media_files).where(_C.id == bindparam("of")).values({name: bindparam(name) for name in _CHANGING}))
FIND = sql(select(*_ROW).where(among(_C.id, "ids"), _C.status != "deleted").order_by(_C.id), into=File)
_OF_OWNER = (
    select(*_ROW)
    .where(
        _C.owner_id == bindparam("owner"),
        _C.status != "deleted",
        tuple_(_C.created_at, _C.id) < tuple_(bindparam("at"), bindparam("id")),
    )
    .order_by(_C.created_at.desc(), _C.id.desc())
    .limit(bindparam("limit"))
)
OF_OWNER = sql(_OF_OWNER, into=File)
READY_OF_OWNER = sql(_OF_OWNER.where(_C.status == "ready"), into=File)


def add(tx: Tx, file: File) -> None:
    """Keep a new medium."""
    tx.run(ADD, **asdict(file))


def save(tx: Tx, file: File) -> None:
    """Keep what a medium is now."""
    tx.run(SAVE, of=file.id, **{name: getattr(file, name) for name in _CHANGING})


def find(tx: Tx, ids: Collection[str]) -> list[File]:
    """Find media that are there, in the order of their ids."""
    return tx.all(FIND, ids=list(ids)) if ids else []


def get(tx: Tx, id: str) -> File | None:
    """Find a medium that is there."""
    found = find(tx, [id])
    return found[0] if found else None


def of_owner(tx: Tx, owner_id: str, after: Sequence[Any], limit: int, *, ready: bool) -> list[File]:
    """List a member's media, the newest first; with `ready` only those that can be shown."""
    at, last_id = after or (FOR_GOOD, "")
    return tx.all(READY_OF_OWNER if ready else OF_OWNER, owner=owner_id, at=at, id=last_id, limit=limit)
