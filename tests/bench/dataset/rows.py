"""Rows in bulk: into the database of one module of a server that is not running, in one transaction.

A column that nobody names gets what its migration says, else the empty value of its type; so a new column needs no
word here. Indices are made after the rows, in one go.
"""

import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Self

import minifb  # noqa: F401 - swaps in the newer SQLite before sqlite3 is imported

import sqlite3  # isort: skip

from sqlalchemy import Boolean, Integer, LargeBinary, Table  # isort: skip

from minifb.kernel.data.sql import Json  # isort: skip

SETTINGS = ("journal_mode = off", "synchronous = off", "locking_mode = exclusive", "cache_size = -65536")


class Rows:
    """One database, open for writing much at once; leaving the block ends it."""

    def __init__(self, folder: Path, module: str) -> None:
        """Open the database of a module."""
        self.folder = folder
        self.database = sqlite3.connect(folder / f"{module}.db", isolation_level=None)
        for setting in SETTINGS:
            self.database.execute(f"pragma {setting}")
        self.database.execute("begin")
        self._indices: dict[str, list[str]] = {}

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(self, *problem: object) -> None:
        """Make the indices and close."""
        if not problem[0]:
            for statements in self._indices.values():
                for statement in statements:
                    self.database.execute(statement)
            self.database.execute("commit")
            self.database.execute("pragma journal_mode = wal")
        self.database.close()

    def insert(self, table: Table, columns: str, rows: Iterable[Sequence[Any]]) -> None:
        """Write rows, of these columns in this order."""
        known = self._known(table, columns.split())
        marks = ", ".join("?" * len(columns.split()))
        names, values = ", ".join([*columns.split(), *known]), ", ".join([marks, *known.values()])
        self.database.executemany(f"insert into {table.name} ({names}) values ({values})", rows)

    def copy(self, table: Table, columns: Mapping[str, str], source: str) -> None:
        """Write rows made of others: for each column an expression, and where they come from."""
        known = {**columns, **self._known(table, columns)}
        names, values = ", ".join(known), ", ".join(known.values())
        self.database.execute(f"insert into {table.name} ({names}) select {values} {source}")

    def beside(self, module: str) -> None:
        """Let expressions name the tables of another module, as `module.table`."""
        self.database.execute("commit")
        self.database.execute(f"attach database '{self.folder / f'{module}.db'}' as {module}")
        self.database.execute("begin")

    def _known(self, table: Table, named: Iterable[str]) -> dict[str, str]:
        """Say what the columns hold that nobody names, and put the table's indices off."""
        if table.name not in self._indices:
            found = self.database.execute(
                "select name, sql from main.sqlite_master where type = 'index' and sql is not null and tbl_name = ?",
                (table.name,),
            ).fetchall()
            self._indices[table.name] = [sql for _, sql in found]
            for name, _ in found:
                self.database.execute(f"drop index main.{name}")
        info = self.database.execute(f"pragma main.table_info({table.name})").fetchall()
        given = set(named)
        if unknown := given - {row[1] for row in info}:
            sys.exit(f"{table.name} has no {', '.join(sorted(unknown))}")
        return {
            name: empty(table, name)
            for _, name, _, required, default, _ in info
            if required and default is None and name not in given
        }


def empty(table: Table, name: str) -> str:
    """Write the empty value of a column that must hold something."""
    kind = table.c[name].type
    if isinstance(kind, Boolean | Integer):
        return "0"
    if isinstance(kind, LargeBinary):
        return "x''"
    return "'[]'" if isinstance(kind, Json) else "''"
