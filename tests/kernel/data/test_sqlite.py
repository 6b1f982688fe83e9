"""SQLite keeps the contract of a database, and what only SQLite can get wrong."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from minifb.kernel.clock import SystemClock
from minifb.kernel.data.migrate import migrate
from minifb.kernel.data.sqlite import SqliteDatabase
from minifb.kernel.data.tx import Database
from minifb.kernel.events.outbox import Outbox
from tests.kernel.data.contract import DatabaseContract, FirstStep, World


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """An empty database in a folder of its own."""

    async def build(outbox: Outbox) -> Database:
        path = tmp_path / "things.db"
        await migrate(path, name="things", steps=(FirstStep,), report=lambda _line: None)  # type: ignore[arg-type]
        db = SqliteDatabase("things", path, journal=outbox, clock=SystemClock())
        db.unit_seconds = 0.5
        await db.open()
        return db

    made = await World.open(build)
    yield made
    await made.db.close()


class TestSqlite(DatabaseContract):
    """The promises of every database."""

    async def plan_of(self, world: World, statement: Any, **values: Any) -> bool:
        """Tell whether a statement searches an index."""
        compiled = statement.on("sqlite")
        plan = world.db._reader.execute("EXPLAIN QUERY PLAN " + compiled.text, compiled.bind(values)).fetchall()
        return any("SEARCH things USING" in row[3] for row in plan)
