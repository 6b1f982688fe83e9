"""Watching a server from outside while it is attacked: its memory, its loop, and the processes it starts."""

import asyncio
import os
import re
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx2

from tests.journeys.server import Server

LOOK_SECONDS = 0.02
SLEEPER = """
import time
while True:
    began = time.monotonic()
    time.sleep(0.5)
    print((time.monotonic() - began - 0.5) * 1000, flush=True)
"""
TICKS = os.sysconf("SC_CLK_TCK")


class Watch:
    """What a server took of the machine while it was watched."""

    def __init__(self, server: Server) -> None:
        """Watch this server."""
        if server.process is None:
            raise RuntimeError("the server does not run")
        self.server, self.pid = server, server.process.pid
        self.before = self.highest = _memory(self.pid, "VmRSS")
        self.worker_memory = 0
        """MiB that one worker held at once, at most."""
        self.worker_seconds = 0.0
        """Seconds of processor time that one worker took, at most."""
        self.workers: set[int] = set()
        self.lags: list[float] = []
        """Milliseconds by which the loop was late, looked at every second."""
        self.others = [0.0]
        """Milliseconds by which a process that only sleeps was late, at the same time."""

    async def __aenter__(self) -> Self:
        """Begin."""
        self._sleeper = await asyncio.create_subprocess_exec(
            sys.executable, "-I", "-c", SLEEPER, stdout=asyncio.subprocess.PIPE
        )
        self._task = asyncio.create_task(self._look())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, e: BaseException | None, at: TracebackType | None
    ) -> None:
        """End."""
        self._task.cancel()
        await self.rest()

    async def rest(self) -> None:
        """Hear how late others were on this machine meanwhile: nobody wakes on time where much is going on."""
        if self._sleeper.returncode is None:
            self._sleeper.kill()
            told, _ = await self._sleeper.communicate()
            self.others = [float(line) for line in told.split()] or [0.0]

    @property
    def grown(self) -> int:
        """MiB that the server has grown."""
        return _memory(self.pid, "VmRSS") - self.before

    @property
    def late(self) -> float:
        """Milliseconds by which the loop was later than somebody who only sleeps, 19 times of 20."""
        return _mostly(self.lags) - _mostly(self.others)

    def told(self) -> str:
        """Say what was seen."""
        server = f"server {self.before} MiB, then {self.before + self.grown}, at most {self.highest}"
        workers = f"{len(self.workers)} workers, at most {self.worker_memory} MiB and {self.worker_seconds:.1f} s"
        lags = f"loop late by {_mostly(self.lags):.0f} ms (p95), a sleeper by {_mostly(self.others):.0f}"
        return f"{server}; {workers}; {lags}"

    async def alone(self) -> bool:
        """Tell whether the server has no process besides itself."""
        return not _children(self.pid)

    async def _look(self) -> None:
        async with httpx2.AsyncClient(base_url=self.server.url, trust_env=False, timeout=30.0) as client:
            looks = 0
            while True:
                for child in _children(self.pid):
                    self.workers.add(child)
                    self.worker_memory = max(self.worker_memory, _memory(child, "VmHWM"))
                    self.worker_seconds = max(self.worker_seconds, _seconds(child))
                self.highest = max(self.highest, _memory(self.pid, "VmRSS"))
                if looks % 50 == 0:
                    self.lags.append(await _lag(client))
                looks += 1
                await asyncio.sleep(LOOK_SECONDS)


async def _lag(client: httpx2.AsyncClient) -> float:
    found = re.search(r"^minifb_loop_lag_seconds (\S+)", (await client.get("/metrics")).text, re.MULTILINE)
    return float(found[1]) * 1_000 if found else 0.0


def _mostly(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]


def _children(pid: int) -> list[int]:
    lists = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(number) for one in lists for number in _read(one).split()]


def _memory(pid: int, what: str) -> int:
    found = re.search(rf"^{what}:\s+(\d+) kB", _read(Path(f"/proc/{pid}/status")), re.MULTILINE)
    return int(found[1]) // 1024 if found else 0


def _seconds(pid: int) -> float:
    told = _read(Path(f"/proc/{pid}/stat")).rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / TICKS if told else 0.0


def _read(path: Path) -> str:
    """Read what may be gone by now."""
    try:
        return path.read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""
