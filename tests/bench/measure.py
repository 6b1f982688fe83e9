"""Measuring: rounds that take turns, medians, and the CPU time of the server's process tree."""

import os
import statistics
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from tests.bench.load import Order, Seen

TICK_US = 1_000_000 / os.sysconf("SC_CLK_TCK")
CORES = sorted(os.sched_getaffinity(0))


@dataclass
class Case:
    """One thing that is measured: what is sent, and how big a constant it is compared with."""

    name: str
    requests: list[str]
    constant: str = ""
    """The request of the constant of the same size."""
    rounds: dict[int, list["Pair"]] = field(default_factory=dict)
    """Per number of connections, what each round saw."""


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
    """A case and its constant, measured right after each other."""

    case: Sample
    constant: Sample


def request(method: str, path: str, token: str = "", body: bytes = b"", host: str = "127.0.0.1") -> str:
    """Write a whole HTTP/1.1 request."""
    lines = [f"{method} {path} HTTP/1.1", f"Host: {host}"]
    if token:
        lines.append(f"Authorization: Bearer {token}")
    if body or method in {"POST", "PUT"}:
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    return "\r\n".join(lines) + "\r\n\r\n" + body.decode()


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


def send(order: Order) -> Seen:
    """Let the load generator carry out an order."""
    done = subprocess.run(
        on_core(1, sys.executable, "-m", "tests.bench.load"),
        input=msgspec.json.encode(order),
        stdout=subprocess.PIPE,
        check=True,
        timeout=order.seconds + 60,
    )
    return msgspec.json.decode(done.stdout, type=Seen)


def sample(pid: int, port: int, requests: list[str], connections: int, seconds: float) -> Sample:
    """Send one kind of request for a while, and see what it cost."""
    before = cpu_us(pid)
    seen = send(Order(port=port, connections=connections, seconds=seconds, requests=requests))
    spent = cpu_us(pid) - before
    return Sample(
        rate=seen.answered / seen.seconds,
        p50_us=seen.p50_us,
        p99_us=seen.p99_us,
        cpu_us=spent / max(1, seen.sent),
        bytes_each=seen.bytes_each,
        refused=seen.refused / max(1, seen.answered + seen.refused),
    )


def median(pairs: list[Pair], what: str, of: str = "case") -> float:
    """Give the median over the rounds of one figure."""
    return statistics.median(getattr(getattr(pair, of), what) for pair in pairs)


def ratio(pairs: list[Pair]) -> float:
    """Tell how a case's rate compares with its constant's: the median of the rounds' ratios."""
    return statistics.median(pair.case.rate / max(pair.constant.rate, 1e-9) for pair in pairs)
