"""Postgres keeps the contract of a database, and what only Postgres can get wrong."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any

import asyncpg
import pytest

from minifb.kernel.clock import SystemClock
from minifb.kernel.data.migrate import migrate
from minifb.kernel.data.postgres import PostgresDatabase
from minifb.kernel.data.tx import Database
from minifb.kernel.events.outbox import Outbox
from minifb.kernel.ids import new_id
from minifb.kernel.refusals import OutcomeUnknown
from tests.backends.server import postgres
from tests.kernel.data.contract import DatabaseContract, FirstStep, World, make, names

pytestmark = [pytest.mark.backends, pytest.mark.timeout(120)]


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """A server for the whole run."""
    with postgres() as url:
        yield url


@pytest.fixture
async def url(server: str) -> AsyncIterator[str]:
    """A database of the test's own."""
    name = "t" + new_id().replace("-", "")
    admin = await asyncpg.connect(server)
    await admin.execute(f"CREATE DATABASE {name}")
    yield server.rpartition("/")[0] + "/" + name
    await admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
    await admin.close()


@pytest.fixture
async def world(url: str) -> AsyncIterator[World]:
    """An empty database."""

    async def build(outbox: Outbox) -> Database:
        await migrate(url, name="things", steps=(FirstStep,), report=lambda _line: None)  # type: ignore[arg-type]
        db = PostgresDatabase("things", url, journal=outbox, clock=SystemClock())
        db.unit_seconds = 0.5
        await db.open()
        return db

    made = await World.open(build)
    yield made
    await made.db.close()


class TestPostgres(DatabaseContract):
    """The promises of every database."""

    async def plan_of(self, world: World, statement: Any, **values: Any) -> bool:
        """Tell whether a statement searches an index."""
        compiled = statement.on("postgresql")
        async with world.db._writing.connect() as connection:
            await connection.exec_driver_sql("ANALYZE things")
            plan = await connection.exec_driver_sql("EXPLAIN " + compiled.text, tuple(compiled.bind(values)))
            return any("Index" in row[0] for row in plan)
