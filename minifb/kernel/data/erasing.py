"""Erasing: forgetting a member some rows at a time, so that no transaction is long however much they leave.

A module lists what a member leaves as traces. One transaction erases what it may and notes how far it came; the
module's job goes on until nothing is left.

    ERASURES = Erasures(METADATA)              # in the module's tables.py
    step = ERASURES.step(tx, self, member_id, TRACES, ROWS)
"""

from collections.abc import Callable, Sequence
from typing import Any

import msgspec
from sqlalchemy import (
    Column,
    ColumnElement,
    MetaData,
    Table,
    bindparam,
    delete,
    insert,
    select,
    tuple_,
    update,
)

from minifb.kernel.data.sql import Flag, Id, Json, Statement, sql
from minifb.kernel.data.tx import Tx

WHOSE: Any = bindparam("whose")
"""Whom or what it is about, in statements that erase."""
LIMIT: Any = bindparam("limit")


def some(table: Any, which: ColumnElement[bool]) -> Statement[Any]:
    """Delete at most `:limit` of such rows, whichever: in the end all go."""
    key = list(table.primary_key.columns)
    return sql(delete(table).where(tuple_(*key).in_(select(*key).where(which).limit(LIMIT))))


def some_of(whose: Column[Any]) -> Statement[Any]:
    """Delete at most `:limit` of the rows of `:whose`."""
    return some(whose.table, whose == WHOSE)


def clear(tx: Tx, under: Sequence[Statement[Any]], gone_id: str, limit: int) -> bool:
    """Drop some of what stands under something that is gone; tell whether there may be more."""
    for statement in under:
        limit -= tx.run(statement, whose=gone_id, limit=limit)
        if limit <= 0:
            return True
    return False


class Trace(msgspec.Struct, frozen=True):
    """A kind of thing that a member leaves."""

    word: str
    """How the receipt calls it; empty: it is not told."""
    weight: int
    """How many rows one of them costs, at most or nearly so."""
    drop: Callable[[Any, Tx, str, int], int]
    """`drop(service, tx, member_id, limit)` erases at most so many and tells how many. 0: nothing is left."""


class Erasing(msgspec.Struct, frozen=True):
    """How far it is."""

    report: bool
    counts: dict[str, int]


class Step(msgspec.Struct, frozen=True):
    """What became of one transaction's work."""

    more: bool
    """Whether something is left: then a job goes on."""
    report: bool
    """Whether somebody waits for the receipt."""
    counts: dict[str, int]
    """What was erased in all, by the words of the receipt."""


class Erasures:
    """The members of whom something is left, in a table of the module's own."""

    def __init__(self, metadata: MetaData) -> None:
        """Add the table to a module's own."""
        self.table = Table(
            "erasures",
            metadata,
            Column("member_id", Id, primary_key=True),
            Column("report", Flag, nullable=False),
            Column("counts", Json, nullable=False),
        )
        own = self.table.c.member_id == WHOSE
        self._begin = sql(insert(self.table).values(member_id=WHOSE, report=bindparam("report"), counts="{}"))
        self._find = sql(select(self.table.c.report, self.table.c.counts).where(own), into=Erasing)
        self._save = sql(update(self.table).where(own).values(counts=bindparam("counts")))
        self._end = sql(delete(self.table).where(own))

    def begin(self, tx: Tx, member_id: str, *, report: bool) -> None:
        """Note that a member is to be erased, and whether somebody waits for the receipt."""
        tx.run(self._begin, whose=member_id, report=report)

    def step(self, tx: Tx, service: Any, member_id: str, traces: Sequence[Trace], rows: int) -> Step | None:
        """Erase what one transaction may; None: it is done, or was never begun."""
        erasing = tx.one(self._find, whose=member_id)
        if erasing is None:
            return None
        counts, left = dict(erasing.counts), rows
        for trace in traces:
            while left >= trace.weight and (done := trace.drop(service, tx, member_id, left // trace.weight)):
                counts[trace.word] = counts.get(trace.word, 0) + done
                left -= done * trace.weight
            if left < trace.weight:
                tx.run(self._save, whose=member_id, counts=counts)
                return Step(True, erasing.report, counts)
        tx.run(self._end, whose=member_id)
        return Step(False, erasing.report, {word: count for word, count in counts.items() if word})
