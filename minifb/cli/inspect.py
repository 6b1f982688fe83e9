"""`minifb config`, `doctor`, `migrate`, `replay`, `audit`: looking at a server, and mending it."""

import asyncio
import contextlib
import shutil
import sqlite3
import sys
import time
from collections.abc import AsyncIterator, Iterator
from typing import Any

import rich_click as click

from minifb.cli import Told, cli, where
from minifb.kernel.clock import wire
from minifb.kernel.settings import CannotStart, Settings, explain

ENOUGH_SPACE = 256 * 1024 * 1024
_HAS_JOBS = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'jobs'"
_ASIDE = "SELECT kind, count(*), max(error) FROM jobs WHERE state = 'parked' GROUP BY kind ORDER BY kind"


@cli.command()
@click.option("--long", is_flag=True, help="Say what each setting does.")
@where
def config(told: Told, long: bool) -> None:
    """Show every effective setting and where its value came from.

    Secrets are masked. What is not `default` was set in the file, the environment or on the command line.
    """
    from minifb.registry import MODULES

    settings = told.settings()
    rows = explain(settings, {module.name: module.settings for module in MODULES})
    width = max(len(row.key.name) for row in rows)
    values = max(min(len(row.value), 40) for row in rows)
    for row in rows:
        line = f"{row.key.name:{width}}  {row.value:{values}}"
        click.echo(line + ("" if row.origin == "default" else f"  ← {row.origin}"))
        if long:
            click.echo(f"{'':{width}}  {row.key.description}  ({row.key.variable})")


@cli.command()
@where
def doctor(told: Told) -> None:
    """Tell how a server is, also one that does not start.

    Looks at settings, key, databases and disk, asks the running server, and lists the errors it noted. Exit code 1
    when something is wrong.
    """
    settings = told.settings()
    click.echo(f"✓ settings ({told.path() or 'no file: defaults and environment'})")
    findings = [*_data_folder(settings), *_databases(settings), *asyncio.run(_server(settings))]
    for well, line in findings:
        click.echo(f"{'✓' if well else '✗'} {line}")
    _noted(settings)
    if not all(well for well, _ in findings):
        sys.exit(1)


def _data_folder(settings: Settings) -> Iterator[tuple[bool, str]]:
    from minifb.kernel.crypto import Keys

    folder = settings.data_dir
    if not folder.is_dir():
        yield True, f"{folder} is not there yet; the first start makes it"
        return
    free = shutil.disk_usage(folder).free
    yield free > ENOUGH_SPACE, f"{folder}: {free // 1024**2:,} MiB free"
    databases = any(folder.glob("*.db"))
    if databases or (folder / "master.key").exists():
        try:
            Keys.load(folder, databases)
            yield True, "the master key can be read, by nobody else"
        except CannotStart as trouble:
            yield False, str(trouble)


def _databases(settings: Settings) -> Iterator[tuple[bool, str]]:
    """Check each SQLite file, from a connection that only reads."""
    careful = "" if sqlite3.sqlite_version_info >= (3, 51, 3) else ": older than 3.51.3, open no database from outside"
    yield True, f"SQLite {sqlite3.sqlite_version}{careful}"
    for path in sorted(settings.data_dir.glob("*.db")):
        try:
            with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
                (found,) = connection.execute("PRAGMA quick_check").fetchone()
                aside = connection.execute(_ASIDE).fetchall() if connection.execute(_HAS_JOBS).fetchone() else []
            yield found == "ok", f"{path.name}: {found} ({path.stat().st_size / 1024**2:.1f} MiB)"
            for kind, count, error in aside:
                yield False, f"{path.name}: {count} of {kind} put aside after every try failed, the last one: {error}"
        except sqlite3.Error as trouble:
            yield False, f"{path.name}: {trouble}"


async def _server(settings: Settings) -> list[tuple[bool, str]]:
    """Ask the server that runs with these settings, if one does."""
    import httpx2
    import msgspec

    host = settings.server.host if settings.server.host not in {"0.0.0.0", "::"} else "127.0.0.1"  # noqa: S104
    url = f"http://{f'[{host}]' if ':' in host else host}:{settings.server.port}/health"
    try:
        async with httpx2.AsyncClient(timeout=5) as client:
            health = msgspec.json.decode((await client.get(url)).content)
    except (httpx2.HTTPError, msgspec.DecodeError):
        return [(True, f"no server answers at {url}")]
    found = [(health["status"] == "healthy", f"the server is {health['status']}: {health['metrics']}")]
    found += [(state == "up", f"  {name} is {state}") for name, state in health["dependencies"].items()]
    found += [(state == "healthy", f"  {name} is {state}") for name, state in health["modules"].items()]
    return found


def _noted(settings: Settings) -> None:
    from minifb.kernel.ops.failures import saved

    for failure in saved(settings.data_dir):
        click.echo(
            f"! {failure.kind} at {failure.place}: {failure.count} times, first {wire(failure.first):%Y-%m-%d %H:%M}, "
            f"last {wire(failure.last):%Y-%m-%d %H:%M}, request {failure.request_id or '-'}"
        )


@contextlib.asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Any]:
    """Open the databases of a server that is not running, up to date, without anything that runs by itself."""
    from minifb.app import build
    from minifb.kernel.ops.log import configure

    house = build(settings)
    configure(settings.log, house.clock)
    await house.open(lambda line: click.echo(f"  {line}", err=True))
    try:
        yield house
    finally:
        await house.close()


@cli.command()
@where
def migrate(told: Told) -> None:
    """Bring every database up to date, without serving.

    `minifb serve` does the same at its start. An older program refuses a newer database, so keep a copy before an
    upgrade.
    """
    began = time.monotonic()

    async def run() -> None:
        async with opened(told.settings()) as house:
            click.echo(f"{len(house.parts)} databases are up to date ({time.monotonic() - began:.1f} s)")

    asyncio.run(run())


@cli.command()
@click.argument("consumer")
@click.option(
    "--from", "source", metavar="MODULE", help="Only the events of this module. Default: of all it listens to."
)
@click.option("--after", default=0, metavar="POSITION", help="Begin after this position of the outbox. Default: 0.")
@where
def replay(told: Told, consumer: str, source: str | None, after: int) -> None:
    """Let a module apply again the events it once heard, while the server is stopped.

    Applying history again changes nothing that is right and mends what is missing. Example: `minifb replay posts
    --from users` rebuilds what posts knows of friendships.
    """
    from minifb.kernel.events.replay import replay as run_replay

    async def run() -> None:
        async with opened(told.settings()) as house:
            await house.bus.take_places()
            await run_replay(
                house.bus,
                consumer,
                source=source,
                after=after,
                report=lambda at: click.echo(f"  {at.source}: {at.position} of {at.last}"),
            )
        click.echo(f"{consumer} has applied everything again")

    asyncio.run(run())


@cli.group()
def audit() -> None:
    """The record of who did what with power over others."""


@audit.command()
@where
def verify(told: Told) -> None:
    """Check every audit log, row by row, and name the first row that is not as it was written.

    Prints the end of each chain: keep it elsewhere, since who may write the file could write all of it anew.
    """
    from minifb.kernel.ops import audit as log

    async def run() -> bool:
        whole = True
        async with opened(told.settings()) as house:
            for name, part in house.parts.items():
                broken, head = await part.db.read(log.verify), await part.db.read(log.head)
                whole = whole and broken is None
                if broken is None:
                    click.echo(f"✓ {name}: {head.seq} rows, ends with {head.hash}")
                else:
                    click.echo(f"✗ {name}: row {broken.seq}: {broken.why}")
        return whole

    if not asyncio.run(run()):
        sys.exit(1)


@audit.command()
@click.option("--limit", default=50, metavar="N", help="How many rows of each module. Default: 50.")
@where
def show(told: Told, limit: int) -> None:
    """Show the latest rows of every audit log."""
    from minifb.kernel.ops import audit as log

    async def run() -> None:
        async with opened(told.settings()) as house:
            for name, part in house.parts.items():
                for act in await part.db.read(lambda tx: log.latest(tx, limit)):
                    click.echo(
                        f"{wire(act.at):%Y-%m-%d %H:%M:%S}  {name}  {act.actor} via {act.via}: {act.action} "
                        f"{act.object} → {act.result}{f' ({act.reason})' if act.reason else ''}"
                    )

    asyncio.run(run())
