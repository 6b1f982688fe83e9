"""Once-keys: the result of a use case, kept with the request's Idempotency-Key in the transaction of its effect.

A retry with the same key and body gets the kept result and changes nothing; with another body it is refused.
Keys rest for 24 hours (draft-ietf-httpapi-idempotency-key-header).
"""

import typing
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, TypeVar, cast

import msgspec
from sqlalchemy import Text, bindparam, delete, insert, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

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


class claimed(FunctionElement[Any]):  # noqa: N801 - reads as a word in a statement
    """Whether this transaction has the key for itself; other processes are told apart where there can be any."""

    inherit_cache = True


@compiles(claimed, "sqlite")
def _claimed_sqlite(element: claimed, compiler: Any, **kw: Any) -> str:
    return f"{compiler.process(element.clauses, **kw)} IS NOT NULL"


@compiles(claimed, "postgresql")
def _claimed_postgresql(element: claimed, compiler: Any, **kw: Any) -> str:
    return f"pg_try_advisory_xact_lock(hashtextextended({compiler.process(element.clauses, **kw)}, 0))"


CLAIM = sql(select(claimed(bindparam("claim", type_=Text()))))
KEPT = sql(
    select(once_keys.c.body_hash, once_keys.c.result).where(
        once_keys.c.scope == bindparam("scope"), once_keys.c.key == bindparam("key")
    )
)
KEEP = sql(
    insert(once_keys).values({name: bindparam(name) for name in ("scope", "key", "body_hash", "result", "created_at")})
)
FORGET = sql(delete(once_keys).where(once_keys.c.created_at < bindparam("before")))


class KindOf:
    """What a use case gives back, read from its annotations at the first keyed call."""

    def __init__(self, method: Callable[..., Any]) -> None:
        """Remember the method; its annotations may name what is not defined yet."""
        self._method = method
        self._kind: Any = None

    def get(self) -> Any:
        """Give the type of the result."""
        if self._kind is None:
            self._kind = typing.get_type_hints(self._method).get("return", type(None))
        return self._kind


def take_key() -> OnceKey | None:
    """Give the key of the current request to its first use case; the others run without one."""
    once = ONCE.get()
    if once is None or once.taken:
        return None
    once.taken = True
    return once


def keyed(unit: Callable[[Tx], R], once: OnceKey, kind: KindOf) -> Callable[[Tx], R]:
    """Wrap a unit so that its result is kept with the request's once-key, and given again to a retry."""

    def run(tx: Tx) -> R:
        if not tx.value(CLAIM, claim=f"{once.scope} {once.key}"):
            raise OnceKeyInFlight(retry_after=1)
        kept = tx.all(KEPT, scope=once.scope, key=once.key)
        if kept:
            body_hash, result = kept[0]
            if body_hash != once.body_hash:
                raise OnceKeyReused
            once.replayed = True
            return cast("R", msgspec.json.decode(result, type=kind.get()))
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
