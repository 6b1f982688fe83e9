"""Kills the real server at random moments under load, and counts what it promised: `python -m tests.crash`.

A cycle: the server starts; every write whose outcome nobody knew is retried with its own key, and uploads that broke
off go on; what was acknowledged is read again; many clients write; SIGKILL; the files are examined. Every tenth time
the events are awaited, the server is stopped in order, and the modules are compared with each other. At the end two
days pass for the folder, and nothing may be left in it that nothing needs.
"""

import argparse
import asyncio
import json
import shutil
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from tests.crash.run import Run, Summary


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.crash", description=__doc__)
    parser.add_argument("--kills", type=int, default=50, help="how often the server is killed (50)")
    parser.add_argument("--seed", type=int, default=time.time_ns() % 1_000_000, help="decides who does what, and when")
    parser.add_argument("--clients", type=int, default=16, help="clients that write at the same time (16)")
    parser.add_argument("--port", type=int, default=None, help="port of the server (a free one from 3600 to 3699)")
    parser.add_argument("--data", type=Path, default=None, help="data folder to use and keep (a temporary one)")
    parser.add_argument("--json", type=Path, default=Path("data/crash/last.json"), help="where the result is written")
    return parser.parse_args()


def report(console: Console, summary: Summary) -> None:
    """Print what was counted, a line per kind of check, and the violations."""
    for what, count in sorted(summary.passed.items(), key=lambda each: -each[1]):
        console.print(f"  {count:>8,}  {what}")
    starts = sorted(summary.starts) or [0.0]
    console.print(
        f"{summary.kills} kills ({summary.kills_while_starting} while starting), {summary.acknowledged:,} writes "
        f"acknowledged, {summary.doubts:,} without an answer and retried, {summary.rate:.0f} writes/s while serving; "
        f"ready after {starts[len(starts) // 2]:.1f} s (median), {starts[-1]:.1f} s (most); over 5 s: {summary.late}"
    )
    caught = ", ".join(f"{count:,} {what}" for what, count in summary.caught.items() if count)
    console.print(f"caught in the middle, over all kills: {caught or 'nothing'}")
    for failure in summary.failed[:20]:
        console.print(f"FAILED {failure}", style="red", markup=False, highlight=False)


def main() -> int:
    """Run, report, and tell by the exit code whether every promise was kept."""
    told = arguments()
    console = Console(soft_wrap=True)
    folder = told.data or Path(tempfile.mkdtemp(prefix="minifb-crash-"))
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console) as bar:
        task = bar.add_task("kills", total=told.kills)
        run = Run(folder, seed=told.seed, clients=told.clients, port=told.port)

        def killed(words: str) -> None:
            bar.update(task, advance=1, description=words)
            if not console.is_terminal and run.summary.kills % 10 == 0:
                console.print(f"{run.summary.kills}/{told.kills} {words}")

        summary = asyncio.run(run.all(told.kills, killed))
    report(console, summary)
    told.json.parent.mkdir(parents=True, exist_ok=True)
    told.json.write_text(json.dumps(summary.plain(), indent=1))
    if summary.failed:
        console.print(f"repeat: python -m tests.crash --kills {told.kills} --seed {told.seed}; left behind: {folder}")
    elif told.data is None:
        shutil.rmtree(folder)
    console.print(f"{sum(summary.passed.values())} passed, {len(summary.failed)} failed (seed {told.seed})")
    return 1 if summary.failed else 0


if __name__ == "__main__":
    sys.exit(main())
