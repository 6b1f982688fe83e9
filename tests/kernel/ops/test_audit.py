"""The audit log: a chain that shows what was done to it."""

import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from minifb.kernel.clock import SetClock
from minifb.kernel.data.migrate import migrate
from minifb.kernel.data.sqlite import SqliteDatabase
from minifb.kernel.events.outbox import Outbox
from minifb.kernel.ids import new_id
from minifb.kernel.ops import audit

CLOCK = SetClock()


async def opened(path: Path) -> SqliteDatabase:
    """Open a database of a module that has no tables of its own."""
    await migrate(path, name="shop", steps=(), report=lambda _line: None)
    db = SqliteDatabase("shop", path, journal=Outbox("shop", clock=CLOCK, ids=new_id), clock=CLOCK)
    await db.open()
    return db


@pytest.fixture
async def db(tmp_path: Path) -> AsyncIterator[SqliteDatabase]:
    """A database with three acts in its log."""
    db = await opened(tmp_path / "shop.db")
    for name in ("ann", "bob", "eve"):
        await db.write(lambda tx, name=name: audit.record(tx, actor="olga", via="api", action="suspend", object=name))
    yield db
    await db.close()


async def test_an_untouched_log_is_whole(db: SqliteDatabase) -> None:
    """Rows that nobody touched form a chain, and its end can be kept elsewhere."""
    assert await db.read(audit.verify) is None
    head = await db.read(audit.head)
    assert head.seq == 3
    assert [act.object for act in await db.read(lambda tx: audit.latest(tx, 2))] == ["eve", "bob"]


async def test_an_act_that_did_not_happen_leaves_no_row(db: SqliteDatabase) -> None:
    """The row stands in the transaction of the act: no act, no row."""

    def act(tx: Any) -> None:
        audit.record(tx, actor="olga", via="api", action="suspend", object="zoe")
        raise ValueError

    with pytest.raises(ValueError):
        await db.write(act)
    assert (await db.read(audit.head)).seq == 3


SPOILED = {
    "UPDATE audit SET object = 'nobody' WHERE seq = 2": (2, "changed"),
    "UPDATE audit SET hash = previous WHERE seq = 1": (1, "changed"),
    "DELETE FROM audit WHERE seq = 2": (2, "missing"),
    "DELETE FROM audit WHERE seq = 1": (1, "missing"),
    "UPDATE audit SET previous = 'x' WHERE seq = 3": (3, "follow"),
}


@pytest.mark.parametrize("change", SPOILED)
async def test_a_row_that_was_touched_is_named(db: SqliteDatabase, tmp_path: Path, change: str) -> None:
    """Whoever changes, removes or moves a row behind the program's back is found out."""
    await db.close()
    raw = sqlite3.connect(tmp_path / "shop.db", isolation_level=None)
    for (trigger,) in raw.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit'"
    ).fetchall():
        raw.execute(f"DROP TRIGGER {trigger}")
    raw.execute(change)
    raw.close()
    again = await opened(tmp_path / "shop.db")
    broken = await again.read(audit.verify)
    await again.close()
    seq, why = SPOILED[change]
    assert broken is not None
    assert broken.seq == seq
    assert why in broken.why
