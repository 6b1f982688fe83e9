"""A consumer applies each event once, in order per subject, whatever the delivery did."""

from collections.abc import Callable

import pytest
from sqlalchemy import text

from minifb.kernel.clock import HOUR, SetClock
from minifb.kernel.data.sql import sql
from minifb.kernel.events.consumers.delivery import Retry
from minifb.kernel.refusals import NotFound
from tests.kernel.events.world import LEVELS, MISSING, World

SOON = Retry(tries=3, chance=lambda: 1.0)


def standing(world: World, name: str = "pool", source: str = "spring"):
    """How one consumer stands."""
    return next(s for s in world.bus.status() if (s.consumer, s.source) == (name, source))


async def test_each_event_takes_effect_once(world: World) -> None:
    """What is published takes effect once in every module that listens, and in those listening to them."""
    await world.rise("a", 1)
    await world.rise("b", 5)
    await world.bus.drain()
    assert await world.effects("pool") == ["a1", "b1"]
    assert sorted(await world.effects("lake")) == ["a1", "a1", "b1", "b1"]  # from spring, and from pool


async def test_an_event_handed_over_twice_takes_effect_once(world: World) -> None:
    """A hand-over that comes again changes nothing."""
    await world.rise("a", 1)
    await world.bus.drain()
    world.outboxes["spring"].committed(await world.told())
    await world.bus.drain()
    assert await world.effects("pool") == ["a1"]


@pytest.mark.parametrize("order", [(2, 1, 0), (1, 0, 2), (0, 2, 1), (2,), ()])
async def test_a_shuffled_or_lost_hand_over_is_read_from_the_outbox(world: World, order: tuple[int, ...]) -> None:
    """However the events arrive in memory, they take effect in the order of their commits."""
    hear = [*world.outboxes["spring"]._listeners]
    world.deaf()
    for level in range(3):
        await world.rise("a", level)
    told = await world.told()
    for at in order:
        for listener in hear:
            listener([told[at]])
    await world.bus.drain()
    assert await world.effects("pool") == ["a1", "a2", "a3"]


async def test_events_nobody_listens_to_are_passed_by(world: World) -> None:
    """A kind that a module does not know leaves no trace and holds nothing up."""
    await world.sing(1_200)
    await world.rise("a", 1)
    await world.bus.drain()
    assert await world.effects("pool") == ["a1"]
    assert standing(world).lag == 0
    assert standing(world).cursor == 1_201


async def test_a_failing_event_waits_its_turn_and_others_go_on(worlds: Callable[..., World], clock: SetClock) -> None:
    """A failing event keeps later ones of its subject waiting in order, not those of other subjects."""
    world = await worlds(retry=SOON).open("spring", "pool")
    world.services["pool"].failing = {"a"}
    for level in range(3):
        await world.rise("a", level)
        await world.rise("b", level)
    await world.bus.drain()
    assert await world.effects("pool") == ["b1", "b2", "b3"]
    assert (standing(world).retrying, standing(world).waiting) == (1, 2)

    world.services["pool"].failing = set()
    await world.bus.drain()
    assert await world.effects("pool") == ["b1", "b2", "b3"], "its time has not come"
    clock.advance(HOUR)
    await world.bus.drain()
    assert await world.effects("pool") == ["b1", "b2", "b3", "a1", "a2", "a3"]
    assert standing(world).retrying == 0


async def test_a_failed_event_leaves_nothing_behind(worlds: Callable[..., World]) -> None:
    """What a handler did before it failed is undone, events it published included."""
    world = await worlds(retry=SOON).open("spring", "pool")
    world.services["pool"].failing = {"a"}
    await world.rise("a", 1)
    await world.bus.drain()
    assert await world.all("pool", LEVELS) == []
    assert await world.told("pool") == []


async def exhaust(world: World, clock: SetClock) -> None:
    """Let the tries of what fails be used up."""
    for _ in range(4):
        await world.bus.drain()
        clock.advance(HOUR)
    await world.bus.drain()


async def test_what_fails_too_often_is_parked(worlds: Callable[..., World], clock: SetClock) -> None:
    """After its tries an event is parked, and those of its subject wait behind it."""
    world = await worlds(retry=SOON).open("spring", "pool")
    world.services["pool"].failing = {"a"}
    await world.rise("a", 1)
    await world.rise("a", 2)
    await exhaust(world, clock)
    (parked,) = await world.bus.parked()
    assert (parked.subject, parked.attempts, parked.waiting) == ("a", 3, 1)
    assert parked.error == "RuntimeError: the well is poisoned"


async def test_the_module_is_told_what_is_missing(worlds: Callable[..., World]) -> None:
    """From its first failure on an event that was put aside counts as missing, and so do those behind it."""
    world = await worlds(retry=SOON).open("spring", "pool")
    world.services["pool"].failing = {"a"}
    await world.rise("a", 1)
    await world.bus.drain()
    await world.rise("a", 2)
    await world.bus.drain()
    assert await world.all("pool", MISSING) == [("a", 1), ("a", 2)]


async def test_a_parked_event_can_be_tried_again(worlds: Callable[..., World], clock: SetClock) -> None:
    """Retrying a parked event applies it and then those that waited behind it."""
    world = await worlds(retry=SOON).open("spring", "pool")
    world.services["pool"].failing = {"a"}
    await world.rise("a", 1)
    await world.rise("a", 2)
    await exhaust(world, clock)
    world.services["pool"].failing = set()
    await world.bus.retry("pool", "spring", 1)
    await world.bus.drain()
    assert await world.effects("pool") == ["a1", "a2"]


async def test_a_parked_event_can_be_given_up(worlds: Callable[..., World], clock: SetClock) -> None:
    """Discarding a parked event lets those behind it go on; the decision is written down in the same transaction."""
    world = await worlds(retry=SOON).open("spring", "pool")
    world.services["pool"].failing = {"a"}
    await world.rise("a", 1)
    await world.rise("a", 2)
    await exhaust(world, clock)
    world.services["pool"].failing = set()
    audited = []
    await world.bus.discard("pool", "spring", 1, also=lambda tx: audited.append(tx.owner))
    await world.bus.drain()
    assert await world.effects("pool") == ["a2"]
    assert audited == ["pool"]
    with pytest.raises(NotFound):
        await world.bus.discard("pool", "spring", 1)


async def test_a_failing_parked_handler_still_parks(worlds: Callable[..., World]) -> None:
    """Where the module cannot even be told, the event is parked all the same."""
    world = await worlds(retry=Retry(tries=1)).open("spring", "pool")
    world.services["pool"].failing = {"a"}
    await world.databases["pool"].write(lambda tx: tx.run(sql(text("DROP TABLE missing"))))
    await world.rise("a", 1)
    await world.bus.drain()
    assert [parked.position for parked in await world.bus.parked()] == [1]


async def test_at_its_limit_of_deferred_events_a_consumer_stops(worlds: Callable[..., World], clock: SetClock) -> None:
    """A consumer with too many deferred events takes no more and says so; when they are gone it goes on."""
    world = await worlds(retry=SOON, deferred_max=5).open("spring", "pool")
    world.services["pool"].failing = {"a"}
    for level in range(8):
        await world.rise("a", level)
    await world.rise("b", 1)
    await world.bus.drain()
    assert standing(world).state == "full"
    assert (standing(world).retrying + standing(world).waiting, standing(world).lag) == (5, 4)

    world.services["pool"].failing = set()
    clock.advance(HOUR)
    await world.bus.drain()
    assert (await world.effects("pool"))[-1] == "b1"
    assert len(await world.effects("pool")) == 9
    assert standing(world).state == "running"


async def test_a_long_batch_is_cut_so_that_the_loop_stays_free(worlds: Callable[..., World], clock: SetClock) -> None:
    """A transaction that holds the loop for too long leaves the rest of its events to the next one."""
    world = await worlds(slice_seconds=0.01).open("spring", "pool")
    transactions = set()
    world.services["pool"].on_event = lambda _event: clock.advance(6_000)
    await world.deaf().rise("a", 0)
    for level in range(9):
        await world.rise("a", level)
    write = world.databases["pool"].write

    def counted(unit, **how):
        transactions.add(unit)
        return write(unit, **how)

    world.databases["pool"].write = counted  # type: ignore[method-assign]
    await world.bus.drain()
    assert len(await world.effects("pool")) == 10
    assert len(transactions) == 5


async def test_what_a_handler_publishes_names_its_cause(world: World) -> None:
    """An event told in answer to another carries its id as cause and its correlation, also within one batch."""
    await world.rise("a", 1)
    await world.rise("b", 1)
    await world.bus.drain()
    first, second = await world.told("spring")
    answers = await world.told("pool")
    assert [each.causation_id for each in answers] == [first.id, second.id]
    assert [each.correlation_id for each in answers] == [first.correlation_id, second.correlation_id]
    assert first.correlation_id != second.correlation_id
