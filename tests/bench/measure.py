"""Measuring: rounds that take turns, medians, and the CPU time of the server's process tree."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, TypeVar

import httpx2
import msgspec

from tests.bench.load import Order, Seen

T = TypeVar("T")
TICK_US = 1_000_000 / os.sysconf("SC_CLK_TCK")
CORES = sorted(os.sched_getaffinity(0))
STEP = 512
SIZES = range(STEP, 40 * 1024 + 1, STEP)
"""How big the constants are that the server has for us."""


class Ask(NamedTuple):
    """A request before it is written down: whose token goes with it is found when it is sent."""

    method: str
    path: str
    who: str = ""
    body: bytes = b""


@dataclass
class Case:
    """One thing that is measured, and what is said about it."""

    name: str
    asks: list[Ask]
    goal_us: int | None = None
    """CPU of one request to aim at, in microseconds."""
    goal_ratio: float | None = None
    """The part of the constant's rate to aim at."""
    off: bool = False
    """A read that is also measured with all caches off."""
    twin: bool = False
    """The textbook server answers it too."""
    once: bool = False
    """Nobody asks twice: each measurement takes requests that were never sent."""
    settle: bool = False
    """The clock stops when all consumers have applied what was told."""
    constants: list[Ask] = field(default_factory=list)
    """The constants of the same size."""
    rounds: dict[tuple[str, int], list["Pair"]] = field(default_factory=dict)
    """For each server and number of connections, what each round saw."""

    def pairs(self, server: str, connections: int) -> list["Pair"]:
        """Give what the rounds saw on one of the servers."""
        return self.rounds.get((server, connections), [])


@dataclass
class Sample:
    """One measurement of one kind of request."""

    rate: float
    p50_us: float
    p99_us: float
    cpu_us: float
    bytes_each: float
    refused: float


@dataclass
class Pair:
    """A case and what it is compared with, measured right after each other."""

    case: Sample
    constant: Sample


def constant(size: int) -> Ask:
    """Ask for the constant that is as big as an answer of this size."""
    return Ask("GET", f"/bench/{min(SIZES, key=lambda each: abs(each - size))}")


def request(ask: Ask, token: str = "", host: str = "127.0.0.1") -> str:
    """Write a whole HTTP/1.1 request."""
    lines = [f"{ask.method} {ask.path} HTTP/1.1", f"Host: {host}"]
    if token:
        lines.append(f"Authorization: Bearer {token}")
    if ask.body or ask.method in {"POST", "PUT"}:
        lines += ["Content-Type: application/json", f"Content-Length: {len(ask.body)}"]
    return "\r\n".join(lines) + "\r\n\r\n" + ask.body.decode()


def cpu_us(pid: int) -> float:
    """Tell how long a process, its children and its children's children have run, in microseconds."""
    total = 0.0
    for each in [pid, *_descendants(pid)]:
        try:
            fields = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        total += sum(map(int, fields[11:15])) * TICK_US
    return total


def _descendants(pid: int) -> Iterable[int]:
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, task.read_text().split()):
            yield child
            yield from _descendants(child)


def on_core(number: int, *command: str) -> list[str]:
    """Give a command that runs on one core of this machine, or anywhere where there is only one."""
    core = CORES[number % len(CORES)]
    pin = f"import os,sys;os.sched_setaffinity(0,{{{core}}});os.execvp(sys.argv[1],sys.argv[1:])"
    return [sys.executable, "-c", pin, *command]


class Generator:
    """A load generator's process."""

    def __init__(self, program: str = "tests.bench.load") -> None:
        """Start it."""
        command = on_core(1, sys.executable, "-m", program)
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def send(self, order: Order) -> Seen:
        """Let it send requests."""
        return self.carry_out(order, Seen)

    def carry_out(self, order: msgspec.Struct, answer: type[T]) -> T:
        """Let it carry out an order; give what it answers."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(msgspec.json.encode(order) + b"\n")
        self.process.stdin.flush()
        if not (line := self.process.stdout.readline()):
            sys.exit("the load generator ended")
        return msgspec.json.decode(line, type=answer)

    def stop(self) -> None:
        """End it."""
        self.process.communicate()


def sample(generator: Generator, pid: int, order: Order, *, settle: bool = False) -> Sample:
    """Send one kind of request for a while, and see what it cost; perhaps until its last event was applied."""
    before, began = cpu_us(pid), time.perf_counter()
    seen = generator.send(order)
    late = 0.0
    if settle:
        sent = time.perf_counter()
        settled(order.port)
        late = time.perf_counter() - sent
    spent = cpu_us(pid) - before
    assert time.perf_counter() - began < order.seconds + 60
    return Sample(
        rate=seen.answered / (seen.seconds + late),
        p50_us=seen.p50_us,
        p99_us=seen.p99_us,
        cpu_us=spent / max(1, seen.sent),
        bytes_each=seen.bytes_each,
        refused=seen.refused / max(1, seen.answered + seen.refused),
    )


def settled(port: int) -> None:
    """Wait until no event of a server is under way."""
    while httpx2.get(f"http://127.0.0.1:{port}/bench/behind").text != "0":
        time.sleep(0.01)


def median(pairs: list[Pair], what: str, of: str = "case") -> float:
    """Give the median over the rounds of one figure."""
    return float(statistics.median(getattr(getattr(pair, of), what) for pair in pairs))


def ratio(pairs: list[Pair]) -> float:
    """Tell how a case's rate compares with its constant's: the median of the rounds' ratios."""
    return statistics.median(pair.case.rate / max(pair.constant.rate, 1e-9) for pair in pairs)
