"""`minifb reindex`: the index of search made anew."""

import asyncio
import time

import rich_click as click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from minifb.cli import Told, cli, where
from minifb.cli.inspect import opened


@cli.command()
@where
def reindex(told: Told) -> None:
    """Make the index of search anew out of its database, while the server is stopped.

    A running server does the same by itself when the index is missing, damaged or of another version: delete the
    folder `search` in the data folder and start it. Searches answer meanwhile, and say that something may be missing.
    """
    began = time.monotonic()

    async def run() -> int:
        async with opened(told.settings()) as house:
            search = house.service("search")
            columns = (TextColumn("documents"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
            with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
                task = progress.add_task("documents", total=None)
                try:
                    count: int = await search.reindex(
                        lambda done, total: progress.update(task, completed=done, total=total)
                    )
                finally:
                    await search.stop()
            return count

    count = asyncio.run(run())
    click.echo(f"the index is new: {count:,} documents ({time.monotonic() - began:.1f} s)")
