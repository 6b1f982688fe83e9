"""Measures the server beside a constant of the same size, beside itself without caches, and beside a textbook server.

    make bench                     a small community, three rounds, about a quarter of an hour
    SCALE=large make bench         100,000 members and a million posts (also: medium; the default is small)
    make bench BENCH=--smoke       only whether everything runs, about a minute
    make bench BENCH="--only feed --caches on"
    make bench BENCH="--only sockets"
    SCALE=large make bench BENCH="--only search"       (also: media)

Every case runs with one connection and with 64, right before a constant of the same size. Three servers come up one
after the other on the same files: as it is; with MINIFB_CACHE=off, where each read asks the databases for everything
and each token is verified anew; and one whose modules listen to no event, to see what delivering costs a post.
"Feed, ranked" asks again for what its reader has seen before; "first time" is a member who asked for nothing since the
server started, so that nothing of theirs is ready. Sockets are measured last, on a community of their own.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from tests.bench import report
from tests.bench.cases import Script
from tests.bench.layers.run import LAYERS
from tests.bench.layers.run import measured as layers
from tests.bench.measure import Case
from tests.bench.media import report as pictures
from tests.bench.media.run import Pictured, Picturing
from tests.bench.search import report as finding
from tests.bench.search.run import Searching, Sought
from tests.bench.sockets import report as live
from tests.bench.sockets.run import FEW, SOCKETS, Crowded, Sockets
from tests.bench.stage import SCALES, Stage
from tests.bench.twin import Twin

CONNECTIONS = (1, 64)
APART = ("sockets", "search", "media")
"""What is measured by itself, after all others."""


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--smoke", "--quick", action="store_true", help="only see that it runs, about a minute")
    parser.add_argument("--write", action="store_true", help="write docs/performance.md")
    parser.add_argument("--scale", choices=SCALES, default=os.environ.get("SCALE", "small").lower())
    parser.add_argument("--rounds", type=int, default=3, help="rounds that take turns (3)")
    parser.add_argument("--seconds", type=float, default=1.5, help="seconds of each measurement (1.5)")
    parser.add_argument(
        "--only",
        default="",
        metavar="WORD",
        help=f"only cases named so; {', '.join(APART)}; without HTTP: {', '.join(LAYERS)}",
    )
    parser.add_argument(
        "--caches",
        choices=("on", "off", "both"),
        default="both",
        help="the server as it is, only the one without caches, or all three (both)",
    )
    parser.add_argument("--no-twin", action="store_true", help="leave the textbook server out")
    told = parser.parse_args()
    if told.write and (told.only or told.smoke):
        parser.error("--write wants everything: no --only, no --smoke")
    told.connections = CONNECTIONS
    if told.smoke:
        told.scale, told.rounds, told.seconds, told.connections = "tiny", 1, 0.2, (8,)
    return told


class Run:
    """One run of the bench over HTTP."""

    def __init__(self, stage: Stage, told: argparse.Namespace, console: Console) -> None:
        """Prepare it."""
        self.stage, self.told, self.console = stage, told, console
        self.cases: list[Case] = []
        self.about: dict[str, Any] = {}

    def all(self) -> None:
        """Fill, then measure one server after the other."""
        began = time.monotonic()
        self.stage.fill(lambda what: self.console.print(f"  {time.monotonic() - began:5.1f} s  {what}"))
        self.about["made"] = round(time.monotonic() - began, 1)
        self.console.print(f"made in {self.about['made']} s")
        self.about["start"] = round(self.stage.open(""), 2)
        script = Script(self.stage)
        self.cases = [case for case in script.cases() if self.told.only in case.name]
        self.stage.size(self.cases)
        if self.told.caches != "off":
            self._take_turns("", self.cases)
        self.stage.close()
        if self.told.caches != "on":
            self._server("caches off", [case for case in self.cases if case.off])
        if self.told.caches == "both":
            self._server("nobody listens", [case for case in self.cases if case.settle])

    def _server(self, kind: str, cases: list[Case]) -> None:
        if cases:
            self.stage.open(kind)
            self._take_turns(kind, cases)
            self.stage.close()

    def _take_turns(self, kind: str, cases: list[Case]) -> None:
        """Let each round measure every case and what it is compared with, right after each other."""
        columns = (TextColumn("{task.description:44}"), BarColumn(), TimeRemainingColumn())
        parts = self.told.rounds * len(self.told.connections)
        with self._twin(kind, cases) as twin, Progress(*columns, console=self.console, transient=True) as bar:
            task = bar.add_task("", total=parts * len(cases))
            for _ in range(self.told.rounds):
                self.stage.greet(cases)
                if not kind:
                    self.stage.warm(cases)
                for case, connections in self._turns(cases):
                    bar.update(task, description=f"{kind} {case.name}, {connections} connections")
                    self.stage.measure(case, kind, connections, self.told.seconds, parts)
                    if twin and case.twin:
                        twin.measure(case, connections, self.told.seconds)
                    bar.advance(task)

    def _twin(self, kind: str, cases: list[Case]) -> AbstractContextManager[Twin | None]:
        """Start the textbook server where somebody asks it."""
        wanted = not kind and not self.told.no_twin and any(case.twin for case in cases)
        return closing(Twin(self.stage)) if wanted else nullcontext()

    def _turns(self, cases: list[Case]) -> Iterator[tuple[Case, int]]:
        for case in cases:
            for connections in self.told.connections:
                yield case, connections


def sockets(told: argparse.Namespace, console: Console) -> list[Crowded]:
    """Measure live conversations, on a server and with members of their own."""
    many = FEW if told.smoke else SOCKETS
    with tempfile.TemporaryDirectory(prefix="minifb-bench-") as folder:
        return Sockets(Path(folder), sockets=many, seconds=told.seconds, rounds=told.rounds).measured(console.print)


@dataclass
class Parts:
    """What was measured, part by part."""

    cases: list[Case] = field(default_factory=list)
    crowds: list[Crowded] = field(default_factory=list)
    sought: Sought | None = None
    pictured: Pictured | None = None

    def plain(self) -> dict[str, Any]:
        """Give what is measured apart as JSON can hold it."""
        found: dict[str, Any] = {"sockets": live.plain(self.crowds)}
        found["search"] = self.sought and finding.plain(self.sought)
        return found | {"media": self.pictured and pictures.plain(self.pictured)}

    def pages(self) -> Iterator[str]:
        """Write the parts of the documentation."""
        if self.crowds:
            yield live.page(self.crowds)
        if self.sought:
            yield finding.page(self.sought)
        if self.pictured:
            yield pictures.page(self.pictured)


def measured(stage: Stage, told: argparse.Namespace, console: Console, parts: Parts) -> dict[str, Any]:
    """Measure what is asked over HTTP on one community; tell how the server began."""
    about: dict[str, Any] = {}
    how: dict[str, Any] = {"seconds": told.seconds, "rounds": told.rounds, "few": told.smoke}
    if told.only not in (*LAYERS, *APART):
        run = Run(stage, told, console)
        run.all()
        parts.cases, about = run.cases, run.about
        console.print(report.table(parts.cases))
    if told.only in ("", "search"):
        parts.sought = Searching(stage, **how).measured(console.print)
        console.print(finding.table(parts.sought))
    if told.only in ("", "media"):
        parts.pictured = Picturing(stage, **how).measured(console.print)
        for line in pictures.sentences(parts.pictured):
            console.print(line)
    return about


def main() -> int:
    """Fill, start, measure, report."""
    told, console = arguments(), Console(width=None if sys.stdout.isatty() else 160)
    scale = SCALES[told.scale]
    parts = Parts()
    about = {"scale": told.scale, "members": scale.members, "posts": scale.posts}
    about |= {"rounds": told.rounds, "seconds": told.seconds}
    with tempfile.TemporaryDirectory(prefix="minifb-bench-") as folder:
        stage = Stage(Path(folder), scale)
        try:
            about |= measured(stage, told, console, parts)
        finally:
            stage.stop()
    if told.only in ("", "sockets"):
        parts.crowds = sockets(told, console)
        console.print(live.table(parts.crowds))
    cases, only = parts.cases, told.only
    beneath = {} if only in APART else layers(only if only in LAYERS else "", told.seconds, told.rounds)
    for line in report.layer_lines(beneath):
        console.print(line)
    kept = Path("data/bench") / f"{time.strftime('%Y-%m-%d-%H%M%S')}.json"
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_text(json.dumps(report.plain(cases, beneath, about) | parts.plain(), indent=1))
    console.print(f"kept in {kept}")
    if told.write:
        Path("docs/performance.md").write_text("\n".join([report.page(cases, beneath, about), *parts.pages()]))
    failed = [case.name for case in cases for pairs in case.rounds.values() if not all(p.case.rate for p in pairs)]
    for name in failed:
        console.print(f"nothing was answered: {name}", style="red")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
