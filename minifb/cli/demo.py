"""`minifb demo`: fills a server with a community, so that there is something to look at."""

import asyncio
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Self

import msgspec
import rich_click as click

from minifb.cli import Told, cli, where

if TYPE_CHECKING:
    from rich.progress import TaskID

    from minifb.demo import Made, Signed

ACCOUNTS = "demo.json"
"""Where the data folder keeps the accounts to sign in with, readable by its owner alone."""


@cli.command()
@click.option(
    "--size",
    type=click.Choice(["small", "village", "town"]),
    default="small",
    help="50, 2,000 or 20,000 members. Default: `small`.",
)
@click.option("--seed", default="1", metavar="TEXT", help="Another seed makes another community. Default: `1`.")
@click.option("--yes", is_flag=True, help="Add the community to the members that are there already.")
@click.option("--once", is_flag=True, help="Do nothing where there are members already, but show the accounts again.")
@where
def demo(told: Told, size: str, seed: str, yes: bool, once: bool) -> None:
    """Fill a server with a believable community, while it is stopped.

    Families, clubs and streets register, become friends, post, photograph, discuss and react over some months: all of
    it through the same use cases that requests call, so that every rule holds and every event was told. The same seed
    makes the same community, told back from the present hour. Ctrl-C stops it and leaves a server that works.

    It ends with **two accounts to sign in with**. On a server that nobody owned, one of them is its owner, with a week
    to set up a second factor. Their passwords are drawn anew each time and kept in `demo.json` in the data folder; the
    others have passwords that nobody knows (`minifb admin reset-password NAME` makes a link for one).

    **Examples**

    `minifb demo` · 50 members in the folder `data`, in some seconds

    `minifb demo --size village --seed lake --data /tmp/lake` · 2,000 others, elsewhere, in some minutes
    """
    from minifb.demo import SIZES, Inhabited, live, quick
    from minifb.kernel.clock import SystemClock
    from minifb.kernel.ops.log import configure

    settings = told.settings()
    kept = settings.data_dir / ACCOUNTS
    clock = SystemClock()
    configure(settings.log, clock)
    chosen = SIZES[size]
    quickly = Told(told.config, told.values | quick(settings, chosen)).settings()
    began = time.monotonic()
    click.echo(f"a community of {chosen.members:,} members and {chosen.days} days, into {settings.data_dir.resolve()}")
    try:
        with Shown() as shown:
            made = asyncio.run(live(settings, quickly, chosen, seed, shown, until=clock.now(), more=yes))
    except Inhabited:
        if not once:
            raise
        click.echo("  there are members already")
        _show(_read(kept))
        return
    except KeyboardInterrupt:
        click.echo("  stopped: what there is stays, and is whole", err=True)
        raise
    kept.write_bytes(msgspec.json.format(msgspec.json.encode(made.accounts)))
    _tell(made, time.monotonic() - began)
    _show(made.accounts)


def _tell(made: "Made", seconds: float) -> None:
    """Say what was made."""
    counts = made.counts
    whats = ("members", "friendships", "posts", "pictures", "comments", "reactions", "messages")
    things = ", ".join(f"{counts[what]:,} {what}" for what in whats)
    click.echo(f"{made.town}: {things} in {seconds:.1f} s")
    if counts["refused"]:
        click.echo(f"  {counts['refused']:,} acts were refused", err=True)


def _show(accounts: "list[Signed]") -> None:
    """Show the accounts to sign in with."""
    if not accounts:
        return
    click.echo("\nSign in as one of these:")
    for one in accounts:
        click.echo(f"  {one.username:20} {one.password:34} {one.name}, {one.role}")
    click.echo("")


def _read(kept: Path) -> "list[Signed]":
    from minifb.demo import Signed

    return msgspec.json.decode(kept.read_bytes(), type=list[Signed]) if kept.exists() else []


class Shown:
    """How far it is: a bar with rate and time left, or on no terminal a line every few seconds."""

    def __init__(self) -> None:
        """Look where the output goes."""
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        console = Console()
        self._bars = Progress(
            TextColumn("  {task.description:13}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(),
            console=console,
            disable=not console.is_terminal,
        )
        self._plain = not console.is_terminal
        self._task: TaskID | None = None
        self._what, self._done, self._total = "", 0, 0
        self._began = self._said = 0.0

    def __enter__(self) -> Self:
        """Begin to draw."""
        self._bars.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Leave the bars as they are."""
        self._bars.stop()

    def begin(self, what: str, total: int) -> None:
        """Begin a part."""
        self._what, self._done, self._total = what, 0, total
        self._began = self._said = time.monotonic()
        self._task = self._bars.add_task(what, total=total, rate="")

    def step(self, count: int) -> None:
        """Go on."""
        self._done += count
        now = time.monotonic()
        rate = self._done / max(now - self._began, 0.001)
        if self._task is not None:
            self._bars.update(self._task, completed=self._done, rate=f"{rate:,.0f}/s")
        if self._plain and (self._done == self._total or now - self._said > 5):
            self._said = now
            left = f", {(self._total - self._done) / rate:.0f} s left" if self._done < self._total else ""
            click.echo(f"  {self._what}: {self._done:,} of {self._total:,} ({rate:,.0f}/s{left})")
            sys.stdout.flush()
