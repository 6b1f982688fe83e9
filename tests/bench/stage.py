"""What is measured over HTTP: a server full of people, once as it is, once without caches, once without listeners."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2

from tests.bench.dataset.community import Community
from tests.bench.load import Order
from tests.bench.measure import Ask, Case, Generator, Pair, constant, on_core, request, sample, settled
from tests.bench.tokens import Tokens
from tests.journeys.people import PASSWORD, Person
from tests.journeys.server import PROGRAM, Server

ENVIRON = {"MINIFB_LIMITS_ENABLED": "false", "MINIFB_LOG_LEVEL": "warning"}
SERVERS = {"": {}, "caches off": {"MINIFB_CACHE": "off"}, "nobody listens": {"BENCH_DEAF": "1"}}
"""Each server that is measured, and what it is told."""


@dataclass
class Scale:
    """How big the community is."""

    members: int
    posts: int
    friends: int
    readers: int = 200
    """How many members ask what is measured."""
    guests: int = 16
    """How many register over the front door, and sign in again."""


SCALES = {
    "tiny": Scale(200, 2_000, 40, readers=12, guests=4),
    "small": Scale(1_000, 20_000, 100),
    "medium": Scale(10_000, 200_000, 130),
    "large": Scale(100_000, 1_000_000, 130),
}


class Stage:
    """One data folder full of people, and the server of the moment on it."""

    def __init__(self, folder: Path, scale: Scale) -> None:
        """Plan it in a folder."""
        self.folder, self.scale = folder, scale
        self.data = folder / "data"
        self.guests: list[dict[str, Any]] = []
        self.generator = Generator()
        self.server = Server(self.data, environ=ENVIRON)
        self.community: Community
        self.tokens: Tokens

    def fill(self, report: Callable[[str], None]) -> None:
        """Let guests register, then write everybody else's rows into the files of the stopped server; once."""
        if self.guests:
            return
        report(f"making {self.scale.members:,} members and {self.scale.posts:,} posts …")
        self.server.start()
        with ThreadPoolExecutor(4) as pool:
            names = (f"guest{number:03d}" for number in range(self.scale.guests))
            self.guests = list(pool.map(lambda name: registered(self.server.url, name), names))
        assert self.server.stop() == 0, self.server.last_words()
        scale = self.scale
        self.community = Community(scale.members, scale.posts, scale.friends, self.guests)
        self.community.write(self.data, report)
        self.tokens = Tokens(self.data)

    def open(self, kind: str) -> float:
        """Start one of the servers; tell how long that took."""
        command = on_core(0, PROGRAM[0], "-m", "tests.bench.server")
        self.server = Server(self.data, port=self.server.port, command=command, environ=ENVIRON | SERVERS[kind])
        return self.server.start()

    def close(self) -> None:
        """Stop the server."""
        assert self.server.stop() == 0, self.server.last_words()

    def stop(self) -> None:
        """End everything."""
        self.server.kill()
        self.generator.stop()

    @property
    def pid(self) -> int:
        """The server's process."""
        assert self.server.process is not None
        return self.server.process.pid

    # ── asking ───────────────────────────────────────────────────────────────────────────────────

    def written(self, asks: list[Ask]) -> list[str]:
        """Write requests down, each with the token of who asks."""
        return [request(ask, ask.who and self.tokens.of(ask.who)) for ask in asks]

    def answer(self, ask: Ask) -> Any:
        """Send a request once, and see that it is answered well."""
        headers = {"Content-Type": "application/json"}
        if ask.who:
            headers["Authorization"] = f"Bearer {self.tokens.of(ask.who)}"
        url = self.server.url + ask.path
        answer = httpx2.request(ask.method, url, headers=headers, content=ask.body, timeout=30.0)
        assert answer.status_code < 400, f"{ask.method} {ask.path}: {answer.status_code} {answer.text}"
        return answer

    def greet(self, cases: list[Case]) -> None:
        """Let the server see the new tokens of everybody who will ask; verifying one costs more than most requests."""
        self.tokens.forget()
        known = sorted({ask.who for case in cases for ask in case.asks if ask.who})
        self.ask_all([Ask("GET", "/bench/token", who) for who in known])

    def ask_all(self, asks: list[Ask]) -> None:
        """Send each of these once."""
        if asks:
            self.generator.send(Order(self.server.port, 8, 60.0, self.written(asks), once=True))

    # ── measuring ────────────────────────────────────────────────────────────────────────────────

    def size(self, cases: list[Case]) -> None:
        """Find for each case the constant of the size of its answer, here the mean of some."""
        for case in cases:
            some = case.asks[:: max(1, len(case.asks) // 8)]
            if case.once:
                some = [case.asks.pop() for _ in range(4)]
            sizes = [len(self.answer(ask).content) for ask in some]
            case.constants = [constant(sum(sizes) // len(sizes))]

    def warm(self, cases: list[Case]) -> None:
        """Ask once whatever is read again later; so that nothing from before the round is measured."""
        reads = (ask for case in cases if not case.once for ask in case.asks if ask.method == "GET")
        self.ask_all(list(dict.fromkeys(reads)))

    def measure(self, case: Case, kind: str, connections: int, seconds: float, parts: int) -> None:
        """Measure a case and its constant right after each other; `parts` is among how many one-time asks are split."""
        asks = case.asks
        if case.once:
            asks = [case.asks.pop() for _ in range(max(1, len(case.asks) // parts))]
        settled(self.server.port)
        order = Order(self.server.port, connections, seconds, self.written(asks), once=case.once)
        plain = Order(self.server.port, connections, seconds, self.written(case.constants))
        both = (
            sample(self.generator, self.pid, order, settle=case.settle),
            sample(self.generator, self.pid, plain),
        )
        case.rounds.setdefault((kind, connections), []).append(Pair(*both))


def registered(url: str, name: str) -> dict[str, Any]:
    """Register a guest; give the card."""
    person = Person(url, name)
    form = {"username": name, "email": f"{name}@example.org", "password": PASSWORD}
    user: dict[str, Any] = person.post("/auth/register", form | {"firstName": "Guest", "lastName": name})["user"]
    person.http.close()
    return user


def machine() -> str:
    """Say what kind of machine this is, without saying which one."""
    model = "unknown"
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            model = line.partition(":")[2].strip()
            break
    return f"{os.cpu_count()} cores, {model}"
