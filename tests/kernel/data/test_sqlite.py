"""SQLite keeps the contract of a database, and what only SQLite can get wrong."""

import asyncio
import os
import resource
import sqlite3
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import aiosqlite.core
import pytest

from minifb.kernel.clock import SystemClock
from minifb.kernel.data.engine import FLOOR
from minifb.kernel.data.migrate import migrate
from minifb.kernel.data.sqlite import Ballast, InUse, SqliteDatabase
from minifb.kernel.data.tx import Database, DatabaseBusy, TookTooLong, Tx
from minifb.kernel.events.outbox import Outbox
from minifb.kernel.refusals import Conflict, NoSpace, OutcomeUnknown
from tests.kernel.data.contract import DatabaseContract
from tests.kernel.data.things import CLEAR, GROW_FOR_EVER, NAMED, FirstStep, World, make, names


async def open_world(folder: Path, **rest: Any) -> World:
    """Open an empty database in a folder."""

    async def build(outbox: Outbox) -> Database:
        path = folder / "things.db"
        await migrate(path, name="things", steps=(FirstStep,), report=lambda _line: None)  # type: ignore[arg-type]
        db = SqliteDatabase("things", path, journal=outbox, clock=SystemClock(), **rest)
        db.unit_seconds = 0.5
        await db.open()
        return db

    return await World.open(build)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """An empty database in a folder of its own."""
    made = await open_world(tmp_path)
    yield made
    await made.db.close()


class TestSqlite(DatabaseContract):
    """The promises of every database."""

    async def plan_of(self, world: World, statement: Any, **values: Any) -> bool:
        """Tell whether a statement searches an index."""
        compiled = statement.on("sqlite")
        plan = world.db._reader.execute("EXPLAIN QUERY PLAN " + compiled.text, compiled.bind(values)).fetchall()
        return any("SEARCH things USING" in row[3] for row in plan)


async def together(world: World, *units: Any) -> list[Any]:
    """Write several units in one group."""
    return await asyncio.gather(*(world.db.write(unit) for unit in units), return_exceptions=True)


@contextmanager
def files_end_here(path: Path) -> Iterator[None]:
    """Let no file of this process grow past the size of this one: writing on fails like a broken disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


async def test_a_unit_that_takes_the_group_with_it(world: World) -> None:
    """A unit that loses the whole transaction is told so; the others are run again and told once."""
    await world.db.write(make("first"))
    runs: list[str] = []

    def counted(name: str) -> Callable[[Tx], str]:
        def unit(tx: Tx) -> str:
            runs.append(name)
            return make(name)(tx)

        return unit

    answers = await together(world, counted("ann"), lambda tx: tx.run(GROW_FOR_EVER), counted("bob"))
    assert isinstance(answers[1], TookTooLong)
    assert runs.count("ann") == 2  # a stopped UPDATE rolls the whole transaction back, savepoints and all
    assert await world.db.read(names) == ["ann", "bob", "first"]
    assert await world.told() == ["first", "ann", "bob"]
    assert world.handed == [1, 2, 3]


async def test_a_decision_on_what_was_lost_is_made_again(world: World) -> None:
    """A refusal that rested on a change which was lost with its group is decided anew."""
    await world.db.write(make("first"))
    attempts: list[int] = []

    def takes_name_then_fails(tx: Tx) -> None:
        make("ann")(tx)
        attempts.append(1)
        tx.run(GROW_FOR_EVER)

    def wants_name(tx: Tx) -> str:
        if tx.one(NAMED, name="ann"):
            raise Conflict
        return make("ann")(tx)

    answers = await together(world, takes_name_then_fails, wants_name)
    assert isinstance(answers[0], TookTooLong)
    assert isinstance(answers[1], str)
    assert len(attempts) == 1


async def test_a_row_of_failing_units(world: World) -> None:
    """Many units that each lose their group keep the others waiting, but lose nobody's write."""
    world.db.unit_seconds = 0.05
    await world.db.write(make("first"))
    units = [make(f"n{at:02}") if at % 3 else (lambda tx: tx.run(GROW_FOR_EVER)) for at in range(24)]
    answers = await together(world, *units)
    assert sum(isinstance(answer, TookTooLong) for answer in answers) == 8
    assert len(await world.db.read(names)) == 17
    assert len(await world.told()) == 17


async def test_a_full_disk_keeps_nothing_of_the_unit(world: World) -> None:
    """A unit that does not fit on the disk is told so; others beside it are kept, and later ones work."""
    pages = world.db._writer.execute("PRAGMA page_count").fetchone()[0]
    world.db._writer.execute(f"PRAGMA max_page_count={pages + 4}")
    answers = await together(world, make("ann"), make("big", tags=["x" * 100_000]), make("bob"))
    assert isinstance(answers[1], NoSpace)
    assert await world.db.read(names) == ["ann", "bob"]
    world.db._writer.execute("PRAGMA max_page_count=1000000")
    await world.db.write(make("big", tags=["x" * 100_000]))


async def test_a_failed_commit_is_unknown(world: World) -> None:
    """When the commit itself fails everybody hears that the outcome is unknown, and the next write works."""
    await world.db.write(make("first"))
    with files_end_here(world.db.path.with_name("things.db-wal")):
        answers = await together(world, make("ann"), make("bob"), names)
    assert all(isinstance(answer, OutcomeUnknown) for answer in answers)
    assert world.handed == [1]
    await world.db.write(make("after"))
    assert {"first", "after"} <= set(await world.db.read(names))
    assert sorted(await world.told()) == await world.db.read(names)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 8 MiB."""
    if os.geteuid() != 0:
        pytest.skip("needs a small file system of its own, which only root can mount")
    disk = tmp_path / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", disk], check=True)
    yield disk
    subprocess.run(["umount", "-l", disk], check=True)


async def test_a_full_disk_at_the_commit(small_disk: Path) -> None:
    """On a full disk writes are refused and reads go on; the ballast makes room to delete, and then all works."""
    ballast = Ballast(small_disk, size=1024 * 1024)
    world = await open_world(small_disk, ballast=ballast)
    assert ballast.path.exists()
    big, answers = ["x" * 200_000], []
    while not answers or isinstance(answers[-1], str):
        answers += await together(world, make(f"n{len(answers):02}", tags=big))
    assert isinstance(answers.pop(), NoSpace)
    assert len(await world.db.read(names)) == len(answers)
    assert not ballast.path.exists()
    assert await world.db.write(lambda tx: tx.run(CLEAR)) == len(answers)
    await world.db.write(make("again", tags=big))
    assert await world.db.read(names) == ["again"]
    assert len(await world.told()) == len(answers) + 1
    await world.db.close()


def test_the_ballast_is_laid_and_dropped(tmp_path: Path) -> None:
    """The ballast takes real room, is given back when needed, and comes back when there is room."""
    ballast = Ballast(tmp_path, size=4096 * 16)
    assert ballast.lay()
    assert ballast.path.stat().st_blocks * 512 >= 4096 * 16
    assert ballast.drop()
    assert not ballast.drop()
    assert ballast.lay()
    ballast.drop()
    assert not Ballast(tmp_path, size=10**15).lay()


async def test_a_foreign_lock_never_blocks_the_loop(world: World) -> None:
    """While an admin's shell holds the database, the server goes on, reads are answered, writes wait for it."""
    shell = sqlite3.connect(world.db.path, isolation_level=None)
    shell.execute("BEGIN IMMEDIATE")
    waiting = asyncio.ensure_future(world.db.write(make("ann")))
    longest = 0.0
    for _ in range(30):
        before = time.perf_counter()
        await asyncio.sleep(0.01)
        longest = max(longest, time.perf_counter() - before)
        assert await world.db.read(names) == []
    assert not waiting.done()
    assert longest < 0.2
    shell.execute("ROLLBACK")
    assert await waiting
    shell.close()


async def test_a_foreign_lock_that_stays_is_told(world: World) -> None:
    """Writes that wait too long for somebody else's lock are refused and may be tried again."""
    world.db.lock_seconds = 0.1
    shell = sqlite3.connect(world.db.path, isolation_level=None)
    shell.execute("BEGIN IMMEDIATE")
    answers = await together(world, make("ann"), make("bob"))
    assert [type(answer) for answer in answers] == [DatabaseBusy, DatabaseBusy]
    assert not await world.db.health()
    shell.execute("ROLLBACK")
    shell.close()
    await world.db.write(make("cid"))
    assert await world.db.read(names) == ["cid"]


async def test_a_second_process_may_not_open_it(world: World) -> None:
    """A database that is open cannot be opened or migrated by anybody else, who is told by whom."""
    path, outbox = world.db.path, world.outbox
    second = SqliteDatabase("things", path, journal=outbox, clock=SystemClock())
    with pytest.raises(InUse, match=str(os.getpid())):
        await second.open()
    with pytest.raises(InUse):
        await migrate(path, name="things", steps=(), report=lambda _line: None)
    await world.db.close()
    await second.open()
    await second.close()


async def test_writes_share_a_commit(world: World) -> None:
    """Writes that arrive together are kept together: far fewer commits than writes."""
    commits: list[int] = []
    world.outbox.listen(lambda envelopes: commits.append(len(envelopes)))
    await asyncio.gather(*(world.db.write(make(f"n{at}")) for at in range(250)))
    assert commits == [100, 100, 50]


async def test_a_caller_who_left_before_is_not_served(world: World) -> None:
    """A write whose caller went away before it began is not run."""
    waiting = [asyncio.ensure_future(world.db.write(make(f"n{at}"))) for at in range(3)]
    waiting[1].cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    assert await world.db.read(names) == ["n0", "n2"]


async def test_the_settings_are_on(world: World) -> None:
    """The connections have the settings that durability and safety rest on."""
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    wanted |= {"trusted_schema": 0, "busy_timeout": 0, "mmap_size": 0}
    for pragma, value in wanted.items():
        assert world.db._writer.execute(f"PRAGMA {pragma}").fetchone()[0] == value, pragma
    assert world.db._reader.execute("PRAGMA query_only").fetchone()[0] == 1
    assert world.db._reader.execute("PRAGMA wal_autocheckpoint").fetchone()[0] == 0


def test_the_newer_engine_is_in_place() -> None:
    """Where a newer SQLite exists for the machine, everything that says `sqlite3` gets it."""
    pysqlite3 = pytest.importorskip("pysqlite3")
    assert sqlite3.connect is pysqlite3.connect
    assert aiosqlite.core.sqlite3 is pysqlite3
    assert sqlite3.sqlite_version_info >= FLOOR


async def test_closing_leaves_one_file(world: World) -> None:
    """A closed database is one whole file: its log was written back."""
    await world.db.write(make("ann"))
    await world.db.close()
    assert sorted(file.name for file in world.db.path.parent.iterdir()) == ["things.db", "things.db.lock"]


def test_without_a_wheel_it_runs_and_warns(tmp_path: Path) -> None:
    """Where no newer SQLite fits the machine the database works with the old one, and a warning says so."""
    program = """if True:
        import asyncio, sys
        from pathlib import Path
        sys.modules["pysqlite3"] = None
        import minifb, sqlite3
        from minifb.kernel.clock import SystemClock
        from minifb.kernel.data.engine import below_floor
        from minifb.kernel.data.sqlite import SqliteDatabase
        async def main():
            db = SqliteDatabase("x", Path(sys.argv[1]), journal=None, clock=SystemClock())
            await db.open()
            assert await db.write(lambda tx: 7) == 7
            await db.close()
            print(below_floor())
        asyncio.run(main())
    """
    done = subprocess.run(
        [sys.executable, "-c", program, tmp_path / "x.db"], capture_output=True, text=True, check=True
    )
    assert ("only one connection" in done.stderr) == (done.stdout.strip() == "True")
