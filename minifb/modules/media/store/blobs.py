"""Content, once: how many sources and variants are made of the same bytes."""

from collections.abc import Collection

from sqlalchemy import bindparam, case, delete, func, select, update

from minifb.kernel.data.sql import Time, among, sql, upsert
from minifb.kernel.data.tx import Tx
from minifb.modules.media.tables import blobs

_C = blobs.c
_new = upsert(blobs).values(sha256=bindparam("sha256"), bytes=bindparam("bytes"), refs=1, unused_since=0)
KEEP = sql(_new.on_conflict_do_update(index_elements=["sha256"], set_={"refs": _C.refs + 1, "unused_since": 0}))
DROP = sql(
    update(blobs)
    .where(_C.sha256 == bindparam("of"), _C.refs > 0)
    .values(refs=_C.refs - 1, unused_since=case((_C.refs == 1, bindparam("at", type_=Time())), else_=0))
)
_OF = _C.sha256 == bindparam("of")
COUNT = sql(select(_C.refs).where(_OF))
FORGET = sql(delete(blobs).where(_OF, _C.refs == 0))
UNUSED = sql(select(_C.sha256).where(_C.unused_since > 0).order_by(_C.unused_since).limit(bindparam("limit")))
USED = sql(
    select(_C.sha256).where(_C.sha256 > bindparam("after"), _C.refs > 0).order_by(_C.sha256).limit(bindparam("limit"))
)
BLOBS_COUNT = sql(select(func.count()).where(_C.refs > 0))
KNOWN = sql(select(_C.sha256).where(among(_C.sha256, "names")))


def keep_blob(tx: Tx, sha256: str, length: int) -> None:
    """Count one more that is made of this content."""
    tx.run(KEEP, sha256=sha256, bytes=length)


def drop_blob(tx: Tx, sha256: str) -> None:
    """Count one less; content that nothing is made of any more is swept later."""
    tx.run(DROP, of=sha256, at=tx.now)


def count(tx: Tx, sha256: str) -> int | None:
    """Tell how much is made of this content; None when nobody knows it."""
    refs: int | None = tx.value(COUNT, of=sha256)
    return refs


def forget(tx: Tx, sha256: str) -> None:
    """Forget content that nothing is made of and whose bytes are gone."""
    tx.run(FORGET, of=sha256)


def unused(tx: Tx, limit: int) -> list[str]:
    """List content that nothing is made of any more, the longest unused first."""
    return [row[0] for row in tx.all(UNUSED, limit=limit)]


def known(tx: Tx, names: Collection[str]) -> set[str]:
    """Give those of these that there are rows of."""
    return {row[0] for row in tx.all(KNOWN, names=list(names))} if names else set()


def used(tx: Tx, after: str, limit: int) -> list[str]:
    """List content that something is made of, in the order of names."""
    return [row[0] for row in tx.all(USED, after=after, limit=limit)]


def count_used(tx: Tx) -> int:
    """Count the content that something is made of."""
    return int(tx.value(BLOBS_COUNT))
