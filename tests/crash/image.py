"""Databases as somebody reads them who was never part of the server."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import minifb  # noqa: F401 - swaps in the newer SQLite before sqlite3 is imported

import sqlite3  # isort: skip

from minifb.registry import MODULES  # isort: skip

Connection = sqlite3.Connection
Databases = dict[str, Connection]


@contextmanager
def image(data: Path) -> Iterator[Databases]:
    """Open copies of all databases of a folder that no server is using."""
    with tempfile.TemporaryDirectory() as folder:
        databases: Databases = {}
        try:
            for file in sorted(data.glob("*.db")):
                for part in (file, file.with_name(f"{file.name}-wal")):
                    if part.exists():
                        shutil.copy(part, folder)
                databases[file.stem] = sqlite3.connect(Path(folder) / file.name)
            yield databases
        finally:
            for database in databases.values():
                database.close()


@contextmanager
def live(data: Path) -> Iterator[Databases]:
    """Open a running server's databases, for reading only."""
    databases: Databases = {}
    try:
        for file in sorted(data.glob("*.db")):
            databases[file.stem] = sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=2.0)
        yield databases
    finally:
        for database in databases.values():
            database.close()


def rows(database: Connection, text: str) -> list[tuple[Any, ...]]:
    """Run a query; a table that is not there yet has no rows."""
    try:
        return database.execute(text).fetchall()
    except sqlite3.OperationalError as missing:
        if "no such table" in str(missing):
            return []
        raise


def value(database: Connection, text: str) -> Any:
    """Run a query that gives one value."""
    found = rows(database, text)
    return found[0][0] if found else None


def consumed(database: Connection) -> list[tuple[str, int]]:
    """Tell for each source how far this module's consumer has come."""
    return rows(database, "select source, position from cursors where source not like 'outbox:%'")


def behind(databases: Databases) -> dict[str, int]:
    """Tell for each consumer and source how many events that it listens to it has not passed."""
    wants = {module.name: {each.event.NAME for each in module.consumes} for module in MODULES}
    found = {}
    for name, database in databases.items():
        for source, position in consumed(database):
            coming = rows(databases[source], f"select name from outbox where position > {position}")
            found[f"{name} of {source}"] = sum(event in wants[name] for (event,) in coming)
    return found


def due(databases: Databases, now: int) -> dict[str, int]:
    """Tell for each module how many timers should have run by an instant; parked ones run no more."""
    text = f"select count(*) from jobs where state <> 'parked' and run_at <= {now}"
    return {name: int(value(database, text) or 0) for name, database in databases.items()}
