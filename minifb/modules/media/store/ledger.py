"""The ledger: what each member keeps here, by kind and in all, and what they uploaded on a day."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, delete, select, tuple_

from minifb.kernel.clock import DAY, Instant
from minifb.kernel.data.sql import sql, upsert
from minifb.kernel.data.tx import Tx
from minifb.modules.media.rules.ledger import ALL, Line
from minifb.modules.media.tables import storage, uploaded

_S, _U = storage.c, uploaded.c
_LINE = [_S[field] for field in Line.__struct_fields__]

_book = upsert(storage).values({column.name: bindparam(column.name) for column in _S})
BOOK = sql(
    _book.on_conflict_do_update(
        index_elements=["owner_id", "kind"],
        set_={"files": _S.files + _book.excluded.files, "bytes": _S.bytes + _book.excluded.bytes},
    )
)
_day = upsert(uploaded).values({column.name: bindparam(column.name) for column in _U})
COUNT_DAY = sql(
    _day.on_conflict_do_update(index_elements=["owner_id", "day"], set_={"bytes": _U.bytes + _day.excluded.bytes})
)
TODAY = sql(select(_U.bytes).where(_U.owner_id == bindparam("owner"), _U.day == bindparam("day")))
LINES = sql(select(*_LINE).where(_S.owner_id == bindparam("owner")).order_by(_S.kind), into=Line)
MOST = sql(
    select(*_LINE)
    .where(_S.kind == ALL, tuple_(_S.bytes, _S.owner_id) < tuple_(bindparam("bytes"), bindparam("owner")))
    .order_by(_S.bytes.desc(), _S.owner_id.desc())
    .limit(bindparam("limit")),
    into=Line,
)
FORGET_DAYS = sql(delete(uploaded).where(_U.day < bindparam("before")))
FORGET = sql(delete(storage).where(_S.owner_id == bindparam("owner")))
FORGET_OWN_DAYS = sql(delete(uploaded).where(_U.owner_id == bindparam("owner")))


def day_of(at: Instant) -> int:
    """Tell which day since 1970 an instant is on."""
    return at // DAY


def book(tx: Tx, owner_id: str, kind: str, files: int, length: int) -> None:
    """Add to what a member keeps here, or take from it."""
    for each in (kind, ALL):
        tx.run(BOOK, owner_id=owner_id, kind=each, files=files, bytes=length)


def count_day(tx: Tx, owner_id: str, length: int) -> None:
    """Count what a member uploaded today."""
    tx.run(COUNT_DAY, owner_id=owner_id, day=day_of(tx.now), bytes=length)


def today(tx: Tx, owner_id: str) -> int:
    """Tell how much a member uploaded today."""
    return int(tx.value(TODAY, owner=owner_id, day=day_of(tx.now)) or 0)


def lines(tx: Tx, owner_id: str) -> dict[str, Line]:
    """Give what a member keeps here, by kind."""
    return {line.kind: line for line in tx.all(LINES, owner=owner_id)}


def most(tx: Tx, after: Sequence[Any], limit: int) -> list[Line]:
    """List members by how much they keep here, those with the most first."""
    length, owner_id = after or (2**62, "")
    return tx.all(MOST, bytes=length, owner=owner_id, limit=limit)


def forget_days(tx: Tx) -> None:
    """Drop what was uploaded on days that are over."""
    tx.run(FORGET_DAYS, before=day_of(tx.now))


def forget(tx: Tx, owner_id: str) -> None:
    """Drop the lines of a member who is gone."""
    tx.run(FORGET, owner=owner_id)
    tx.run(FORGET_OWN_DAYS, owner=owner_id)
