"""Postgres keeps the contract of a database, and what only Postgres can get wrong."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any

import asyncpg
import pytest
from sqlalchemy.ext.asyncio import create_async_engine

from minifb.kernel.clock import SystemClock
from minifb.kernel.data.migrate import NewerDatabase, migrate
from minifb.kernel.data.postgres import PostgresDatabase, with_driver
from minifb.kernel.data.tx import Database, DatabaseDown
from minifb.kernel.events.outbox import Outbox
from minifb.kernel.ids import new_id
from minifb.kernel.refusals import OutcomeUnknown
from minifb.registry import MODULES
from tests.backends.server import postgres
from tests.kernel.data.contract import DatabaseContract
from tests.kernel.data.schema import differences
from tests.kernel.data.things import FirstStep, World, make, names

CUT = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'minifb-things'"
COMMITTING = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'COMMIT%' AND state = 'active'"

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


async def test_a_commit_cut_off_is_unknown(world: World, url: str) -> None:
    """When the connection breaks during the commit nobody knows what was kept, and that is what is said."""
    admin = await asyncpg.connect(url)
    await admin.execute(
        """CREATE FUNCTION wait() RETURNS trigger AS 'BEGIN PERFORM pg_sleep(0.3); RETURN NULL; END' LANGUAGE plpgsql;
        CREATE CONSTRAINT TRIGGER late AFTER INSERT ON things DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION wait()"""
    )
    writing = asyncio.ensure_future(world.db.write(make("ann")))
    await asyncio.sleep(0.15)  # the commit waits for its trigger 0.3 s
    assert await admin.fetchval(COMMITTING) == 1
    await admin.execute(CUT)
    with pytest.raises(OutcomeUnknown):
        await writing
    await admin.close()
    assert world.handed == []


async def test_old_connections_are_not_noticed(world: World, url: str) -> None:
    """When the server was restarted, the next request gets a new connection and nobody notices."""
    await asyncio.gather(*(world.db.write(make(f"n{at}")) for at in range(8)))
    await world.db.read(names)
    admin = await asyncpg.connect(url)
    await admin.execute(CUT)
    await admin.close()
    await world.db.write(make("after"))
    assert len(await world.db.read(names)) == 9
    assert await world.db.health()


async def test_a_server_that_is_away_is_told(world: World) -> None:
    """While the server does not answer, writes and reads say so and health does too."""
    away = PostgresDatabase("away", "postgresql://postgres@127.0.0.1:9/none", journal=world.outbox, clock=SystemClock())
    await away.open()
    for call in (away.write, away.read):
        with pytest.raises(DatabaseDown):
            await call(names)
    assert not await away.health()
    await away.close()


async def test_a_newer_database_is_refused(world: World, url: str) -> None:
    """A database that a newer program has changed is not touched by an older one."""
    admin = await asyncpg.connect(url)
    await admin.execute("UPDATE alembic_version SET version_num = '0009'")
    await admin.close()
    with pytest.raises(NewerDatabase, match="newer"):
        await migrate(url, name="things", steps=(FirstStep,), report=lambda _line: None)  # type: ignore[arg-type]


def test_an_address_may_say_what_libpq_says() -> None:
    """An address as other programs take it works, with its wish for encryption."""
    address = with_driver("postgres://u:p@db:5432/posts?sslmode=require")
    assert str(address.render_as_string(hide_password=False)) == "postgresql+asyncpg://u:p@db:5432/posts?ssl=require"


@pytest.mark.parametrize("name", sorted(module.name for module in MODULES if module.status == "built"))
async def test_migrations_make_the_tables(url: str, name: str) -> None:
    """The steps of every module make on Postgres exactly what its tables say."""
    module = next(module for module in MODULES if module.name == name)
    await migrate(url, name=name, steps=module.migrations, report=lambda _line: None)
    engine = create_async_engine(with_driver(url))
    async with engine.connect() as connection:
        assert await connection.run_sync(differences, module.tables) == []
    await engine.dispose()
