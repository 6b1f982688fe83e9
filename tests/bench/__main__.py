"""Measures the server beside a constant of the same size: `python -m tests.bench` (`make bench`)."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from tests.bench import report
from tests.bench.cases import SCALES, Bench
from tests.bench.measure import Case, Pair, on_core, sample


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--quick", "--smoke", action="store_true", help="only see that it runs, under a minute")
    parser.add_argument("--write", action="store_true", help="write docs/performance.md")
    parser.add_argument("--scale", choices=SCALES, default=os.environ.get("SCALE", "small").lower())
    parser.add_argument("--rounds", type=int, default=3, help="rounds that take turns (3)")
    parser.add_argument("--seconds", type=float, default=1.5, help="seconds of each measurement (1.5)")
    parser.add_argument("--only", default="", help="only the cases whose names hold this word")
    told = parser.parse_args()
    if told.quick:
        told.scale, told.rounds, told.seconds = "tiny", 1, 0.4
    return told


def layers(seconds: float, rounds: int) -> dict[str, Any]:
    """Measure the data layer in a process of its own."""
    command = on_core(0, sys.executable, "-m", "tests.bench.layers", str(seconds), str(rounds))
    found: dict[str, Any] = json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)
    return found


def measure(bench: Bench, cases: list[Case], told: argparse.Namespace, console: Console) -> None:
    """Take turns: each round measures every case and its constant right after each other."""
    columns = (TextColumn("{task.description:32}"), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=told.rounds * len(cases) * 2)
        for _ in range(told.rounds):
            for case in cases:
                for connections in (1, 64):
                    bar.update(task, description=f"{case.name}, {connections} connections")
                    pair = [
                        sample(bench.pid, bench.server.port, requests, connections, told.seconds)
                        for requests in (case.requests, [case.constant])
                    ]
                    case.rounds.setdefault(connections, []).append(Pair(*pair))
                    bar.advance(task)


def main() -> int:
    """Fill, start, measure, report."""
    told, console = arguments(), Console(width=None if sys.stdout.isatty() else 140)
    scale = SCALES[told.scale]
    with tempfile.TemporaryDirectory(prefix="minifb-bench-") as folder:
        bench = Bench(Path(folder), scale)
        try:
            began = time.monotonic()
            console.print(f"making {scale.members:,} members and {scale.posts:,} posts …")
            bench.fill()
            console.print(f"made in {time.monotonic() - began:.1f} s; starting")
            start = bench.start()
            cases = [case for case in bench.cases() if told.only in case.name]
            measure(bench, cases, told, console)
            code = bench.server.stop()
        finally:
            bench.server.kill()
    about = {
        "scale": told.scale,
        "members": scale.members,
        "posts": scale.posts,
        "rounds": told.rounds,
        "seconds": told.seconds,
        "start": round(start, 2),
    }
    beneath = layers(told.seconds, told.rounds)
    console.print(report.table(cases))
    for line in report.layer_lines(beneath):
        console.print(line)
    kept = Path("data/bench") / f"{time.strftime('%Y-%m-%d-%H%M%S')}.json"
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_text(json.dumps(report.plain(cases, beneath, about), indent=1))
    console.print(f"kept in {kept}")
    if told.write:
        Path("docs").mkdir(exist_ok=True)
        Path("docs/performance.md").write_text(report.page(cases, beneath, about))
    failed = [case.name for case in cases for pairs in case.rounds.values() if not all(p.case.rate for p in pairs)]
    for name in failed:
        console.print(f"nothing was answered: {name}", style="red")
    return 1 if failed or code else 0


if __name__ == "__main__":
    sys.exit(main())
