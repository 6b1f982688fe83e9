"""`minifb fsck`: whether the bytes of media are all there, and as they came."""

import asyncio
import sys

import rich_click as click
from rich.console import Console
from rich.progress import Progress

from minifb.cli import Told, cli, where
from minifb.cli.inspect import opened


@cli.command()
@where
def fsck(told: Told) -> None:
    """Read through all pictures, films and sounds, while the server is stopped, and name what is damaged.

    On a disk every file is held against its checksum; of a bucket it is only asked whether the object is there.
    Exit code 1 when something is missing or damaged: fetch it from a backup, or upload it again. Files that nothing
    needs are counted; the server sweeps them when they are a day old.
    """

    async def run() -> bool:
        async with opened(told.settings()) as house:
            media = house.service("media")
            total, bad = await media.how_many(), 0
            with Progress(console=Console(stderr=True), transient=True) as progress:
                reading = progress.add_task("reading", total=total)
                async for looked in media.look_through():
                    progress.advance(reading)
                    if looked.state != "sound":
                        bad += 1
                        click.echo(f"✗ {looked.sha256}: {looked.state}: {', '.join(looked.made_of) or 'an original'}")
            click.echo(f"{'✗' if bad else '✓'} {total - bad} of {total} files are as they came")
            if orphans := await media.count_orphans():
                click.echo(f"! files that nothing needs: {orphans}; the server sweeps them when they are a day old")
            return bad == 0

    if not asyncio.run(run()):
        sys.exit(1)
