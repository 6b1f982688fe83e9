"""The check of the files: what a dead server left on disk, read by somebody who was never part of it.

The databases are copied with their write-ahead logs and the copies opened: the next start of the server itself
must find exactly what the crash left.
"""

import minifb  # noqa: F401 - swaps in the newer SQLite before anything imports sqlite3

import json
import shutil
import sqlite3
import tempfile
from contextlib import closing, contextmanager
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.crash.ledger import Ledger

Databases = dict[str, sqlite3.Connection]


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


def rows(database: sqlite3.Connection, text: str) -> list[tuple[Any, ...]]:
    """Run a query; a table that is not there yet has no rows."""
    try:
        return database.execute(text).fetchall()
    except sqlite3.OperationalError as missing:
        if "no such table" in str(missing):
            return []
        raise


def value(database: sqlite3.Connection, text: str) -> Any:
    """Run a query that gives one value."""
    found = rows(database, text)
    return found[0][0] if found else None


class Files:
    """Compares what one crash left with what the one before had, and the modules with each other."""

    def __init__(self, ledger: Ledger) -> None:
        """Begin with nothing seen."""
        self.ledger = ledger
        self.last: dict[str, tuple[int, str]] = {}
        """Per module, the newest outbox row seen: its position and its event's id."""

    def crashed(self, data: Path) -> None:
        """Check what must hold at any instant, also in the middle of everything."""
        with image(data) as databases:
            for name, database in databases.items():
                self.sound(name, database)
                self.outbox(name, database)
            for name, database in databases.items():
                self.cursors(name, database, databases)
            told_once(self.ledger, databases)

    def settled(self, data: Path) -> None:
        """Check what must hold once every event is delivered and nothing is under way."""
        with image(data) as databases:
            for name, database in databases.items():
                self.sound(name, database)
                self.outbox(name, database)
                deferred = rows(database, "select source, name, state, error from inbox_deferred")
                self.ledger.equal("no event is left behind", [], deferred, name)
            for name, lag in behind(databases).items():
                self.ledger.equal("consumers have passed every event", 0, lag, name)
            told_once(self.ledger, databases)
            applied_once(self.ledger, databases)

    def sound(self, name: str, database: sqlite3.Connection) -> None:
        """The database is whole."""
        self.ledger.equal("databases are whole", [("ok",)], rows(database, "pragma integrity_check"), name)
        self.ledger.equal("references hold", [], rows(database, "pragma foreign_key_check"), name)

    def outbox(self, name: str, database: sqlite3.Connection) -> None:
        """Positions have no gap, and no event that was once on disk is gone."""
        first, last, count = rows(database, "select min(position), max(position), count(*) from outbox")[0:1][0] if rows(
            database, "select 1 from sqlite_master where name = 'outbox'"
        ) else (None, None, 0)
        if not count:
            return
        self.ledger.equal("outbox positions have no gap", last - first + 1, count, name)
        seen, event = self.last.get(name, (0, ""))
        if seen >= first:
            kept = value(database, f"select id from outbox where position = {seen}")
            self.ledger.equal("events stay where they were", event, kept, f"{name} {seen}")
        self.last[name] = (last, value(database, f"select id from outbox where position = {last}"))

    def cursors(self, name: str, database: sqlite3.Connection, databases: Databases) -> None:
        """Nobody has consumed an event that is not on disk."""
        for source, position in rows(database, "select source, position from cursors"):
            last = value(databases[source], "select max(position) from outbox") or 0
            said = f"{name} is at {position} of {source}, which ends at {last}"
            self.ledger.check("nobody is ahead of an outbox", position <= last, said)


def behind(databases: Databases) -> dict[str, int]:
    """Tell for each consumer and source how many events it has not passed."""
    lags = {}
    for name, database in databases.items():
        for source, position in rows(database, "select source, position from cursors"):
            lags[f"{name} of {source}"] = (value(databases[source], "select max(position) from outbox") or 0) - position
    return lags


@contextmanager
def live(data: Path) -> Iterator[Databases]:
    """Open a running server's databases for reading only."""
    databases = {
        file.stem: sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=2.0) for file in sorted(data.glob("*.db"))
    }
    try:
        yield databases
    finally:
        for database in databases.values():
            database.close()
