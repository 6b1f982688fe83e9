"""Jobs: durable timers in the module's own database.

A job is set in the transaction of the change that wants it, and runs at least once after its time, also after a
restart. Its row goes when it has run; one that fails is tried again with jitter and parked when its tries are used up.
A job with `every` is its own successor and is never parked.
"""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
from typing import Any
from weakref import WeakSet

import msgspec
from sqlalchemy import bindparam, delete, func, select, update

from minifb.kernel.clock import SECOND, Clock, Instant
from minifb.kernel.data.sql import sql, upsert
from minifb.kernel.data.tables import jobs
from minifb.kernel.data.tx import Database, Tx
from minifb.kernel.events.consumers.delivery import Retry
from minifb.kernel.events.event import Trace, current_trace
from minifb.kernel.module import Job

LOG = logging.getLogger("minifb.jobs")

AT_ONCE = 16
"""Jobs of a module that run side by side."""
DEADLINE_SECONDS = 600.0
"""A run that takes longer has failed."""
BACKSTOP_SECONDS = 30.0
"""How often a runner looks although nobody said so."""
SECOND_LOOK_SECONDS = 1.0
"""Whoever sets a job says so before the commit; Postgres shows it only after: look once more."""


class Row(msgspec.Struct, frozen=True):
    """A job that is due. Its id is new each time it is set, so a run never removes what was set while it ran."""

    id: str
    kind: str
    key: str
    run_at: Instant
    payload: str
    attempts: int


class Standing(msgspec.Struct, frozen=True):
    """How a module's jobs stand, for health and console."""

    due: int
    parked: int
    next_at: Instant | None


SET = upsert(jobs).values(
    id=bindparam("id"),
    kind=bindparam("kind"),
    key=bindparam("key"),
    run_at=bindparam("run_at"),
    payload=bindparam("payload"),
    attempts=0,
    state="due",
    error=None,
)
SCHEDULE = sql(
    SET.on_conflict_do_update(
        index_elements=["kind", "key"],
        set_={name: SET.excluded[name] for name in ("id", "run_at", "payload", "attempts", "state", "error")},
    )
)
CANCEL = sql(delete(jobs).where(jobs.c.kind == bindparam("of"), jobs.c.key == bindparam("about")))
DUE = sql(
    select(jobs.c.id, jobs.c.kind, jobs.c.key, jobs.c.run_at, jobs.c.payload, jobs.c.attempts)
    .where(jobs.c.state == "due", jobs.c.run_at <= bindparam("now"))
    .order_by(jobs.c.run_at)
    .limit(AT_ONCE),
    into=Row,
)
NEXT = sql(select(func.min(jobs.c.run_at)).where(jobs.c.state == "due"))
COUNT = sql(select(func.count()).select_from(jobs).where(jobs.c.state == bindparam("in_state")))
FINISHED = sql(delete(jobs).where(jobs.c.id == bindparam("run")))
AGAIN = sql(
    update(jobs)
    .where(jobs.c.id == bindparam("run"))
    .values(run_at=bindparam("when"), attempts=bindparam("tried"), state=bindparam("to"), error=bindparam("why"))
)
SET_FOR = sql(select(jobs.c.run_at).where(jobs.c.kind == bindparam("of"), jobs.c.key == "", jobs.c.state == "due"))

_runners: WeakSet["Runner"] = WeakSet()


def schedule(tx: Tx, kind: str, key: str, run_at: Instant, payload: msgspec.Struct) -> None:
    """Set a job, in the transaction of the change that wants it; the same kind and key moves it."""
    tx.run(SCHEDULE, id=tx.new_id(), kind=kind, key=key, run_at=run_at, payload=payload)
    for runner in _runners:
        if runner.name == tx.owner:
            runner.expect(run_at)  # a hint: a look for nothing does no harm


def cancel(tx: Tx, kind: str, key: str) -> None:
    """Call a job off; one that is running is not stopped."""
    tx.run(CANCEL, of=kind, about=key)


class Runner:
    """Runs the jobs of one module."""

    def __init__(
        self,
        name: str,
        database: Database,
        jobs: Sequence[Job],
        service: Any,
        clock: Clock,
        *,
        retry: Retry | None = None,
    ) -> None:
        """Run these kinds of jobs on `service`."""
        self.name = name
        self._database, self._service, self._clock = database, service, clock
        self._jobs = {job.kind: job for job in jobs}
        self._retry = retry or Retry()
        self._next: Instant = 0
        self._wake = asyncio.Event()
        self._at_work = asyncio.Lock()
        self._stopping = False
        self._task: asyncio.Task[None] | None = None
        _runners.add(self)

    async def start(self) -> None:
        """Set the jobs that repeat, then run what is due until stopped."""
        await self._database.write(self._set_repeating)
        self._task = asyncio.create_task(self._run())

    async def stop(self, *, within: float = 10.0) -> None:
        """Take no new job; one that does not end in time is cancelled and runs again after the restart."""
        self._stopping = True
        self._wake.set()
        if self._task is not None:
            with suppress(asyncio.CancelledError, TimeoutError):
                await asyncio.wait_for(self._task, within)

    def expect(self, run_at: Instant) -> None:
        """Be awake at this time."""
        if run_at < self._next:
            self._next = run_at
            self._wake.set()
            asyncio.get_running_loop().call_later(SECOND_LOOK_SECONDS, self._wake.set)

    def _set_repeating(self, tx: Tx) -> None:
        for job in self._jobs.values():
            if job.every is not None:
                at = tx.value(SET_FOR, of=job.kind)
                if at is None or at > tx.now + job.every:  # new, or set when it was rarer
                    schedule(tx, job.kind, "", tx.now, job.payload())

    async def _run(self) -> None:
        while not self._stopping:
            self._wake.clear()
            try:
                await self.run_due()
                planned = await self._database.read(lambda tx: tx.value(NEXT))
            except Exception:
                LOG.exception("the jobs of %s cannot be read", self.name)
                planned = self._clock.now() + SECOND
            await self._rest(planned)

    async def _rest(self, planned: Instant | None) -> None:
        now = self._clock.now()
        seconds = BACKSTOP_SECONDS if planned is None else (planned - now) / SECOND
        self._next = now + int(max(0.0, min(seconds, BACKSTOP_SECONDS)) * SECOND)
        loop = asyncio.get_running_loop()
        timer = loop.call_later((self._next - now) / SECOND, self._wake.set)
        try:
            await self._wake.wait()
        finally:
            timer.cancel()

    async def run_due(self) -> int:
        """Run what is due now, each once whoever else asks meanwhile; tell how many ran."""
        ran = 0
        async with self._at_work:
            while not self._stopping:
                # In a write transaction: behind the one that set the job, whose commit may be under way.
                due = await self._database.write(lambda tx: tx.all(DUE, now=tx.now))
                if not due:
                    break
                await asyncio.gather(*(self._run_one(row) for row in due))
                ran += len(due)
        return ran

    async def _run_one(self, row: Row) -> None:
        job = self._jobs.get(row.kind)
        token = current_trace.set(Trace(correlation_id=row.id))
        try:
            if job is None:
                raise LookupError(f"there is no job of kind {row.kind}")
            async with asyncio.timeout(DEADLINE_SECONDS):
                await job.run(self._service, msgspec.json.decode(row.payload, type=job.payload))
        except Exception as error:
            LOG.warning("%s: job %s %s failed", self.name, row.kind, row.key, exc_info=error)
            await self._set_back(job, row, error)
        else:
            await self._finish(job, row)
        finally:
            current_trace.reset(token)

    async def _finish(self, job: Job, row: Row) -> None:
        if job.every is None:
            await self._database.write(lambda tx: tx.run(FINISHED, run=row.id))
        else:
            await self._again(row, self._clock.now() + _until_next(job.every, row.run_at, self._clock.now()))

    async def _set_back(self, job: Job | None, row: Row, error: Exception) -> None:
        attempts, now = row.attempts + 1, self._clock.now()
        spent = job is None or attempts >= (job.tries or self._retry.tries)
        words = f"{type(error).__name__}: {error}"[:300]
        if job is not None and job.every is not None:
            wait = _until_next(job.every, row.run_at, now)
            wait = wait if spent else min(wait, self._retry.delay(attempts))
            await self._again(row, now + wait, attempts=0 if spent else attempts, error=words)
        else:
            state = "parked" if spent else "due"
            await self._again(row, now + self._retry.delay(attempts), state, attempts, words)

    async def _again(
        self, row: Row, when: Instant, state: str = "due", attempts: int = 0, error: str | None = None
    ) -> None:
        await self._database.write(lambda tx: tx.run(AGAIN, run=row.id, when=when, to=state, tried=attempts, why=error))

    async def standing(self) -> Standing:
        """Tell how the jobs of the module stand."""
        return await self._database.read(
            lambda tx: Standing(
                due=tx.value(COUNT, in_state="due"),
                parked=tx.value(COUNT, in_state="parked"),
                next_at=tx.value(NEXT),
            )
        )


def _until_next(every: int, run_at: Instant, now: Instant) -> int:
    """Tell how long until the next beat; beats that were slept through are left out."""
    return every - (now - run_at) % every
