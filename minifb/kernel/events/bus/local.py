"""The bus of one process: a commit hands its events over in memory, the outbox is read to catch up.

Where a consumer begins. The first time the bus starts over a source, the consumers that are there take their places
at its very beginning, so a fresh installation loses nothing that was published before or while they came up; then the
source is marked as opened. Whoever joins an opened source is a latecomer and begins at its end; what was before, it
asks of the owner. A crash on the way to the mark changes nothing: the source is not opened yet, who has a place keeps
it, the others still begin at the beginning.
"""

import asyncio
import logging
from collections.abc import Sequence
from typing import Any

from minifb.kernel.clock import Clock
from minifb.kernel.data.tx import Applying, Database, Tx
from minifb.kernel.events.bus import nothing_else
from minifb.kernel.events.consumers.consumer import Also, Consumer
from minifb.kernel.events.consumers.delivery import Delivery, Joined, Parked, Standing
from minifb.kernel.events.event import Envelope, Event
from minifb.kernel.events.outbox import Outbox
from minifb.kernel.module import Consume
from minifb.kernel.refusals import NotFound

LOG = logging.getLogger("minifb.events")


class LocalBus:
    """Brings events to the consumers of this process."""

    def __init__(self, *, clock: Clock, delivery: Delivery | None = None) -> None:
        """Nobody is on it yet."""
        self._clock = clock
        self._delivery = delivery or Delivery()
        self._joined: dict[str, Joined] = {}
        self._consumers: dict[str, list[Consumer]] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self._pruning: asyncio.Task[None] | None = None

    def join(
        self,
        name: str,
        database: Database,
        outbox: Outbox,
        consumes: tuple[Consume, ...],
        service: Any,
        publishes: tuple[type[Event], ...] | None = None,
    ) -> None:
        """Bring a module, before the bus starts."""
        self._joined[name] = Joined(
            name=name,
            database=database,
            outbox=outbox,
            consumes=consumes,
            service=service,
            publishes=None if publishes is None else frozenset((e.NAME, e.VERSION) for e in publishes),
        )

    # ── its life ──

    async def start(self) -> None:
        """Give every consumer its place, then deliver until stopped."""
        await self.take_places()
        self._tasks = [asyncio.create_task(consumer.run()) for consumer in self._all()]
        self._pruning = asyncio.create_task(self._keep_pruned())

    async def take_places(self) -> None:
        """Give every consumer its place without delivering yet; `drain` then delivers by hand."""
        for source in self._joined.values():
            listening = [
                Consumer(module, source, clock=self._clock, delivery=self._delivery)
                for module in self._joined.values()
                if module.hears(source)
            ]
            self._consumers[source.name] = listening
            await self._seat(source, listening)
            for consumer in listening:
                source.outbox.listen(consumer.offer)

    async def _seat(self, source: Joined, listening: list[Consumer]) -> None:
        reach = await source.database.read(source.outbox.reach)
        for consumer in listening:
            await consumer.place(reach)
        source.outbox.last = reach.last
        furthest = max((consumer.cursor for consumer in listening), default=0)
        if furthest > reach.last:
            LOG.error(
                "%s was restored from a copy older than its consumers: they have seen event %d, it has %d",
                source.name,
                furthest,
                reach.last,
            )
            await source.database.write(lambda tx: source.outbox.continue_after(tx, furthest))
            source.outbox.last = furthest
        if not reach.opened:
            await source.database.write(source.outbox.open)

    async def stop(self) -> None:
        """Finish the transactions at hand, then end; what is not delivered yet stays in the outboxes."""
        for consumer in self._all():
            consumer.stop()
        if self._pruning is not None:
            self._pruning.cancel()
            self._tasks.append(self._pruning)
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks = []

    def _all(self) -> list[Consumer]:
        return [consumer for listening in self._consumers.values() for consumer in listening]

    # ── delivering ──

    async def settle(self, source: str, envelopes: Sequence[Envelope]) -> None:
        """Wait until the consumers of these events have applied them; `Applying` when that takes too long.

        A change that told nothing found everything as it was wanted, perhaps by a request a moment ago whose events
        are still under way: it waits for all that its source has told so far.
        """
        waits = []
        for consumer in self._consumers.get(source, []):
            positions = [each.position for each in envelopes if consumer.handlers.wants(each)]
            if positions:
                waits.append(consumer.applied(positions))
            elif not envelopes:
                waits.append(consumer.passed(self._joined[source].outbox.last))
        if waits:
            try:
                async with asyncio.timeout(self._delivery.settle_seconds):
                    await asyncio.gather(*waits)
            except TimeoutError:
                raise Applying from None

    async def drain(self) -> None:
        """Deliver until nothing more can be delivered now: what waits for its next try is left waiting."""
        done = 1
        while done:
            done = 0
            for consumer in self._all():
                consumer.poke()
                done += await consumer.catch_up()

    async def prune(self) -> int:
        """Delete events that are old enough and that every consumer has passed; tell how many."""
        return sum([await self._prune(source) for source in self._joined.values()])

    async def _prune(self, source: Joined) -> int:
        listening = self._consumers[source.name]
        for consumer in listening:
            await consumer.write_down()
        behind = min((consumer.cursor for consumer in listening), default=source.outbox.last)
        before = self._clock.now() - self._delivery.keep

        def unit(tx: Tx) -> int:
            return source.outbox.prune(tx, before=before, behind=behind)

        removed = 0
        while some := await source.database.write(unit):
            removed += some
        return removed

    async def _keep_pruned(self) -> None:
        while True:
            await asyncio.sleep(self._delivery.prune_seconds)
            try:
                await self.prune()
            except Exception:
                LOG.exception("outboxes could not be pruned; next try in a while")

    # ── what health and console ask ──

    def status(self) -> tuple[Standing, ...]:
        """Tell how every consumer stands."""
        return tuple(consumer.standing() for consumer in self._all())

    async def parked(self) -> list[Parked]:
        """List the parked events of all consumers."""
        return [
            Parked(
                consumer=consumer.module.name,
                source=consumer.source.name,
                position=held.position,
                id=held.id,
                name=held.name,
                subject=held.subject,
                attempts=held.attempts,
                error=held.error,
                waiting=sum(
                    each.subject == held.subject and each.state == "waiting" for each in consumer.held.values()
                ),
            )
            for consumer in self._all()
            for held in consumer.held.values()
            if held.state == "parked"
        ]

    async def retry(self, consumer: str, source: str, position: int, also: Also = nothing_else) -> None:
        """Try a parked event again, from its first attempt."""
        await self._find(consumer, source).retry(position, also)

    async def discard(self, consumer: str, source: str, position: int, also: Also = nothing_else) -> None:
        """Give a parked event up; those waiting behind it go on."""
        await self._find(consumer, source).discard(position, also)

    async def rewind(self, consumer: str, source: str, after: int) -> None:
        """Set a consumer's cursor back, so that it applies again what came after."""
        await self._find(consumer, source).rewind(after)

    def _find(self, consumer: str, source: str) -> Consumer:
        for each in self._consumers.get(source, []):
            if each.module.name == consumer:
                return each
        raise NotFound
