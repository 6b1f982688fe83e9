"""The local bus: woken by the commit, safe against a crash at any moment, fair to latecomers."""

import asyncio
import shutil
from collections.abc import Callable

import pytest
from sqlalchemy import text

from minifb.kernel.clock import DAY, SetClock, SystemClock
from minifb.kernel.data.sql import sql
from minifb.kernel.data.tx import Applying
from minifb.kernel.events.consumers.delivery import Retry
from minifb.kernel.refusals import OutcomeUnknown, Unavailable
from tests.kernel.events.world import World

Worlds = Callable[..., World]
CLOSE_AGAIN = sql(text("DELETE FROM cursors WHERE source = 'outbox:spring'"))


async def until(true: Callable[[], bool], seconds: float = 5.0) -> None:
    """Wait until something holds; the promise is that it comes by itself."""
    async with asyncio.timeout(seconds):
        while not true():  # noqa: ASYNC110 - the promise is that it comes, not that it is told
            await asyncio.sleep(0.005)


# ── the barrier ──


async def test_a_settled_write_answers_after_the_effect(worlds: Worlds) -> None:
    """Who asks for it gets the answer when the consumers have applied the event, not before."""
    world = await worlds().open("spring", "pool", "lake", start=True)
    await world.rise("a", 1, settled=True)
    assert await world.effects("pool") == ["a1"]
    assert "a1" in await world.effects("lake")


async def test_a_settled_write_says_when_a_consumer_is_late(worlds: Worlds) -> None:
    """When a consumer does not get there in time the writer learns that the change is being applied; it is kept."""
    world = await worlds(settle_seconds=0.05).open("spring", "pool")
    with pytest.raises(Applying):
        await world.rise("a", 1, settled=True)
    await world.bus.drain()
    assert await world.effects("pool") == ["a1"]


async def test_an_event_put_aside_is_not_settled(worlds: Worlds) -> None:
    """A consumer that could not apply an event has not applied it, although it went on."""
    world = await worlds(settle_seconds=0.05).open("spring", "pool", start=True)
    world.services["pool"].failing = {"a"}
    with pytest.raises(Applying):
        await world.rise("a", 1, settled=True)
    await world.rise("b", 1, settled=True)


async def test_a_repeat_that_finds_nothing_to_do_waits_for_what_is_under_way(worlds: Worlds) -> None:
    """Whoever asks again for what is being applied hears of it no sooner than it is."""
    world = await worlds(settle_seconds=0.05).open("spring", "pool")
    await world.rise("a", 1)
    repeat = world.databases["spring"].write
    with pytest.raises(Applying):
        await repeat(lambda _tx: None, settled=True)
    await world.bus.drain()
    await repeat(lambda _tx: None, settled=True)
    await world.sing()
    await world.bus.drain()
    await repeat(lambda _tx: None, settled=True)


async def test_a_commit_that_was_kept_after_all_is_settled(worlds: Worlds) -> None:
    """A consumer whose commit failed but was kept finds out, applies nothing twice, and who waits for it is told."""
    world = await worlds(retry=Retry(first=1_000, chance=lambda: 1.0)).open("spring", "pool", start=True)
    write = world.databases["pool"].write

    async def forgetful(unit, **how):
        world.databases["pool"].write = write
        await write(unit, **how)
        raise OutcomeUnknown

    world.databases["pool"].write = forgetful
    await world.rise("a", 1, settled=True)
    assert await world.effects("pool") == ["a1"]


async def test_a_settled_write_that_interests_nobody_answers_at_once(worlds: Worlds) -> None:
    """Without a consumer there is nothing to wait for."""
    world = await worlds(settle_seconds=0.0).open("spring", start=True)
    await world.rise("a", 1, settled=True)


# ── by itself ──


async def test_an_event_arrives_without_polling(worlds: Worlds) -> None:
    """The commit wakes the consumers; the backstop is not needed."""
    world = await worlds(backstop_seconds=3_600.0).open("spring", "pool", "lake", start=True)
    await world.rise("a", 1)
    await until(lambda: all(s.cursor == 1 for s in world.bus.status() if s.source == "spring"))


async def test_a_lost_hand_over_is_found_by_the_backstop(worlds: Worlds) -> None:
    """What nobody handed over is read from the outbox within the backstop's time."""
    world = await worlds(backstop_seconds=0.05).open("spring", "pool", start=True)
    world.deaf()
    await world.rise("a", 1)
    await until(lambda: world.bus.status()[0].cursor == 1)


async def test_a_retry_comes_by_itself(worlds: Worlds) -> None:
    """A failed event is tried again at its time, nobody needs to ask."""
    world = worlds(backstop_seconds=3_600.0, retry=Retry(first=20_000, chance=lambda: 1.0))
    world.clock = SystemClock()
    await world.open("spring", "pool", start=True)
    world.services["pool"].failing = {"a"}
    await world.rise("a", 1)
    await until(lambda: world.bus.status()[0].retrying == 1)
    world.services["pool"].failing = set()
    await until(lambda: world.bus.status()[0].retrying == 0)
    assert await world.effects("pool") == ["a1"]


async def test_a_database_in_trouble_blames_no_event(worlds: Worlds) -> None:
    """While a consumer's database is unavailable nothing is put aside; afterwards it goes on, and health says both."""
    world = await worlds(retry=Retry(first=1_000, chance=lambda: 1.0)).open("spring", "pool", start=True)
    write = world.databases["pool"].write

    async def refuse(_unit, **_how):
        raise Unavailable

    world.databases["pool"].write = refuse  # type: ignore[method-assign]
    await world.rise("a", 1)
    pool = lambda: world.bus.status()[-1]  # noqa: E731
    await until(lambda: pool().state == "failing")
    world.databases["pool"].write = write  # type: ignore[method-assign]
    await until(lambda: pool().cursor == 1)
    assert (pool().state, pool().retrying, pool().parked) == ("running", 0, 0)


async def test_stopping_ends_quietly_and_keeps_the_rest(worlds: Worlds) -> None:
    """A stop finishes the transaction at hand; what is not delivered is delivered after the next start."""
    world = await worlds().open("spring", "pool", start=True)
    for level in range(20):
        await world.rise("a", level)
    await world.close()
    again = await worlds().open("spring", "pool")
    await again.bus.drain()
    assert await again.effects("pool") == [f"a{n}" for n in range(1, 21)]


# ── crash, first start, latecomers, copies ──


async def test_a_crash_between_commit_and_hand_over_loses_nothing(worlds: Worlds) -> None:
    """An event whose commit was durable arrives after the restart, in every module, once."""
    world = await worlds().open("spring", "pool", "lake")
    await world.rise("a", 1)
    await world.bus.drain()
    await world.deaf().rise("a", 2)
    await world.close()
    again = await worlds().open("spring", "pool", "lake")
    await again.bus.drain()
    assert await again.effects("pool") == ["a1", "a2"]


async def test_a_fresh_installation_misses_nothing(worlds: Worlds) -> None:
    """Events published before the bus first starts, by the command line say, reach the consumers of the first start."""
    world = worlds()
    await world.open("spring")
    await world.rise("early", 1)
    opened = world.databases["spring"]
    await opened.write(lambda tx: tx.run(CLOSE_AGAIN))
    await world.close()
    again = await worlds().open("spring", "pool")
    await again.rise("late", 1)
    await again.bus.drain()
    assert await again.effects("pool") == ["early1", "late1"]


async def test_a_crash_during_the_first_start_misses_nothing(worlds: Worlds) -> None:
    """When the first start dies after one consumer took its place, the other still begins at the beginning."""
    world = await worlds().open("spring", "pool")
    await world.rise("early", 1)
    await world.databases["spring"].write(lambda tx: tx.run(CLOSE_AGAIN))  # the last thing a first start does
    await world.close()
    again = await worlds().open("spring", "pool", "lake")
    await again.bus.drain()
    assert await again.effects("pool") == ["early1"]
    assert await again.effects("lake") == ["early1", "early1"]


async def test_a_module_that_is_added_later_begins_now(worlds: Worlds) -> None:
    """A latecomer hears what happens from then on, not the history."""
    world = await worlds().open("spring", "pool")
    await world.rise("old", 1)
    await world.bus.drain()
    await world.close()
    later = await worlds().open("spring", "pool", "lake")
    await later.rise("new", 1)
    await later.bus.drain()
    assert await later.effects("lake") == ["new1", "new1"]
    assert await later.effects("pool") == ["old1", "new1"]


async def test_a_consumer_restored_from_an_older_copy_catches_up(worlds: Worlds) -> None:
    """After its file alone was put back, a module reads on from where the copy stood, and those behind it agree."""
    world = await worlds().open("spring", "pool", "lake")
    await world.rise("a", 1)
    await world.bus.drain()
    await world.close()
    shutil.copy(world.folder / "pool.db", world.folder / "copy.db")
    world = await worlds().open("spring", "pool", "lake")
    await world.rise("a", 2)
    await world.rise("b", 7)
    await world.bus.drain()
    await world.close()
    for rest in world.folder.glob("pool.db*"):
        rest.unlink()
    shutil.copy(world.folder / "copy.db", world.folder / "pool.db")
    again = await worlds().open("spring", "pool", "lake")
    await again.bus.drain()
    await again.rise("c", 1)
    await again.bus.drain()
    assert await again.effects("pool") == ["a1", "a2", "b1", "c1"]
    assert (await again.effects("lake"))[-1] == "c1"
    assert [each.position for each in await again.told("pool")] == [1, 4, 5, 6], "3 and 2 do not come back"


# ── pruning ──


async def test_pruning_keeps_what_is_young_and_what_somebody_has_not_seen(worlds: Worlds, clock: SetClock) -> None:
    """An event goes when it is old enough and behind every consumer, not before."""
    world = await worlds(keep=DAY).open("spring", "pool")
    await world.rise("a", 1)
    await world.bus.drain()
    await world.rise("b", 1)
    clock.advance(2 * DAY)
    await world.bus.prune()
    assert [each.subject for each in await world.told()] == ["b"]
    await world.bus.drain()
    await world.rise("c", 1)
    await world.bus.drain()
    await world.bus.prune()
    assert [each.subject for each in await world.told()] == ["c"]


async def test_events_of_no_interest_do_not_stop_pruning(worlds: Worlds, clock: SetClock) -> None:
    """A consumer that only passes by lets the outbox be pruned."""
    world = await worlds(keep=DAY).open("spring", "pool")
    await world.sing(20)
    clock.advance(2 * DAY)
    await world.bus.drain()
    assert await world.bus.prune() == 20


async def test_positions_go_on_after_everything_was_pruned(worlds: Worlds, clock: SetClock) -> None:
    """A pruned position never comes back with another event, also after a restart."""
    world = await worlds(keep=DAY).open("spring", "pool")
    await world.rise("a", 1)
    await world.bus.drain()
    clock.advance(2 * DAY)
    await world.bus.prune()
    await world.close()
    again = await worlds(keep=DAY).open("spring", "pool")
    await again.rise("b", 1)
    await again.bus.drain()
    assert [each.position for each in await again.told()] == [2]
    assert await again.effects("pool") == ["a1", "b1"]


async def test_a_latecomer_to_a_pruned_outbox_begins_at_its_end(worlds: Worlds, clock: SetClock) -> None:
    """Where everything was pruned, a module that is added later still begins after the last event."""
    world = await worlds(keep=DAY).open("spring", "pool")
    await world.rise("a", 1)
    await world.bus.drain()
    clock.advance(2 * DAY)
    await world.bus.prune()
    await world.close()
    later = await worlds().open("spring", "pool", "lake")
    await later.rise("b", 1)
    await later.bus.drain()
    assert await later.effects("lake") == ["b1", "b1"]
