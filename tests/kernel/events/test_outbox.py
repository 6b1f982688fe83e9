"""The outbox: an event is kept if and only if its change is, in the order of the commits."""

import msgspec
import pytest

from minifb.kernel.events.event import Envelope, Trace, current_trace
from minifb.kernel.events.outbox import PRUNED_AT_ONCE
from tests.kernel.events.world import LEVELS, Risen, Sung, World


async def test_a_change_that_is_not_kept_tells_nothing(world: World) -> None:
    """An event of a transaction that failed is nowhere, and its position is not wasted."""

    def unit(tx):
        tx.publish(Risen(stream="a", level=1, revision=1))
        raise ValueError

    with pytest.raises(ValueError):
        await world.databases["spring"].write(unit)
    await world.rise("b", 1)
    assert [(each.position, each.subject) for each in await world.told()] == [(1, "b")]
    assert await world.all("spring", LEVELS) == [("b", 1)]


async def test_events_are_read_in_pages_in_the_order_of_their_commits(world: World) -> None:
    """A reader that asks for what follows the last one it has sees everything once."""
    for level in range(7):
        await world.rise("a", level)
    seen: list[Envelope] = []
    database, outbox = world.databases["spring"], world.outboxes["spring"]

    def following(tx):
        return outbox.read(tx, seen[-1].position if seen else 0, 3)

    while page := await database.read(following):
        seen += page
    assert [each.event().revision for each in seen] == [1, 2, 3, 4, 5, 6, 7]


async def test_an_event_names_the_request_it_came_from(world: World) -> None:
    """Correlation, cause and trace travel with the event; without a request the first event names the chain."""
    token = current_trace.set(Trace(correlation_id="c", causation_id="r", traceparent="00-t"))
    await world.rise("a", 1)
    current_trace.reset(token)
    await world.rise("a", 2)
    asked, alone = await world.told()
    assert (asked.correlation_id, asked.causation_id, asked.traceparent) == ("c", "r", "00-t")
    assert (alone.correlation_id, alone.causation_id) == (alone.id, None)


async def test_pruning_takes_small_steps(world: World) -> None:
    """A long history is pruned in steps that do not hold the writers up."""
    await world.sing(PRUNED_AT_ONCE + 10)
    outbox, database = world.outboxes["spring"], world.databases["spring"]
    far = world.clock.now() + 1
    steps = [await database.write(lambda tx: outbox.prune(tx, before=far, behind=10**9)) for _ in range(3)]
    assert steps == [PRUNED_AT_ONCE, 10, 0]


async def test_pruning_never_makes_a_hole(world: World) -> None:
    """When the clock went back, an older event behind a younger one stays until both may go."""
    await world.rise("young", 1)
    world.clock.advance(-1_000_000)
    await world.rise("old", 1)
    outbox, database = world.outboxes["spring"], world.databases["spring"]
    before = world.clock.now() + 1
    assert await database.write(lambda tx: outbox.prune(tx, before=before, behind=10**9)) == 0


async def test_positions_continue_where_told(world: World) -> None:
    """After the database was put back from a copy, positions its consumers have passed are not given again."""
    outbox = world.outboxes["spring"]
    await world.databases["spring"].write(lambda tx: outbox.continue_after(tx, 41))
    await world.rise("a", 1)
    assert [each.position for each in await world.told()] == [42]


async def test_an_event_travels_as_a_cloud_event_and_back(world: World) -> None:
    """Written as CloudEvents 1.0 JSON and read again it is the same, with and without a cause."""
    world.clock.advance(123_457)
    await world.rise("a", 1)
    await world.bus.drain()
    for name in ("spring", "pool"):
        (envelope,) = await world.told(name)
        assert Envelope.decode(envelope.encode()) == envelope
    assert b'"specversion":"1.0"' in envelope.encode()
    assert b'"type":"pool.filled"' in envelope.encode()
    assert b'"time":"2026-01-01T00:00:00.123457Z"' in envelope.encode()


@pytest.mark.parametrize("text", [b"{}", b"[]", b'{"specversion":"0.3"}', b"\xff"])
def test_what_is_no_cloud_event_is_refused(text: bytes) -> None:
    """Anything else does not become an event."""
    with pytest.raises(ValueError):
        Envelope.decode(text)


def test_an_event_of_an_unknown_kind_is_not_guessed() -> None:
    """A name or version that nobody declared cannot be opened; an older reader passes unknown fields by."""
    envelope = Envelope(
        position=1,
        id="i",
        name=Sung.NAME,
        version=1,
        source="s",
        time=0,
        subject="a",
        correlation_id="",
        causation_id=None,
        traceparent=None,
        data=b'{"stream":"a","later":1}',
    )
    assert envelope.event() == Sung(stream="a")
    with pytest.raises(KeyError):
        msgspec.structs.replace(envelope, version=9).event()
