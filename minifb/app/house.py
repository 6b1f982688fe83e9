"""The house: a server that is put together, how it opens and how it closes."""

import asyncio
from collections.abc import Callable
from functools import cached_property
from typing import Any

import httpx2
import msgspec
import structlog

from minifb import catalogue
from minifb.kernel.clock import DAY, Clock
from minifb.kernel.crypto import Keys
from minifb.kernel.data.migrate import migrate
from minifb.kernel.data.once import forget
from minifb.kernel.data.sqlite import Ballast
from minifb.kernel.data.tx import Database
from minifb.kernel.events.bus.local import LocalBus
from minifb.kernel.events.consumers.delivery import Delivery
from minifb.kernel.events.outbox import Outbox
from minifb.kernel.hooks import Hooks
from minifb.kernel.http.application import Application
from minifb.kernel.http.guard import Guard
from minifb.kernel.http.limits import Limiter
from minifb.kernel.http.live import SIGNED_OUT, Live, Mailbox
from minifb.kernel.http.outbound import Outbound
from minifb.kernel.http.site import Site
from minifb.kernel.http.tickets import Tickets
from minifb.kernel.http.tokens import Proven
from minifb.kernel.ids import Ids
from minifb.kernel.jobs import Runner
from minifb.kernel.module import Module, Worker
from minifb.kernel.ops.failures import Failures
from minifb.kernel.ops.health import Traffic, Wellbeing
from minifb.kernel.ops.metrics import Metrics
from minifb.kernel.questions.remote import ServiceTokens
from minifb.kernel.settings import ModuleSettings, Settings
from minifb.registry import MODULES

Report = Callable[[str], None]
"""Is told a line for each step."""

log = structlog.get_logger()


class Part(msgspec.Struct):
    """One module as it runs here."""

    module: Module
    settings: ModuleSettings
    db: Database
    outbox: Outbox
    service: Any = None
    runner: Runner | None = None


class House:
    """A server that is put together: what it is made of, and how it opens and closes."""

    def __init__(self, settings: Settings, modules: tuple[Module, ...], clock: Clock, ids: Ids) -> None:
        """Make what all modules share."""
        self.settings, self.clock, self.ids = settings, clock, ids
        self.catalogue = catalogue.build(MODULES)
        self.modules = modules
        self.keys = Keys.load(settings.data_dir, any(settings.data_dir.glob("*.db")))
        self.site = Site.at(settings.server.public_url)
        self.limiter = Limiter(clock, settings.limits.enabled)
        self.ballast = Ballast(settings.data_dir)
        self.live = Live()
        self.tickets = Tickets(clock)
        self.metrics = Metrics(settings.metrics.token)
        self.failures = Failures(clock)
        self.traffic = Traffic(clock)
        self.hooks = Hooks((point for module in modules for point in module.hooks), self.failures.note)
        self.bus = LocalBus(clock=clock, delivery=Delivery(keep=settings.data.outbox_days * DAY))
        self.tokens = ServiceTokens(settings.server.internal_token, clock)
        self.outbound = Outbound(settings.outbound.allow, self.site.origin)
        self.parts: dict[str, Part] = {}
        self.asked: dict[type, Any] = {}
        """What stands for each Protocol of questions."""
        self.guard: Guard
        self.wellbeing: Wellbeing
        self.application: Application
        self.asgi: Any = None
        """What a server serves."""
        self._tasks: list[asyncio.Task[None]] = []

    @cached_property
    def client(self) -> httpx2.AsyncClient:
        """Ask other processes of this server; only who has some reads the certificates, which takes a while."""
        return httpx2.AsyncClient()

    def service(self, name: str) -> Any:
        """Give a module's service."""
        return self.parts[name].service

    # ── opening ──────────────────────────────────────────────────────────────────────────────────

    async def open(self, report: Report = lambda _line: None) -> None:
        """Bring the databases up to date and open them; nothing runs by itself yet."""
        for part in self.parts.values():
            await self._migrate(part, report)
        for part in self.parts.values():
            await part.db.open()
        report(f"{len(self.parts)} databases open")

    async def start(self, report: Report = lambda _line: None) -> None:
        """Open the databases, then start everything that runs by itself."""
        await self.open(report)
        await self.wake()
        report("events flow")
        await self.guard.start()
        for part in self.parts.values():
            if part.runner is not None:
                await part.runner.start()
            for worker in part.module.workers:
                self._tasks.append(asyncio.create_task(self._keep_running(part, worker)))
        self._tasks.append(asyncio.create_task(self.metrics.watch_loop(self.clock, log.warning)))
        self._tasks.append(asyncio.create_task(self._look_around()))
        self.wellbeing.ready = True
        report("timers and workers run")

    async def wake(self) -> None:
        """Let services and events run, but nothing by itself: no timer, no worker."""
        for part in self.parts.values():
            if starter := getattr(part.service, "start", None):
                await starter()
        await self.bus.start()

    async def _migrate(self, part: Part, report: Report) -> None:
        where = part.settings.database or self.settings.data_dir / f"{part.module.name}.db"
        await migrate(where, name=part.module.name, steps=part.module.migrations, report=report)

    async def _keep_running(self, part: Part, worker: Worker) -> None:
        """Run a worker as long as the server runs; one that fails starts again, later each time."""
        wait = 1.0
        while True:
            try:
                await worker.run(part.service)
            except Exception as error:
                self.failures.note(error)
                log.exception("a worker failed", module=part.module.name, worker=worker.name)
            await asyncio.sleep(wait)
            wait = min(wait * 2, 60.0)

    async def _look_around(self) -> None:
        """Every few seconds figures and errors, every minute sockets whose session is over, hourly old once-keys."""
        looks = 0
        while True:
            await asyncio.sleep(5)
            looks += 1
            if looks % 12 == 0:
                self.live.hang_up_where(self._is_over, SIGNED_OUT)
            if looks % 720 == 1:
                for part in self.parts.values():
                    await part.db.write(forget)
            self.failures.save(self.settings.data_dir)
            self.metrics.sockets.set(self.live.count())
            for part in self.parts.values():
                reach = await part.db.read(part.outbox.reach)
                self.metrics.outbox_depth.labels(part.module.name).set(reach.last - reach.pruned)
            for standing in self.bus.status():
                self.metrics.consumer_lag.labels(standing.consumer, standing.source).set(standing.lag)

    def _is_over(self, mailbox: Mailbox) -> bool:
        """Tell whether a socket has outlived its session, or is a day old: then who it is must be shown again."""
        opened = mailbox.opened_at
        ended = self.guard.revocations.actor(Proven(mailbox.actor, opened, opened)) is None
        return ended or self.clock.now() - opened > DAY

    # ── closing ──────────────────────────────────────────────────────────────────────────────────

    def leave(self) -> None:
        """Say no to load balancers and sockets, before connections are no longer accepted."""
        self.wellbeing.ready = False
        self.live.hang_up_all(1012)

    async def stop(self) -> None:
        """Close in the opposite order; what was answered is durable before, so nothing here may be lost."""
        self.leave()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.guard.stop()
        for part in self.parts.values():
            if part.runner is not None:
                await part.runner.stop()
        await self.rest()
        self.failures.save(self.settings.data_dir)
        await self.close()

    async def rest(self) -> None:
        """Let no more events flow, and the services end what they began."""
        await self.bus.stop()
        for part in self.parts.values():
            if stopper := getattr(part.service, "stop", None):
                await stopper()

    async def close(self) -> None:
        """Close the databases."""
        await asyncio.gather(*(part.db.close() for part in self.parts.values()))
        if "client" in vars(self):
            await self.client.aclose()
        await self.outbound.close()
