"""Who did what with power over others: rows chained by hash, written in the transaction of the act.

Each row's hash covers the row and the hash before it, so a row that is changed, removed or moved breaks the chain
from there on. Who may write the file can also write the whole chain anew: only a head kept elsewhere proves otherwise.
"""

from hashlib import sha256
from typing import Any

import msgspec
from sqlalchemy import bindparam, insert, select

from minifb.kernel.clock import Instant
from minifb.kernel.data.sql import Statement, sql
from minifb.kernel.data.tables import audit
from minifb.kernel.data.tx import Tx

FIRST = "0" * 64
"""What the first row has instead of a hash before it."""

_PAGE = 500


class Act(msgspec.Struct, frozen=True):
    """A row of the audit log."""

    seq: int
    at: Instant
    actor: str
    via: str
    action: str
    object: str
    result: str
    reason: str | None
    ip: str | None
    request_id: str | None
    previous: str
    hash: str


class Head(msgspec.Struct, frozen=True):
    """The end of the chain: what to keep elsewhere."""

    seq: int
    hash: str


class Broken(msgspec.Struct, frozen=True):
    """The first row that is not as it was written."""

    seq: int
    why: str


_COLUMNS = [audit.c[name] for name in Act.__struct_fields__]
_LAST = sql(select(audit.c.seq, audit.c.hash).order_by(audit.c.seq.desc()).limit(1), into=Head)
_APPEND: Statement[Any] = sql(insert(audit).values({column: bindparam(column.name) for column in _COLUMNS}))
_AFTER = sql(
    select(*_COLUMNS).where(audit.c.seq > bindparam("after")).order_by(audit.c.seq).limit(_PAGE),
    into=Act,
)
_LATEST = sql(select(*_COLUMNS).order_by(audit.c.seq.desc()).limit(bindparam("limit")), into=Act)


def record(
    tx: Tx,
    *,
    actor: str,
    via: str,
    action: str,
    object: str,  # noqa: A002 - the word of the row
    result: str = "ok",
    reason: str | None = None,
    ip: str | None = None,
) -> None:
    """Write down an act in its own transaction: `via` is how (`api`, `cli`, `event`), `object` what it was done to."""
    head = tx.one(_LAST) or Head(0, FIRST)
    act = Act(
        seq=head.seq + 1,
        at=tx.now,
        actor=actor,
        via=via,
        action=action,
        object=object,
        result=result,
        reason=reason,
        ip=ip,
        request_id=tx.trace.correlation_id or None,
        previous=head.hash,
        hash="",
    )
    tx.run(_APPEND, **{**msgspec.structs.asdict(act), "hash": _hash(act)})


def verify(tx: Tx) -> Broken | None:
    """Walk the whole chain and name the first row that is not as it was written."""
    head = Head(0, FIRST)
    while acts := tx.all(_AFTER, after=head.seq):
        for act in acts:
            if act.seq != head.seq + 1:
                return Broken(head.seq + 1, "it is missing")
            if act.previous != head.hash:
                return Broken(act.seq, "it does not follow the row before it")
            if act.hash != _hash(act):
                return Broken(act.seq, "it was changed")
            head = Head(act.seq, act.hash)
    return None


def head(tx: Tx) -> Head:
    """Give the end of the chain."""
    return tx.one(_LAST) or Head(0, FIRST)


def latest(tx: Tx, limit: int) -> list[Act]:
    """Give the latest rows, newest first."""
    return tx.all(_LATEST, limit=limit)


def _hash(act: Act) -> str:
    """Hash a row in one canonical form; the hash before it is part of the row."""
    fields = [getattr(act, name) for name in Act.__struct_fields__ if name != "hash"]
    return sha256(msgspec.json.encode(fields)).hexdigest()
