"""A consumer: reads one source in order, applies what its module listens to, moves the cursor."""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from itertools import islice
from typing import TypeVar

from minifb.kernel.clock import SECOND, Clock
from minifb.kernel.data.tx import Tx
from minifb.kernel.events.consumers.cursor import Cursor, Stand
from minifb.kernel.events.consumers.deferred import Deferred, Held
from minifb.kernel.events.consumers.delivery import Delivery, Joined, Standing, in_trouble
from minifb.kernel.events.consumers.handling import Handlers, Handling
from minifb.kernel.events.event import Envelope
from minifb.kernel.events.outbox import Reach
from minifb.kernel.refusals import NotFound

R = TypeVar("R")

LOG = logging.getLogger("minifb.events")

Also = Callable[[Tx], None]
"""What a caller adds to the transaction, such as its audit row."""


class Consumer:
    """One module's listening to one source."""

    def __init__(self, module: Joined, source: Joined, *, clock: Clock, delivery: Delivery) -> None:
        """Listen for `module` to the outbox of `source`."""
        self.module, self.source = module, source
        self.cursor = 0
        """Where the database says it stands."""
        self.held: dict[int, Held] = {}
        """The deferred events by position."""
        self.handlers = Handlers(module)
        self._cursor = Cursor(source.name)
        self._deferred = Deferred(source.name)
        self._clock, self._delivery = clock, delivery
        self._offered = 0  # up to here every event is done, pending, or none of ours
        self._pending: deque[Envelope] = deque()
        self._behind = True
        self._known = False  # whether memory agrees with the database
        self._stopping = False
        self._ended = asyncio.Event()
        self._error: str | None = None
        self._lock = asyncio.Lock()
        self._wake = asyncio.Event()
        self._waiters: dict[asyncio.Future[None], Callable[[], bool]] = {}

    # ── its place ──

    async def place(self, reach: Reach) -> None:
        """Take its place: where it was; else with the first ones at the beginning, or as a latecomer at the end."""
        start = reach.last if reach.opened else 0
        await self.module.database.write(lambda tx: self._cursor.place(tx, start))
        await self._look()
        if self.cursor < reach.pruned:
            LOG.error(
                "%s has not seen events of %s up to %d, which are pruned: rebuild what depends on them",
                self.module.name,
                self.source.name,
                reach.pruned,
            )

    def _truth(self, tx: Tx) -> Stand:
        return Stand(cursor=self._cursor.at(tx) or 0, held=self._deferred.all(tx), stray=True)

    async def _look(self) -> None:
        self._adopt(await self.module.database.read(self._truth))
        self._known = True

    def _adopt(self, stand: Stand) -> None:
        """Believe the database, read on from there."""
        self.cursor = self._offered = stand.cursor
        self._pending.clear()
        self._behind = True
        self._hold(stand.held)
        self._tell_waiters()

    def _hold(self, held: list[Held] | None) -> None:
        if held is not None:
            self.held = {each.position: each for each in held}

    # ── what is handed over ──

    def offer(self, envelopes: Sequence[Envelope]) -> None:
        """Take what the source hands over, as far as it follows on directly; never waits."""
        for envelope in envelopes:
            if envelope.position <= self._offered:
                continue
            if envelope.position > self._offered + 1 or len(self._pending) >= self._delivery.pending_max:
                self.poke()
                return
            self._take(envelope)

    def _take(self, envelope: Envelope) -> None:
        self._offered = envelope.position
        if self.handlers.wants(envelope):
            self._pending.append(envelope)
            self._wake.set()

    def poke(self) -> None:
        """Look at the outbox and at what is due, now."""
        self._behind = True
        self._wake.set()

    async def _read_on(self) -> None:
        self._behind = False  # before reading, or what is missed meanwhile stays missed
        after, most = self._offered, self._delivery.batch
        page = await self.source.database.read(lambda tx: self.source.outbox.read(tx, after, most))
        for envelope in page:
            if envelope.position > self._offered:
                self._take(envelope)
        if len(page) == most:
            self._behind = True
        await asyncio.sleep(0)  # a long history must not hold the loop

    # ── applying ──

    async def catch_up(self) -> int:
        """Apply all that can be applied now; tell how many events took effect or were put aside."""
        async with self._lock:
            if not self._known:
                await self._look()
            done = 0
            while not self._stopping:
                done += await self._retry_due()
                room = min(self._delivery.batch, self._delivery.deferred_max - len(self.held))
                if room <= 0:
                    break
                if self._pending:
                    done += await self._apply(list(islice(self._pending, room)))
                elif self._behind:
                    await self._read_on()
                else:
                    break
                if not self._pending and self._offered - self.cursor >= self._delivery.batch:
                    await self._pass([], self._offered)  # passed by many that are none of ours
            self._tell_waiters()
            return done

    async def _apply(self, batch: list[Envelope]) -> int:
        upto = self._offered if len(batch) == len(self._pending) else batch[-1].position
        try:
            return await self._pass(batch, upto)
        except Exception as error:
            if in_trouble(error):
                raise
            if len(batch) == 1:
                return await self._fail(batch[0], error)
        done = 0
        for envelope in batch:  # one of them failed: one by one, so that the others are not held up
            try:
                moved = await self._pass([envelope], envelope.position)
            except Exception as error:
                if in_trouble(error):
                    raise
                moved = await self._fail(envelope, error)
            if not moved:
                break
            done += moved
        return done

    async def _pass(self, batch: list[Envelope], upto: int) -> int:
        """Apply events that follow the cursor, in one transaction; tell how many are done."""
        before = self.cursor

        def unit(tx: Tx) -> Stand:
            if self._cursor.at(tx) != before:  # a replay, or a commit whose outcome was unknown and that was kept
                return self._truth(tx)
            blocked = self._deferred.blocked(tx)
            until = self._clock.monotonic() + self._delivery.slice_seconds
            handling, done, waiting, reached = Handling(tx), 0, 0, upto
            for envelope in batch:
                if envelope.subject in blocked:
                    self._deferred.wait(tx, envelope)
                    self.handlers.missing(handling, envelope)
                    waiting += 1
                else:
                    self.handlers.handle(handling, envelope)
                done += 1
                if done < len(batch) and self._clock.monotonic() > until:
                    reached = envelope.position
                    break
            self._cursor.move(tx, reached)
            return Stand(cursor=reached, done=done, held=self._deferred.all(tx) if waiting else None)

        return self._arrive(await self._written(unit))

    def _arrive(self, stand: Stand) -> int:
        """Note in memory where the transaction has brought us."""
        if stand.stray:
            self._adopt(stand)
            return 0
        self.cursor = stand.cursor
        while self._pending and self._pending[0].position <= stand.cursor:
            self._pending.popleft()
        self._hold(stand.held)
        self._tell_waiters()
        return stand.done

    async def _written(self, unit: Callable[[Tx], R]) -> R:
        try:
            return await self.module.database.write(unit)
        except Exception as error:
            if in_trouble(error):
                self._known = False  # perhaps it was kept: look before going on
            raise

    # ── failing ──

    async def _fail(self, envelope: Envelope, error: Exception) -> int:
        """Put an event aside that failed for the first time; the cursor goes on."""
        before = self.cursor

        def unit(tx: Tx, tell: bool) -> Stand:
            if self._cursor.at(tx) != before:
                return self._truth(tx)
            self._deferred.fail(tx, envelope, error, self._delivery.retry)
            if tell:
                self.handlers.missing(Handling(tx), envelope)
            self._cursor.move(tx, envelope.position)
            return Stand(cursor=envelope.position, done=1, held=self._deferred.all(tx))

        self._warn(envelope.name, envelope.id, error)
        return self._arrive(await self._telling(unit))

    async def _retry_due(self) -> int:
        done = 0
        while not self._stopping:
            now = self._clock.now()
            due = [each for each in self.held.values() if each.state == "retrying" and each.next_at <= now]
            if not due:
                break
            for held in due:
                await self._retry(held)
                done += 1
        return done

    async def _retry(self, held: Held) -> None:
        def unit(tx: Tx) -> list[Held]:
            envelope = self._deferred.envelope(tx, held.position)
            if envelope is not None and self._deferred.state(tx, held.position) == "retrying":
                self.handlers.handle(Handling(tx), envelope)
                self._deferred.done(tx, held.position, held.subject)
            return self._deferred.all(tx)

        try:
            self._hold(await self._written(unit))
        except Exception as error:
            if in_trouble(error):
                raise
            self._warn(held.name, held.id, error)
            await self._fail_again(held, error)
        self._tell_waiters()

    async def _fail_again(self, held: Held, error: Exception) -> None:
        def unit(tx: Tx) -> list[Held]:
            if self._deferred.state(tx, held.position) == "retrying":
                self._deferred.fail_again(tx, held, error, self._delivery.retry)
            return self._deferred.all(tx)

        self._hold(await self._written(unit))

    async def _telling(self, unit: Callable[[Tx, bool], R]) -> R:
        """Run a unit that puts an event aside; where the module cannot even be told of it, put it aside without."""
        try:
            return await self._written(lambda tx: unit(tx, True))
        except Exception as error:
            if in_trouble(error):
                raise
            LOG.exception("%s could not be told of an event put aside", self.module.name)
            return await self._written(lambda tx: unit(tx, False))

    def _warn(self, name: str, id_: str, error: Exception) -> None:
        where = f"{self.module.name} could not apply {name} {id_} of {self.source.name}"
        LOG.warning("%s", where, exc_info=error)

    # ── what a person decides ──

    async def retry(self, position: int, also: Also) -> None:
        """Try a parked event again, from its first attempt."""
        await self._decide(position, lambda tx, held: self._deferred.renew(tx, held.position), also)

    async def discard(self, position: int, also: Also) -> None:
        """Give a parked event up; those behind it go on."""
        await self._decide(position, lambda tx, held: self._deferred.done(tx, held.position, held.subject), also)

    async def _decide(self, position: int, act: Callable[[Tx, Held], None], also: Also) -> None:
        def unit(tx: Tx) -> list[Held]:
            held = next((each for each in self._deferred.all(tx) if each.position == position), None)
            if held is None or held.state != "parked":
                raise NotFound
            act(tx, held)
            also(tx)
            return self._deferred.all(tx)

        async with self._lock:
            self._hold(await self._written(unit))
        self.poke()

    async def rewind(self, after: int) -> None:
        """Go back, so that everything after this position is applied again; effects are by revision, so it is safe."""

        def unit(tx: Tx) -> Stand:
            self._deferred.forget_after(tx, after)
            self._cursor.move(tx, after)
            return Stand(cursor=after, held=self._deferred.all(tx))

        async with self._lock:
            self._adopt(await self._written(unit))
        self._wake.set()

    async def write_down(self) -> None:
        """Bring the stored cursor up to date past events that are none of ours, for pruning."""
        async with self._lock:
            if self._known and not self._pending and self._offered > self.cursor:
                await self._pass([], self._offered)

    # ── waiting for it, running, telling how it stands ──

    async def applied(self, positions: Sequence[int]) -> None:
        """Wait until these events took effect; one that was put aside has not."""
        await self._until(lambda: all(position <= self.cursor and position not in self.held for position in positions))

    async def passed(self, position: int) -> None:
        """Wait until every event up to there took effect, was put aside, or is none of ours."""
        await self._until(lambda: self.cursor >= position or (not self._pending and self._offered >= position))

    async def _until(self, holds: Callable[[], bool]) -> None:
        if not holds():
            waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiters[waiter] = holds
            try:
                await waiter
            finally:
                self._waiters.pop(waiter, None)

    def _tell_waiters(self) -> None:
        for waiter, holds in self._waiters.items():
            if not waiter.done() and holds():
                waiter.set_result(None)

    async def run(self) -> None:
        """Apply events until told to stop; never gives up."""
        troubles = 0
        while not self._stopping:
            self._wake.clear()  # before looking, or a wake-up is lost
            try:
                await self.catch_up()
                troubles, self._error = 0, None
            except Exception as error:
                troubles += 1
                self._error = type(error).__name__
                LOG.exception("%s is in trouble with events of %s", self.module.name, self.source.name)
            await self._rest(troubles)

    async def _rest(self, troubles: int) -> None:
        """Sleep until woken, until the next retry, or until the backstop."""
        seconds = self._delivery.backstop_seconds
        if troubles:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._ended.wait(), min(seconds, self._delivery.retry.delay(troubles) / SECOND))
            self.poke()
            return
        due = [each.next_at for each in self.held.values() if each.state == "retrying"]
        if due:
            seconds = min(seconds, max(0.001, (min(due) - self._clock.now()) / SECOND))
        timer = asyncio.get_running_loop().call_later(seconds, self.poke)
        try:
            await self._wake.wait()
        finally:
            timer.cancel()

    def stop(self) -> None:
        """Finish the transaction at hand, then end."""
        self._stopping = True
        self._ended.set()
        self._wake.set()

    def standing(self) -> Standing:
        """Tell how it stands."""
        states = [each.state for each in self.held.values()]
        full = len(states) >= self._delivery.deferred_max
        return Standing(
            consumer=self.module.name,
            source=self.source.name,
            cursor=self.cursor,
            lag=max(0, self.source.outbox.last - self._offered) + len(self._pending),
            retrying=states.count("retrying"),
            waiting=states.count("waiting"),
            parked=states.count("parked"),
            state="failing" if self._error else "full" if full else "running",
            error=self._error,
        )
