"""The promises of the bus, held against random histories: publish, lose, double, shuffle, fail, crash, restore.

`MINIFB_HISTORIES=2000 pytest tests/kernel/events/test_invariants.py` tries more of them than the default;
with `MINIFB_SHRINK=1` a history that breaks a promise is made as short as can be, which takes minutes.
"""

import asyncio
import os
import random
import shutil
import tempfile
from collections import defaultdict
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from minifb.kernel.clock import HOUR, SetClock
from minifb.kernel.events.consumers.delivery import Retry
from minifb.kernel.events.event import Envelope
from minifb.kernel.events.replay import replay
from minifb.kernel.refusals import OutcomeUnknown
from tests.kernel.events.world import EFFECTS, LEVELS, Risen, World

HISTORIES = int(os.environ.get("MINIFB_HISTORIES", "60"))
SHRINK = bool(os.environ.get("MINIFB_SHRINK"))
NAMES = ("spring", "pool", "lake")
LISTENERS = ("pool", "lake")
STREAMS = st.sampled_from("ab")
CHANGES = st.lists(st.tuples(STREAMS, st.integers(-9, 9)), min_size=1, max_size=5)
ROUNDS = 40
"""In so many rounds at most everything that was begun must be over."""


class Killed(BaseException):
    """The process dies here."""


class Histories(RuleBasedStateMachine):
    """One world, whatever happens to it."""

    empty: Path

    @initialize(batch=st.sampled_from([1, 3, 500]), slice_seconds=st.sampled_from([0.0, 60.0]))
    def begin(self, batch: int, slice_seconds: float) -> None:
        """Open three modules on new files."""
        self.folder = Path(tempfile.mkdtemp(dir=self.empty.parent))
        self.runner = asyncio.Runner()
        retry = Retry(tries=3, chance=random.Random(0).random)
        self.world = World(self.folder, self.empty, SetClock(), batch=batch, slice_seconds=slice_seconds, retry=retry)
        self.published = 0
        self.given_up: dict[str, set[str]] = defaultdict(set)
        self.copied: set[str] = set()
        self.open()

    def run(self, awaitable: Any) -> Any:
        """Let the loop turn until this is done."""
        return self.runner.run(awaitable)

    def open(self) -> None:
        """Start the process; from here on what is handed over passes through our hands."""
        self.run(self.world.open(*NAMES))
        self.bag: list[tuple[Any, Envelope]] = []
        self.handing = "over"
        for outbox in self.world.outboxes.values():
            outbox._listeners = [self.between(listener) for listener in outbox._listeners]

    def between(self, listener: Any) -> Any:
        """Hand over, lose, or keep for later, as the history wants it."""

        def hand(envelopes: Any) -> None:
            if self.handing == "over":
                listener(envelopes)
            elif self.handing == "late":
                self.bag += [(listener, envelope) for envelope in envelopes]

        return hand

    def reopen(self) -> None:
        """Start the process again on the files that are there."""
        self.run(self.world.close())
        self.open()

    # what may happen

    @rule(changes=CHANGES, failing=st.none() | st.sets(STREAMS), lonely=st.booleans(), drain=st.booleans())
    def publish(self, changes: list[tuple[str, int]], failing: set[str] | None, lonely: bool, drain: bool) -> None:
        """Changes that are kept, perhaps with one that interests nobody between; perhaps from streams that fail."""
        for name in LISTENERS if failing is not None else ():
            self.world.services[name].failing = set(failing or ())
        for stream, level in changes:
            if lonely:
                self.run(self.world.sing())
            self.run(self.world.rise(stream, level))
            self.published += 1
        if drain:
            self.drain()

    @rule(stream=STREAMS)
    def fail_to_publish(self, stream: str) -> None:
        """A change that is not kept."""

        def unit(tx: Any) -> None:
            tx.publish(Risen(stream=stream, level=0, revision=99))
            raise ValueError

        with pytest.raises(ValueError):
            self.run(self.written("spring", unit))

    async def written(self, name: str, unit: Any) -> Any:
        """Write in one module's database."""
        return await self.world.databases[name].write(unit)

    @rule(how=st.sampled_from(["over", "lost", "late"]), seed=st.integers(0, 99))
    def hand_over(self, how: str, seed: int) -> None:
        """What was kept back comes now, in any order, some of it twice; what follows comes, is lost or kept back."""
        self.handing = how
        chance = random.Random(seed)
        for listener, envelope in chance.choices(self.bag, k=len(self.bag)) if self.bag else []:
            listener([envelope])

    @rule(which=st.integers(0, 9))
    def deliver(self, which: int) -> None:
        """One consumer gets its turn."""
        consumers = self.world.bus._all()
        self.run(consumers[which % len(consumers)].catch_up())

    @rule()
    def drain(self) -> None:
        """All get their turn."""
        self.run(self.world.bus.drain())

    @rule(name=st.sampled_from(LISTENERS), failing=st.sets(STREAMS), drain=st.booleans())
    def break_handlers(self, name: str, failing: set[str], drain: bool) -> None:
        """From now on a module cannot digest what comes from these streams; from the others it can."""
        self.world.services[name].failing = failing
        if drain:
            self.drain()

    @rule(hours=st.integers(0, 2))
    def wait(self, hours: int) -> None:
        """Time passes, so that retries are due."""
        self.world.clock.advance(hours * HOUR + 1_000_000)

    @rule(retry=st.booleans())
    def decide(self, retry: bool) -> None:
        """A person decides about a parked event."""
        for parked in self.run(self.world.bus.parked())[:1]:
            if retry:
                self.run(self.world.bus.retry(parked.consumer, parked.source, parked.position))
            else:
                self.run(self.world.bus.discard(parked.consumer, parked.source, parked.position))
                self.given_up[parked.consumer].add(parked.id)

    @rule()
    def restart(self) -> None:
        """The process dies between two transactions; everything in memory is gone."""
        self.reopen()

    @rule(name=st.sampled_from(LISTENERS), after=st.integers(1, 4), kept=st.booleans(), dies=st.booleans())
    def commit_badly(self, name: str, after: int, kept: bool, dies: bool) -> None:
        """In the middle of delivering a commit fails, kept or not: the process dies of it, or only does not know."""
        database = self.world.databases[name]
        write, left = database.write, after

        async def badly(unit: Any, **how: Any) -> Any:
            nonlocal left
            left -= 1
            if left:
                return await write(unit, **how)
            if kept:
                await write(unit, **how)
            raise Killed if dies else OutcomeUnknown

        database.write = badly
        with suppress(Killed, OutcomeUnknown):
            self.run(self.world.bus.drain())
        database.write = write
        if dies:
            self.reopen()

    @rule(name=st.sampled_from(LISTENERS))
    def copy(self, name: str) -> None:
        """A copy is made of one module's file."""
        self.run(self.world.close())
        shutil.copy(self.folder / f"{name}.db", self.folder / f"{name}.copy")
        self.copied.add(name)
        self.open()

    @precondition(lambda self: self.copied)
    @rule(name=st.sampled_from(LISTENERS))
    def restore(self, name: str) -> None:
        """One module's file is put back from its older copy."""
        if name in self.copied:
            self.run(self.world.close())
            for path in self.folder.glob(f"{name}.db*"):
                path.unlink()
            shutil.copy(self.folder / f"{name}.copy", self.folder / f"{name}.db")
            self.open()

    # what must hold, always

    def told(self, name: str = "spring") -> list[Envelope]:
        """What a module's outbox holds, of the kind that somebody listens to."""
        return [each for each in self.run(self.world.told(name)) if each.name != "spring.sung"]

    def took_effect(self, name: str) -> list[tuple[str, str, int]]:
        """What took effect in a module."""
        return self.run(self.world.all(name, EFFECTS))

    @invariant()
    def change_and_event_go_together(self) -> None:
        """I1: there is an event if and only if there is its change, in who begins and in who tells on."""
        assert len(self.told()) == self.published
        for name in ("spring", "pool"):
            newest = {each.subject: each.event().level for each in self.told(name)}
            assert newest == dict(self.run(self.world.all(name, LEVELS)))

    @invariant()
    def nothing_takes_effect_twice_or_from_nowhere(self) -> None:
        """I3, I5: each event has its effect at most once, and only events that exist have one."""
        known = {each.id for each in self.told()}
        for name in LISTENERS:
            effects = [event for event, _stream, _revision in self.took_effect(name)]
            assert len(effects) == len(set(effects))
        assert known >= {event for event, _stream, _revision in self.took_effect("pool")}

    @invariant()
    def order_holds_without_gaps(self) -> None:
        """I4: per subject, effects come in the order of the events and skip none but those a person gave up."""
        told = self.told()
        for name in LISTENERS:
            happened = [event for event, _stream, _revision in self.took_effect(name)]
            for stream in "ab":
                line = [each.id for each in told if each.subject == stream]
                had = [event for event in happened if event in set(line)]
                upto = line.index(had[-1]) + 1 if had else 0
                skipped = [event for event in line[:upto] if event not in set(had)]
                assert had == [event for event in line if event in set(had)]
                assert set(skipped) <= self.given_up[name]

    # what must hold at the end

    def teardown(self) -> None:
        """Nothing more goes wrong: bring everything to its end, then look."""
        if not hasattr(self, "world"):
            return
        try:
            self.come_to_rest()
            self.each_is_applied_or_dead()
            self.models_are_the_fold_of_events()
        finally:
            self.run(self.world.close())
            self.runner.close()
            shutil.rmtree(self.folder, ignore_errors=True)

    def come_to_rest(self) -> None:
        """I8: after finitely many faults everything comes to rest in a bounded number of steps."""
        for name in LISTENERS:
            self.world.services[name].failing.clear()
        for _ in range(ROUNDS):
            self.run(self.world.bus.drain())
            if not any(each.retrying or each.lag for each in self.world.bus.status()):
                return
            self.world.clock.advance(HOUR)
        raise AssertionError(self.world.bus.status())

    def each_is_applied_or_dead(self) -> None:
        """I2: every event is, for every consumer, either applied or parked (or given up), never both."""
        for consumer in self.world.bus._all():
            name = consumer.module.name
            applied = {event for event, _stream, _revision in self.took_effect(name)}
            dead = {held.id for held in consumer.held.values()}
            told = {each.id for each in self.told(consumer.source.name)}
            assert not applied & dead
            assert told - applied - dead <= self.given_up[name]

    def models_are_the_fold_of_events(self) -> None:
        """I6, I7, I12: hearing all again, each module holds what the events add up to, as if nothing had happened."""
        for parked in self.run(self.world.bus.parked()):
            self.run(self.world.bus.retry(parked.consumer, parked.source, parked.position))
        self.come_to_rest()
        fold = {each.subject: each.event().level for each in self.told()}
        for name in LISTENERS:
            before = dict(self.run(self.world.all(name, LEVELS)))
            self.run(replay(self.world.bus, name, report=lambda _: None))
            after = dict(self.run(self.world.all(name, LEVELS)))
            assert after == fold
            if not self.given_up["pool"] | self.given_up["lake"]:
                assert before == fold


# By a thread, which ends the process: a timeout raised in the midst of a history would be taken for a broken promise,
# and the next history would wait for ever for what was torn apart.
@pytest.mark.timeout(300 if HISTORIES <= 100 and not SHRINK else 0, method="thread")
def test_the_promises_hold_in_any_history(empty: Path) -> None:
    """Whatever happens, in whatever order, the invariants of the bus hold."""
    Histories.empty = empty
    run_state_machine_as_test(
        Histories,
        settings=settings(
            max_examples=HISTORIES,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate, Phase.shrink] if SHRINK else [Phase.generate],
            database=None,
        ),
    )
