"""Replay: applying history again changes nothing that is right and mends what is missing."""

from collections.abc import Callable

import pytest
from sqlalchemy import text

from minifb.kernel.clock import SetClock
from minifb.kernel.data.sql import sql
from minifb.kernel.events.consumers.delivery import Retry
from minifb.kernel.events.replay import Progress, replay
from minifb.kernel.refusals import NotFound
from tests.kernel.events.world import LEVELS, World


async def test_replaying_all_history_changes_nothing(world: World) -> None:
    """Effects are by revision, so hearing everything again leaves every module as it was."""
    for level in range(5):
        await world.rise("a", level)
        await world.rise("b", -level)
    await world.bus.drain()
    before = await world.all("lake", LEVELS), await world.all("pool", LEVELS), await world.told("pool")
    await replay(world.bus, "pool", report=lambda _: None)
    await replay(world.bus, "lake", report=lambda _: None)
    assert before == (await world.all("lake", LEVELS), await world.all("pool", LEVELS), await world.told("pool"))


async def test_replay_mends_what_was_lost_and_tells_how_far_it_is(world: World) -> None:
    """What a module forgot comes back, from one source or all, and the progress ends at the end."""
    await world.rise("a", 3)
    await world.bus.drain()
    await world.databases["lake"].write(lambda tx: tx.run(sql(text("DELETE FROM levels"))))
    told: list[Progress] = []
    await replay(world.bus, "lake", source="spring", report=told.append)
    assert await world.all("lake", LEVELS) == [("a", 3)]
    assert told[-1] == Progress(source="spring", position=1, last=1)


async def test_replay_takes_deferred_events_up_again(worlds: Callable[..., World], clock: SetClock) -> None:
    """An event that was put aside is among those that are heard again; it is not applied twice."""
    world = await worlds(retry=Retry(tries=1)).open("spring", "pool")
    world.services["pool"].failing = {"a"}
    await world.rise("a", 1)
    await world.rise("a", 2)
    await world.bus.drain()
    world.services["pool"].failing = set()
    await replay(world.bus, "pool", report=lambda _: None)
    assert await world.effects("pool") == ["a1", "a2"]
    assert await world.bus.parked() == []


async def test_replay_of_a_stranger_is_refused(world: World) -> None:
    """A module that listens to nothing cannot hear it again."""
    with pytest.raises(NotFound):
        await replay(world.bus, "spring", report=lambda _: None)


async def test_a_cursor_that_was_set_back_by_another_hand_is_believed(world: World) -> None:
    """When the database says another place than memory, nothing is applied out of its order."""
    for level in range(3):
        await world.rise("a", level)
    await world.bus.drain()
    await world.databases["pool"].write(lambda tx: tx.run(sql(text("UPDATE cursors SET position = 1"))))
    await world.rise("a", 9)
    await world.bus.drain()
    assert await world.effects("pool") == ["a1", "a2", "a3", "a2", "a3", "a4"]
