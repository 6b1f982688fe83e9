"""Bring a module's database up to date: the kernel's own chain of steps first, then the module's.

A step is a plain module, imported by name so that the frozen program has it: `REVISION = "0001"` and `upgrade(op)`
with Alembic's operations. All steps that are missing run in one transaction, so a database is at the newest version or
where it was, never between. Alembic is imported only when there is something to do.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlalchemy import Connection, StaticPool, create_engine, text

from minifb.kernel.data.engine import FileLock, connect_writer
from minifb.kernel.data.migrations import STEPS as KERNEL_STEPS

Report = Callable[[str], None]
Chain = tuple[str, Sequence[ModuleType]]

VERSION_TABLES = ("kernel_version", "alembic_version")


class NewerDatabase(Exception):
    """The database was written by a newer version of the program."""


async def migrate(where: str | Path, *, name: str, steps: tuple[ModuleType, ...], report: Report) -> None:
    """Apply the steps a database lacks, one line to `report` for each; `NewerDatabase` when it is ahead of us."""
    chains: list[Chain] = list(zip(VERSION_TABLES, (KERNEL_STEPS, steps), strict=True))
    if is_postgres(where):
        await _migrate_postgres(str(where), name, chains, report)
    else:
        lines: list[str] = []
        await asyncio.to_thread(_migrate_sqlite, Path(where), name, chains, lines.append)
        for line in lines:
            report(line)


def is_postgres(where: str | Path) -> bool:
    """Tell an address of a Postgres database from the path of a file."""
    return isinstance(where, str) and where.startswith(("postgresql:", "postgresql+", "postgres:"))


def _migrate_sqlite(path: Path, name: str, chains: Iterable[Chain], report: Report) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(path)
    lock.take()
    raw = connect_writer(path, "FULL")
    try:
        if not any(missing(name, table, _read_sqlite(raw, table), steps) for table, steps in chains):
            return
        # Changing a table on SQLite means making it anew; the references are checked when all is done.
        raw.execute("PRAGMA foreign_keys=OFF")
        engine = create_engine("sqlite://", creator=lambda: raw, poolclass=StaticPool)
        with engine.connect() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            _upgrade(connection, name, chains, report)
            if broken := raw.execute("PRAGMA foreign_key_check").fetchall():
                raise RuntimeError(f"{name}: migrating would break references: {broken[:5]}")
            connection.commit()
    finally:
        raw.close()
        lock.free()


def _read_sqlite(raw: sqlite3.Connection, table: str) -> str | None:
    if not raw.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table,)).fetchone():
        return None
    row = raw.execute(f"SELECT version_num FROM {table}").fetchone()  # noqa: S608 - one of two names
    return row[0] if row else None


async def _migrate_postgres(url: str, name: str, chains: Sequence[Chain], report: Report) -> None:
    from sqlalchemy.ext.asyncio import create_async_engine

    from minifb.kernel.data.postgres import with_driver

    engine = create_async_engine(with_driver(url))
    try:
        async with engine.begin() as connection:
            # Replicas that start together take turns.
            await connection.execute(text("SELECT pg_advisory_xact_lock(5310846126390112)"))
            await connection.run_sync(_upgrade, name, chains, report)
    finally:
        await engine.dispose()


def missing(name: str, table: str, current: str | None, steps: Sequence[ModuleType]) -> list[ModuleType]:
    """Say which steps a database lacks that is at `current`."""
    known = [step.REVISION for step in steps]
    if current is None:
        return list(steps)
    if current not in known:
        raise NewerDatabase(
            f"the database of {name} was written by a newer minifb ({table} {current}, this one knows up to "
            f"{known[-1] if known else 'none'}): start that version or a newer one. Nothing was changed."
        )
    return list(steps[known.index(current) + 1 :])


def _upgrade(connection: Connection, name: str, chains: Iterable[Chain], report: Report) -> None:
    operations: Any = None
    for table, steps in chains:
        for step in missing(name, table, _current(connection, table), steps):
            operations = operations or _operations(connection)
            step.upgrade(operations)
            connection.execute(text(f"DELETE FROM {table}"))  # noqa: S608 - one of two names
            connection.execute(text(f"INSERT INTO {table} VALUES (:at)"), {"at": step.REVISION})  # noqa: S608
            report(f"{name}: {step.__name__.rpartition('.')[2]} applied")


def _current(connection: Connection, table: str) -> str | None:
    connection.execute(text(f"CREATE TABLE IF NOT EXISTS {table} (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
    found: str | None = connection.execute(text(f"SELECT version_num FROM {table}")).scalar()  # noqa: S608
    return found


def _operations(connection: Connection) -> Any:
    from alembic.operations import Operations
    from alembic.runtime.migration import MigrationContext

    return Operations(MigrationContext.configure(connection=connection))
