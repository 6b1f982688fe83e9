"""What surrounds a SQLite file: connections and their settings, the lock against other processes, the ballast."""

import contextlib
import fcntl
import logging
import os
import shutil
import sqlite3
from pathlib import Path
from typing import IO, Any, Literal

import aiosqlite
from sqlalchemy import AsyncAdaptedQueuePool, event
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

LOG = logging.getLogger(__name__)

FLOOR = (3, 51, 3)
"""The first SQLite in which two connections that checkpoint at once cannot corrupt a WAL database."""

STATEMENTS_CACHED = 512
SLOW_LOCK_SECONDS = 5.0
WAL_KEPT_BYTES = 64 * 1024 * 1024

SETTINGS = (
    "PRAGMA foreign_keys=ON",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA mmap_size=0",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA cache_size=-8000",
    # A foreign lock must never block the loop: whoever needs one waits asynchronously.
    "PRAGMA busy_timeout=0",
)


class InUse(Exception):
    """Another process has this database open; a SQLite database is served by one process."""


def below_floor() -> bool:
    """Tell whether this SQLite is older than the one we trust with concurrent checkpoints."""
    return sqlite3.sqlite_version_info < FLOOR


def warn_below_floor() -> None:
    """Say once per database that the engine is old, and what protects the data nevertheless."""
    if below_floor():
        LOG.warning(
            "SQLite %s is older than 3.51.3 and no newer wheel fits this machine: only one connection of each database "
            "writes and checkpoints, so do not open a database with another program while the server runs",
            sqlite3.sqlite_version,
        )


def connect_writer(path: Path, synchronous: Literal["FULL", "NORMAL"]) -> sqlite3.Connection:
    """Open the one connection that writes and checkpoints."""
    connection = _connect(f"{path.absolute().as_uri()}?mode=rwc")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute(f"PRAGMA synchronous={synchronous}")
    connection.execute(f"PRAGMA journal_size_limit={WAL_KEPT_BYTES}")
    return connection


def connect_reader(path: Path) -> sqlite3.Connection:
    """Open a connection that can only read, and so never checkpoints."""
    connection = _connect(f"{path.absolute().as_uri()}?mode=ro")
    connection.execute("PRAGMA wal_autocheckpoint=0")
    connection.execute("PRAGMA query_only=ON")
    return connection


def _connect(address: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        address,
        uri=True,
        timeout=0,
        isolation_level=None,
        check_same_thread=False,  # the commit runs in a thread, while nobody else touches the connection
        cached_statements=STATEMENTS_CACHED,
    )
    for setting in SETTINGS:
        connection.execute(setting)
    return connection


class FileLock:
    """`<name>.db.lock`, held as long as the database is open. The system frees it when the process dies."""

    def __init__(self, database: Path) -> None:
        """Guard this database file."""
        self.path = database.with_name(database.name + ".lock")
        self._file: IO[str] | None = None

    def take(self) -> None:
        """Take the lock, or raise `InUse` with the number of the process that has it."""
        handle = self.path.open("a+")
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            handle.seek(0)
            holder = handle.read().strip() or "unknown"
            handle.close()
            database = self.path.name.removesuffix(".lock")
            raise InUse(f"{database} is in use by another process (number {holder})") from error
        handle.truncate(0)
        handle.write(str(os.getpid()))
        handle.flush()
        self._file = handle

    def free(self) -> None:
        """Give the lock back. The file stays: removing it would let two processes hold two locks."""
        if self._file is not None:
            self._file.close()
            self._file = None


class Ballast:
    """A file that only takes up room: dropped when the disk is full, so that deletes and the outbox still run."""

    def __init__(self, folder: Path, size: int = 32 * 1024 * 1024) -> None:
        """Keep the ballast of a data folder; all its databases share one."""
        self.path = folder / "ballast"
        self.size = size

    def drop(self) -> bool:
        """Give the room back; tell whether there was any."""
        try:
            self.path.unlink()
        except FileNotFoundError:
            return False
        LOG.warning("the disk is full: dropped %s so that deleting still works; make room soon", self.path)
        return True

    def lay(self) -> bool:
        """Take the room again when the disk has four times as much; tell whether the ballast is there."""
        if self.path.exists():
            return True
        if shutil.disk_usage(self.path.parent).free < 4 * self.size:
            return False
        try:
            with self.path.open("wb") as file:
                _allocate(file, self.size)
        except OSError:
            self.path.unlink(missing_ok=True)
            return False
        return True


def _allocate(file: IO[bytes], size: int) -> None:
    if hasattr(os, "posix_fallocate"):
        os.posix_fallocate(file.fileno(), 0, size)
        return
    block = os.urandom(1024 * 1024)  # bytes that no file system can compress away
    for _ in range(0, size, len(block)):
        file.write(block)


class LeavableConnection(aiosqlite.Connection):
    """A connection whose user may leave in the middle: nobody waits for a scan that nobody reads."""

    async def rollback(self) -> None:
        """Stop what is still running, then roll back."""
        await self.interrupt()
        await super().rollback()

    async def close(self) -> None:
        """Stop what is still running, then close."""
        with contextlib.suppress(ValueError):  # it is closed already
            await self.interrupt()
        await super().close()


def slow_engine(path: Path) -> AsyncEngine:
    """Make the slow lane's engine: SQLAlchemy async over aiosqlite, each connection with a thread of its own."""
    address = f"{path.absolute().as_uri()}?mode=ro"

    def open_file() -> sqlite3.Connection:
        # It may wait for a lock: it blocks nobody but itself.
        return sqlite3.connect(address, uri=True, timeout=SLOW_LOCK_SECONDS, isolation_level=None)

    def connect() -> aiosqlite.Connection:
        return LeavableConnection(open_file, iter_chunk_size=64)

    engine = create_async_engine(
        "sqlite+aiosqlite://", async_creator=connect, poolclass=AsyncAdaptedQueuePool, pool_size=2, max_overflow=2
    )

    @event.listens_for(engine.sync_engine, "connect")
    def set_up(connection: Any, _record: Any) -> None:
        cursor = connection.cursor()
        for setting in (*SETTINGS[:-1], "PRAGMA wal_autocheckpoint=0", "PRAGMA query_only=ON"):
            cursor.execute(setting)
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN")

    return engine
