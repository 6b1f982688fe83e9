"""What makes a use case of a method: `@write`, `@write_settled` and `@read`.

    class Posts:
        @write                                  # await posts.create(actor, new): one transaction
        def create(self, tx: Tx, actor: Actor, new: NewPost) -> Post: ...

A use case that needs another one's work inside its own transaction calls a plain method that takes the `Tx`.
"""

from collections.abc import Callable, Coroutine
from contextlib import suppress
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar, cast

from minifb.kernel.data.once import KindOf, keyed, take_key
from minifb.kernel.data.tx import Applying, Database, Tx
from minifb.kernel.refusals import Unavailable

R = TypeVar("R")
P = ParamSpec("P")


class Owner(Protocol):
    """A service: it has a database of its own."""

    @property
    def db(self) -> Database:
        """The module's own database."""
        ...


S = TypeVar("S", bound=Owner)
UseCase = Callable[Concatenate[S, Tx, P], R]
Call = Callable[Concatenate[S, P], Coroutine[Any, Any, R]]


def _transaction(method: UseCase[S, P, R], *, settled: bool) -> Call[S, P, R]:
    kind = KindOf(method)

    @wraps(method)
    async def transaction(self: S, *args: P.args, **kwargs: P.kwargs) -> R:
        def plain(tx: Tx) -> R:
            return method(self, tx, *args, **kwargs)

        once = take_key()
        unit = plain if once is None else keyed(plain, once, kind)
        return await self.db.write(unit, settled=settled)

    return cast("Call[S, P, R]", transaction)


def write(method: UseCase[S, P, R], /) -> Call[S, P, R]:
    """Make a use case of a method whose first argument is a `Tx`: one call, one write transaction.

    The `Idempotency-Key` of the current request, if any, is kept in the same transaction.
    """
    return _transaction(method, settled=False)


def write_settled(method: UseCase[S, P, R], /) -> Call[S, P, R]:
    """Make a use case that answers only after the consumers of its events have applied them.

    For writes that change who may see or reach whom: the next request already sees the effect (design: `Applying`).
    """
    return _transaction(method, settled=True)


async def heard(db: Database) -> None:
    """Wait until others have applied what a database told until now, but not for long: what it told is kept anyway."""
    with suppress(Applying, Unavailable):
        await db.write(lambda _tx: None, settled=True)


def read(method: UseCase[S, P, R], /) -> Call[S, P, R]:
    """Make a question of a method whose first argument is a `Tx`: one call, one read-only snapshot."""

    @wraps(method)
    async def snapshot(self: S, *args: P.args, **kwargs: P.kwargs) -> R:
        return await self.db.read(lambda tx: method(self, tx, *args, **kwargs))

    return cast("Call[S, P, R]", snapshot)
