"""Once-keys: the result of a use case, kept with the request's Idempotency-Key in the transaction of its effect.

A retry with the same key and body gets the kept result and changes nothing; with another body it is refused.
Keys rest for 24 hours (draft-ietf-httpapi-idempotency-key-header).
"""

import typing
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, TypeVar

import msgspec
from sqlalchemy import bindparam, delete, insert, select

from minifb.kernel.clock import DAY
from minifb.kernel.data.sql import sql
from minifb.kernel.data.tables import once_keys
from minifb.kernel.data.tx import Tx
from minifb.kernel.refusals import Conflict, Invalid

R = TypeVar("R")

KEPT_FOR = DAY


class OnceKeyReused(Invalid):
    """This Idempotency-Key was used before with another request."""


class OnceKeyInFlight(Conflict):
    """A request with this Idempotency-Key is being answered right now."""


class OnceKey(msgspec.Struct):
    """The Idempotency-Key of the request being answered. The first use case of the request takes it."""

    scope: str
    """Who asked and by which route."""
    key: str
    body_hash: str
    taken: bool = False
    replayed: bool = False


ONCE: ContextVar[OnceKey | None] = ContextVar("once", default=None)

KEPT = sql(
    select(once_keys.c.body_hash, once_keys.c.result).where(
        once_keys.c.scope == bindparam("scope"), once_keys.c.key == bindparam("key")
    )
)
KEEP = sql(
    insert(once_keys).values({name: bindparam(name) for name in ("scope", "key", "body_hash", "result", "created_at")})
)
FORGET = sql(delete(once_keys).where(once_keys.c.created_at < bindparam("before")))


def keyed(unit: Callable[[Tx], R], method: Callable[..., Any]) -> Callable[[Tx], R]:
    """Wrap a unit so that the request's once-key, if it has one that is not taken, is kept with its result."""
    once = ONCE.get()
    if once is None or once.taken:
        return unit
    once.taken = True
    kind = typing.get_type_hints(method).get("return", type(None))

    def run(tx: Tx) -> R:
        kept = tx.all(KEPT, scope=once.scope, key=once.key)
        if kept:
            body_hash, result = kept[0]
            if body_hash != once.body_hash:
                raise OnceKeyReused
            once.replayed = True
            return msgspec.json.decode(result, type=kind)
        value = unit(tx)
        tx.run(
            KEEP,
            scope=once.scope,
            key=once.key,
            body_hash=once.body_hash,
            result=msgspec.json.encode(value).decode(),
            created_at=tx.now,
        )
        return value

    return run


def forget(tx: Tx) -> int:
    """Drop keys older than a day."""
    return tx.run(FORGET, before=tx.now - KEPT_FOR)
