"""One run of the crash proof: the server's lives and deaths, and what is checked between them."""

import asyncio
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from minifb.kernel.clock import DAY, SetClock
from tests.crash.chats import Chats
from tests.crash.check import Check
from tests.crash.check_chats import ChatCheck
from tests.crash.check_pictures import PictureCheck
from tests.crash.check_search import SearchCheck
from tests.crash.files import Files
from tests.crash.gallery import Gallery
from tests.crash.image import behind, due, live, rows
from tests.crash.kept import orphans
from tests.crash.ledger import Ledger
from tests.crash.load import Gone, Load
from tests.crash.pictures import Album
from tests.crash.talk import Talk
from tests.crash.world import World
from tests.journeys.server import PROGRAM, NotReady, Server
from tests.world import open_world

READY_WITHIN = 5.0
"""Seconds in which a start should be done (hardening.md G1): a goal to report against, since machines differ."""
QUIET_WITHIN = 60.0
SETTLE_EVERY = 10
ENVIRON = {
    "MINIFB_LIMITS_ENABLED": "false",
    # Hashing is not what is tested here: the smallest that Argon2 takes.
    "MINIFB_MODULES_AUTH_PASSWORD_MEMORY_KIB": "64",
    "MINIFB_MODULES_AUTH_PASSWORD_PASSES": "1",
    "MINIFB_MODULES_NOTIFICATIONS_MAIL_WAIT_SECONDS": "0",
    "MINIFB_LOG_LEVEL": "warning",
}


@dataclass
class Summary:
    """What a run came to."""

    seed: int
    kills: int = 0
    kills_while_starting: int = 0
    acknowledged: int = 0
    doubts: int = 0
    serving_seconds: float = 0.0
    starts: list[float] = field(default_factory=list)
    writes: dict[str, int] = field(default_factory=dict)
    caught: dict[str, int] = field(default_factory=dict)
    """What the kills caught in the middle."""
    passed: dict[str, int] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Acknowledged writes per second of serving."""
        return self.acknowledged / self.serving_seconds if self.serving_seconds else 0.0

    @property
    def late(self) -> int:
        """How many starts took longer than they should."""
        return sum(took > READY_WITHIN for took in self.starts)

    def plain(self) -> dict[str, Any]:
        """Give it as JSON can hold it."""
        return asdict(self) | {"writes_per_second": round(self.rate), "late_starts": self.late}


class Run:
    """A data folder that lives through many crashes."""

    def __init__(
        self,
        folder: Path,
        *,
        seed: int,
        clients: int,
        port: int | None = None,
        program: Sequence[str] = PROGRAM,
        patience: int = 50,
    ) -> None:
        """Prepare a server in this folder; after more failures than one has patience for it makes no sense to go on."""
        folder.mkdir(parents=True, exist_ok=True)
        self.summary = Summary(seed)
        self.random = random.Random(seed)
        self.clients, self.patience = clients, patience
        self.world, self.chats, self.album = World(seed), Chats(), Album()
        self.ledger = Ledger(folder / "acknowledged.jsonl")
        self.files = Files(self.ledger)
        self.server = Server(folder / "data", port=port, command=program, environ=ENVIRON)

    async def all(self, kills: int, killed: Callable[[str], None] = lambda _: None) -> Summary:
        """Kill so many times, then check everything once more."""
        try:
            while self.summary.kills < kills and not self.broken:
                if self.random.random() < 0.15:
                    self.kill_while_starting()
                else:
                    await self.live_and_die()
                self.files.crashed(self.server.data)
                killed(f"{self.summary.rate:4.0f} writes/s, {len(self.ledger.failed)} failed")
                if self.summary.kills % SETTLE_EVERY == 0:
                    await self.settle()
            if not self.broken:
                await self.settle()
            if not self.broken:
                await self.sweep()
        except NotReady as never:
            self.ledger.check("the server starts", right=False, detail=never)
        finally:
            self.server.kill()
            self.ledger.close()
        self.count()
        return self.summary

    @property
    def broken(self) -> bool:
        """Whether it makes no sense to go on."""
        return len(self.ledger.failed) > self.patience

    def count(self) -> None:
        """Bring the summary up to date."""
        self.summary.acknowledged = sum(self.ledger.acked.values())
        self.summary.writes = dict(self.ledger.acked)
        self.summary.doubts = self.ledger.doubts
        self.summary.caught = dict(self.ledger.caught)
        self.summary.passed = dict(self.ledger.passed)
        self.summary.failed = self.ledger.failed

    def kill_while_starting(self) -> None:
        """Kill the server before it is ready: in the middle of migrations, recovery, or opening its port."""
        self.server.spawn()
        time.sleep(self.random.uniform(0.05, 1.5))
        self.kill()
        self.summary.kills_while_starting += 1

    def kill(self) -> None:
        """Pull the plug."""
        self.server.kill()
        self.ledger.equal("no work goes on without its server", [], orphans(self.server.data))
        self.ledger.sync()
        self.summary.kills += 1

    def start(self) -> None:
        """Start the server; how long it took is reported. In some lives an upload is answered while it is worked on."""
        self.server.environ["MINIFB_MODULES_MEDIA_WAIT_SECONDS"] = self.random.choice(("0", "2"))
        self.summary.starts.append(self.server.start())

    async def wake(self) -> Load:
        """Start the server, settle every doubt, and check what was touched before it died."""
        self.start()
        load = Load(self.world, self.ledger, self.server.url)
        self.talk, gallery = Talk(load, self.chats), Gallery(load, self.album)
        try:
            await load.resolve()
            await gallery.resume()
            check = Check(self.world, self.ledger, load)
            await check.touched()
            await ChatCheck(check, self.chats).touched()
            await PictureCheck(check, self.album).touched()
        except Gone:
            self.ledger.check("the server stays up", right=False, detail=self.server.last_words())
        return load

    async def live_and_die(self) -> None:
        """One life: wake, work, and be killed at a random moment."""
        load = await self.wake()
        began = time.monotonic()
        clients = [asyncio.create_task(load.client()) for _ in range(self.clients)]
        await asyncio.sleep(self.random.uniform(0.1, 1.5))
        self.ledger.check("the server stays up", self.server.running, self.server.last_words())
        # Signals are sent while the clients are in the middle of their work, not between two turns of our loop.
        await asyncio.to_thread(self.kill)
        self.summary.serving_seconds += time.monotonic() - began
        for ended in await asyncio.gather(*clients, return_exceptions=True):
            if isinstance(ended, BaseException):
                raise ended
        await self.talk.close()
        await load.http.aclose()
        self.count()

    async def settle(self) -> None:
        """Wait until every event is delivered, stop in order, and compare everything with everything."""
        load = await self.wake()
        await self.quiet()
        check = Check(self.world, self.ledger, load)
        await check.everything()
        await ChatCheck(check, self.chats).everything()
        await PictureCheck(check, self.album).everything()
        await SearchCheck(check).everything()
        await self.quiet()
        await load.http.aclose()
        code = await asyncio.to_thread(self.server.stop)
        self.ledger.equal("SIGTERM ends it with code 0", 0, code, self.server.last_words()[-500:] if code else "")
        self.files.settled(self.server.data)

    async def sweep(self) -> None:
        """Let two days pass in the folder of the stopped server: its jobs sweep what nothing needs any more."""
        clock = SetClock(time.time_ns() // 1_000 + 2 * DAY)
        async with open_world(self.server.data, clock, log__level="warning") as later:
            await later.advance(0)
            await later.indexed()
            await later.service("media").sweep_unused()
        needed = {each.id for post in self.world.open for each in post.pictures} | {
            *map(self.album.face, self.world.members)
        }
        self.files.swept(self.server.data, {each for each in needed if each and self.album.all[each].alive})

    async def quiet(self) -> None:
        """Wait until no consumer is behind, no registration is under way, and no picture is worked on."""
        until = time.monotonic() + QUIET_WITHIN
        while True:
            with live(self.server.data) as databases:
                left = {name: lag for name, lag in behind(databases).items() if lag}
                left |= dict(rows(databases["auth"], "select user_id, 1 from sagas where state = 'reserved'"))
                left |= {
                    f"timers of {name}": many for name, many in due(databases, time.time_ns() // 1_000).items() if many
                }
                left |= dict(rows(databases["media"], "select id, status from media_files where status = 'processing'"))
                left |= dict(rows(databases["media"], "select sha256, 'unused' from blobs where refs <= 0"))
                left |= dict(rows(databases["search"], "select id, kind from unindexed"))
                late = [
                    row
                    for database in databases.values()
                    for row in rows(database, "select position, 1 from inbox_deferred where state <> 'parked'")
                ]
            if not left and not late:
                self.ledger.check("everything comes to rest", right=True)
                return
            if time.monotonic() > until:
                self.ledger.check("everything comes to rest", right=False, detail=f"{left} {late}")
                return
            await asyncio.sleep(0.05)
