"""Jobs: durable timers run after their time, at least once, also after a restart."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import msgspec
import pytest

from minifb.kernel import jobs
from minifb.kernel.clock import HOUR, MINUTE, SetClock, SystemClock
from minifb.kernel.events.consumers.delivery import Retry
from minifb.kernel.events.event import current_trace
from minifb.kernel.module import Job
from tests.kernel.events.world import World


class Call(msgspec.Struct):
    """Whom to call."""

    name: str = "nobody"


class Desk:
    """A service with jobs: notes who was called."""

    def __init__(self) -> None:
        """Nobody yet."""
        self.called: list[str] = []
        self.fails = 0
        self.meanwhile: Any = None

    async def call(self, who: Call) -> None:
        """Call somebody, unless the line is broken."""
        if self.fails:
            self.fails -= 1
            raise ConnectionError
        self.called.append(who.name)
        if self.meanwhile:
            await self.meanwhile()


CALL = Job(kind="call", run=Desk.call, payload=Call)
HOURLY = Job(kind="hourly", run=Desk.call, payload=Call, every=HOUR)


class Office:
    """A desk, its database and its runner."""

    def __init__(self, world: World, desk: Desk, kinds: tuple[Job, ...]) -> None:
        """Put them together."""
        self.desk, self.clock, self.database = desk, world.clock, world.databases["spring"]
        retry = Retry(tries=3, chance=lambda: 1.0)
        self.runner = jobs.Runner("spring", self.database, kinds, desk, world.clock, retry=retry)

    async def ask(self, name: str, *, wait: int = 0, key: str = "k") -> None:
        """Set a call."""
        at = self.clock.now() + wait
        await self.database.write(lambda tx: jobs.schedule(tx, "call", key, at, Call(name)))

    async def standing(self) -> tuple[int, int]:
        """How many are due and parked."""
        standing = await self.runner.standing()
        return standing.due, standing.parked


@pytest.fixture
async def office(world: World) -> AsyncIterator[Any]:
    """Make an office; its runner is stopped at the end."""
    made: list[Office] = []

    def make(*kinds: Job) -> Office:
        made.append(Office(world, Desk(), kinds or (CALL,)))
        return made[-1]

    yield make
    for each in made:
        await each.runner.stop()


async def test_two_who_look_at_once(office) -> None:
    """A job runs once, however many look at the same moment whether something is due."""
    here = office()
    await here.ask("ann")
    await asyncio.gather(*(here.runner.run_due() for _ in "123"))
    assert here.desk.called == ["ann"]


async def test_a_job_runs_after_its_time_and_is_gone(office, clock: SetClock) -> None:
    """Not before its time, once after it."""
    here = office()
    await here.ask("ann", wait=MINUTE)
    assert await here.runner.run_due() == 0
    clock.advance(MINUTE)
    await here.runner.run_due()
    await here.runner.run_due()
    assert here.desk.called == ["ann"]
    assert await here.standing() == (0, 0)


async def test_setting_a_job_again_moves_it(office, clock: SetClock) -> None:
    """The same kind and key is the same job: the last word counts."""
    here = office()
    await here.ask("ann", wait=MINUTE)
    await here.ask("bob", wait=HOUR)
    await here.ask("eve", wait=MINUTE, key="other")
    clock.advance(MINUTE)
    await here.runner.run_due()
    assert here.desk.called == ["eve"]
    clock.advance(HOUR)
    await here.runner.run_due()
    assert here.desk.called == ["eve", "bob"]


async def test_a_job_that_is_called_off_does_not_run(office) -> None:
    """Cancelling is part of the transaction that makes the job needless."""
    here = office()
    await here.ask("ann")
    await here.database.write(lambda tx: jobs.cancel(tx, "call", "k"))
    assert await here.runner.run_due() == 0


async def test_a_job_of_a_transaction_that_failed_does_not_exist(office) -> None:
    """No change, no job."""
    here = office()

    def unit(tx):
        jobs.schedule(tx, "call", "k", 0, Call("ann"))
        raise ValueError

    with pytest.raises(ValueError):
        await here.database.write(unit)
    assert await here.runner.run_due() == 0


async def test_a_failing_job_is_tried_again_then_parked(office, clock: SetClock) -> None:
    """Each try waits longer; when they are used up the job stays where a person sees it, and setting it revives it."""
    here = office()
    here.desk.fails = 3
    await here.ask("ann")
    for ran in (1, 1, 1, 0):
        assert await here.runner.run_due() == ran
        clock.advance(HOUR)
    assert await here.standing() == (0, 1)
    await here.ask("ann")
    await here.runner.run_due()
    assert here.desk.called == ["ann"]
    assert await here.standing() == (0, 0)


async def test_what_a_run_sets_anew_is_not_removed_with_it(office) -> None:
    """A job that sets itself again, even for the same moment, runs again."""
    here = office()

    async def meanwhile() -> None:
        here.desk.meanwhile = None
        await here.ask("again")

    here.desk.meanwhile = meanwhile
    await here.ask("ann")
    await here.runner.run_due()
    assert here.desk.called == ["ann", "again"]


async def test_a_job_survives_the_crash_of_its_run(office) -> None:
    """A job whose run was cut off runs again after the restart."""
    here, there = office(), office()
    here.desk.meanwhile = lambda: asyncio.sleep(60)
    await here.ask("ann")
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(here.runner.run_due(), 0.05)
    await there.runner.run_due()
    assert (here.desk.called, there.desk.called) == (["ann"], ["ann"])


async def test_a_job_may_be_more_patient(office, clock: SetClock) -> None:
    """A job that waits for somebody outside is tried as often as it says."""
    here = office(Job(kind="call", run=Desk.call, payload=Call, tries=5))
    here.desk.fails = 4
    await here.ask("ann")
    for _ in range(5):
        await here.runner.run_due()
        clock.advance(HOUR)
    assert here.desk.called[-1] == "ann"
    assert await here.standing() == (0, 0)


async def test_a_repeated_job_keeps_its_beat(office, clock: SetClock) -> None:
    """It runs at the first start, then at every beat; beats slept through are left out; failing never parks it."""
    here = office(HOURLY)
    await here.database.write(here.runner._set_repeating)
    await here.runner.run_due()
    for wait in (HOUR // 2, HOUR // 2, 3 * HOUR + MINUTE, HOUR - MINUTE):
        clock.advance(wait)
        await here.runner.run_due()
    assert len(here.desk.called) == 4
    here.desk.fails = 9
    for _ in range(9):
        clock.advance(HOUR)
        await here.runner.run_due()
    assert await here.standing() == (1, 0)


async def test_a_kind_that_is_no_more_is_parked(office) -> None:
    """A job nobody can run any more does not stand in the way of the others."""
    here = office(HOURLY)
    await here.ask("ann")
    await here.runner.run_due()
    assert await here.standing() == (0, 1)


async def test_a_runner_wakes_up_for_a_nearer_job(worlds: Callable[..., World]) -> None:
    """A job set for right now does not wait for the runner's next look."""
    world = worlds()
    world.clock = SystemClock()
    here = Office(await world.open("spring"), Desk(), (CALL,))
    await here.runner.start()
    await here.ask("later", wait=HOUR, key="later")
    await asyncio.sleep(0.02)
    await here.ask("ann", wait=10_000)
    async with asyncio.timeout(5):
        while not here.desk.called:  # noqa: ASYNC110 - nobody tells it
            await asyncio.sleep(0.005)
    assert here.desk.called == ["ann"]
    await here.runner.stop()


async def test_what_a_job_changes_is_tied_to_it(office) -> None:
    """Changes made by a run carry the job's id as their correlation."""
    here = office()
    traces = []

    async def meanwhile() -> None:
        traces.append(current_trace.get())

    here.desk.meanwhile = meanwhile
    await here.ask("ann")
    await here.runner.run_due()
    assert traces[0].correlation_id
