"""Bringing databases up to date."""

import sqlite3
import sys
from pathlib import Path
from subprocess import run
from typing import Any

import pytest
from sqlalchemy import create_engine

from minifb.kernel.data.migrate import NewerDatabase, migrate
from minifb.registry import MODULES
from tests.kernel.data.schema import differences

BUILT = [module for module in MODULES if module.status == "built"]


class First:
    """Makes a table."""

    REVISION = "0001"

    @staticmethod
    def upgrade(op: Any) -> None:
        """Make it."""
        op.execute("CREATE TABLE kept (name TEXT)")


class Second:
    """Fails after half of its work."""

    REVISION = "0002"

    @staticmethod
    def upgrade(op: Any) -> None:
        """Begin, and fail."""
        op.execute("CREATE TABLE half (name TEXT)")
        raise RuntimeError("cut off")


async def up(path: Path, *steps: Any) -> list[str]:
    """Migrate and give the lines that were reported."""
    lines: list[str] = []
    await migrate(path, name="things", steps=steps, report=lines.append)
    return lines


def tables(path: Path) -> set[str]:
    """Name the tables of a database."""
    with sqlite3.connect(path) as connection:
        found = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    connection.close()
    return found


@pytest.mark.parametrize("module", BUILT, ids=lambda module: module.name)
async def test_migrations_make_the_tables(tmp_path: Path, module: Any) -> None:
    """The steps of every module make exactly what its tables say, and so do the kernel's."""
    await migrate(tmp_path / "x.db", name=module.name, steps=module.migrations, report=lambda _line: None)
    engine = create_engine(f"sqlite:///{tmp_path}/x.db")
    with engine.connect() as connection:
        assert differences(connection, module.tables) == []
    engine.dispose()


async def test_each_step_is_told_once(tmp_path: Path) -> None:
    """A start tells each step it applies; the next start has nothing to do and says nothing."""
    assert await up(tmp_path / "x.db", First) == [
        "things: m0001_kernel applied",
        "things: First applied",
    ]
    assert await up(tmp_path / "x.db", First) == []


async def test_a_step_that_fails_changes_nothing(tmp_path: Path) -> None:
    """A start that fails in the middle leaves the database where it was, and works when it is mended."""
    await up(tmp_path / "x.db", First)
    before = tables(tmp_path / "x.db")
    with pytest.raises(RuntimeError, match="cut off"):
        await up(tmp_path / "x.db", First, Second)
    assert tables(tmp_path / "x.db") == before
    assert await up(tmp_path / "x.db", First) == []


@pytest.mark.parametrize("table", ["alembic_version", "kernel_version"])
async def test_a_newer_database_is_refused(tmp_path: Path, table: str) -> None:
    """A database that a newer program has changed is refused with a plain sentence, and not touched."""
    await up(tmp_path / "x.db", First)
    with sqlite3.connect(tmp_path / "x.db") as connection:
        connection.execute(f"UPDATE {table} SET version_num = '0009'")
    connection.close()
    before = (tmp_path / "x.db").read_bytes()
    with pytest.raises(NewerDatabase, match="written by a newer minifb"):
        await up(tmp_path / "x.db", First)
    assert (tmp_path / "x.db").read_bytes() == before


def test_nothing_to_do_costs_nothing() -> None:
    """Neither Alembic nor the Postgres driver is loaded by a start that needs neither."""
    program = (
        "import sys, minifb.kernel.data.sqlite, minifb.kernel.data.migrate, minifb.kernel.data.postgres;"
        "print([name for name in ('alembic', 'asyncpg') if name in sys.modules])"
    )
    done = run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
