"""The cursor: up to which position of a source a module is done, in the module's own database."""

import msgspec
from sqlalchemy import bindparam, insert, select, update

from minifb.kernel.data.sql import sql
from minifb.kernel.data.tables import cursors
from minifb.kernel.data.tx import Tx
from minifb.kernel.events.consumers.deferred import Held

AT = sql(select(cursors.c.position).where(cursors.c.source == bindparam("of")))
PLACE = sql(insert(cursors).values(source=bindparam("of"), position=bindparam("at"), updated_at=bindparam("now")))
MOVE = sql(
    update(cursors)
    .where(cursors.c.source == bindparam("of"))
    .values(position=bindparam("at"), updated_at=bindparam("now"))
)


class Cursor:
    """The cursor for one source, as the consumer's transactions see it."""

    def __init__(self, source: str) -> None:
        """Keep the place among the events of `source`."""
        self._source = source

    def at(self, tx: Tx) -> int | None:
        """Tell where it is; None before it was placed."""
        at: int | None = tx.value(AT, of=self._source)
        return at

    def place(self, tx: Tx, at: int) -> None:
        """Put it down for the first time; where it is already, it stays."""
        if self.at(tx) is None:
            tx.run(PLACE, of=self._source, at=at, now=tx.now)

    def move(self, tx: Tx, to: int) -> None:
        """Move it, in the transaction of the effect."""
        tx.run(MOVE, of=self._source, at=to, now=tx.now)


class Stand(msgspec.Struct, frozen=True):
    """Where a consumer stands after a transaction."""

    cursor: int
    done: int = 0
    """Events that took effect or were put aside."""
    held: list[Held] | None = None
    """The deferred events, where they changed."""
    stray: bool = False
    """Somebody else moved the cursor; nothing was applied."""
