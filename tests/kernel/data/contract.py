"""What a database promises, whichever engine keeps it: one suite, run on SQLite and on Postgres."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy import bindparam, delete, func, select, text, update

from minifb.kernel.data.once import ONCE, OnceKey, OnceKeyInFlight, OnceKeyReused
from minifb.kernel.data.sql import sql
from minifb.kernel.data.tx import DatabaseDown, IntegrityError, QueueFull, TookTooLong, Tx
from minifb.kernel.events.event import Trace, current_trace
from minifb.kernel.refusals import Conflict
from tests.kernel.data.things import (
    AMONG,
    CLEAR,
    CLOSE,
    COUNTS,
    FOR_EVER,
    GROW_FOR_EVER,
    MAKE,
    NAMED,
    OPEN,
    PUT_NEWER,
    PUT_ONCE,
    SUM,
    Made,
    Thing,
    ThingMade,
    World,
    make,
    names,
    things,
)


async def keyed(key: OnceKey, call: Callable[[], Awaitable[Any]]) -> Any:
    """Call as a request that carries this once-key."""
    token = ONCE.set(key)
    try:
        return await call()
    finally:
        ONCE.reset(token)


class DatabaseContract:
    """The promises. A subclass's module gives the fixture `world`."""

    # ── a write ─────────────────────────────────────────────────────────────────────────────────

    async def test_what_was_answered_is_there(self, world: World) -> None:
        """A write that was answered is read by everybody after it, and its event is told."""
        made = await world.db.write(make("ann"))
        assert (await world.db.read(lambda tx: tx.one(NAMED, name="ann"))).id == made
        assert await world.told() == ["ann"]
        assert world.handed == [1]

    async def test_a_failing_unit_hurts_nobody_else(self, world: World) -> None:
        """Writes that are kept together still fail each for itself, and a failed one leaves nothing."""

        def refused(tx: Tx) -> None:
            make("bob")(tx)
            raise Conflict

        answers = await asyncio.gather(
            world.db.write(make("ann")),
            world.db.write(refused),
            world.db.write(make("cid")),
            return_exceptions=True,
        )
        assert isinstance(answers[1], Conflict)
        assert await world.db.read(names) == ["ann", "cid"]
        assert sorted(await world.told()) == ["ann", "cid"]

    async def test_a_caller_who_leaves_leaves_nothing_half(self, world: World) -> None:
        """A caller may be cancelled at any moment: its write is there whole or not at all, and others go on."""

        def pair(name: str) -> Callable[[Tx], None]:
            def unit(tx: Tx) -> None:
                make(f"{name}-left")(tx)
                make(f"{name}-right")(tx)

            return unit

        async def asking(at: int) -> None:
            await world.db.write(pair(f"{at:03}"))

        tasks = []
        for at in range(60):
            tasks.append(asyncio.create_task(asking(at)))
            await asyncio.sleep(random.random() / 500)
            random.choice(tasks).cancel()
        outcomes = await asyncio.gather(*tasks, return_exceptions=True)
        await world.db.write(make("after"))
        there = await world.db.read(names)
        for at, outcome in enumerate(outcomes):
            halves = [name for name in there if name.startswith(f"{at:03}")]
            assert len(halves) in ({2} if outcome is None else {0, 2})
        assert sorted(await world.told()) == there

    async def test_what_takes_too_long_is_stopped(self, world: World) -> None:
        """A unit that takes too long is stopped and keeps nothing; writes beside it are kept."""
        await world.db.write(make("first"))

        def slow(tx: Tx) -> None:
            make("slow")(tx)
            tx.run(GROW_FOR_EVER)

        answers = await asyncio.gather(
            world.db.write(make("ann")),
            world.db.write(slow),
            world.db.write(make("bob")),
            return_exceptions=True,
        )
        assert isinstance(answers[1], TookTooLong)
        assert await world.db.read(names) == ["ann", "bob", "first"]
        assert sorted(await world.told()) == ["ann", "bob", "first"]

    async def test_a_slow_read_is_stopped(self, world: World) -> None:
        """A read that takes too long is stopped, and the next one is answered."""
        with pytest.raises(TookTooLong):
            await world.db.read(lambda tx: tx.value(FOR_EVER))
        assert await world.db.read(names) == []

    async def test_a_swallowed_error_keeps_nothing(self, world: World) -> None:
        """After an error of the database a unit cannot go on, also when it catches the error."""
        await world.db.write(make("ann"))

        def stubborn(tx: Tx) -> None:
            try:
                make("ann")(tx)
            except IntegrityError:
                make("bob")(tx)

        def silent(tx: Tx) -> None:
            make("cid")(tx)
            try:
                make("ann")(tx)
            except IntegrityError:
                return

        for unit in (stubborn, silent):
            with pytest.raises(IntegrityError):
                await world.db.write(unit)
        assert await world.db.read(names) == ["ann"]
        assert await world.told() == ["ann"]

    async def test_a_unit_starts_no_other_transaction(self, world: World) -> None:
        """A unit that starts another transaction is a bug and told so at once."""

        def nested(tx: Tx) -> None:
            with pytest.raises(RuntimeError):
                world.db.write(names)
            with pytest.raises(RuntimeError):
                world.db.read(names)

        await world.db.write(nested)
        await world.db.read(nested)

    async def test_a_unit_has_no_await(self, world: World) -> None:
        """An async unit is refused: it would run after its transaction."""

        async def unit(tx: Tx) -> None:
            make("ann")(tx)

        for call in (world.db.write, world.db.read):
            with pytest.raises(TypeError, match="plain function"):
                await call(unit)

    async def test_a_full_queue_says_so(self, world: World) -> None:
        """When too much is waiting, the next write is refused at once and can be tried again."""
        world.db.queue_most = 3
        waiting = [asyncio.ensure_future(world.db.write(make(f"n{at}"))) for at in range(3)]
        with pytest.raises(QueueFull):
            world.db.write(make("too many"))
        await asyncio.gather(*waiting)
        await world.db.write(make("now"))
        assert len(await world.db.read(names)) == 4

    async def test_a_closed_database_says_so(self, world: World) -> None:
        """Closing finishes what was asked before and refuses what comes after."""
        last = asyncio.ensure_future(world.db.write(make("last")))
        await asyncio.sleep(0)
        await world.db.close()
        assert await last
        with pytest.raises(DatabaseDown):
            world.db.write(make("late"))
        await world.db.open()
        assert await world.db.read(names) == ["last"]
        assert await world.db.health()

    # ── isolation ───────────────────────────────────────────────────────────────────────────────

    async def test_a_read_changes_nothing(self, world: World) -> None:
        """A read can neither change nor tell anything."""
        with pytest.raises(Exception, match=r"read.?only"):
            await world.db.read(lambda tx: tx.run(CLEAR))
        with pytest.raises(RuntimeError, match="publish"):
            await world.db.read(lambda tx: tx.publish(ThingMade(thing_id="x", name="x")))

    async def test_the_slow_lane_reads_one_snapshot(self, world: World) -> None:
        """A long read sees the moment it began, whatever is written meanwhile; and it streams."""
        await world.db.write(make("ann"))
        async with world.db.slow() as connection:
            assert (await connection.execute(select(func.count()).select_from(things))).scalar() == 1
            await world.db.write(make("bob"))
            rows = await connection.stream(select(things.c.name))
            assert [row.name async for row in rows] == ["ann"]
        async with world.db.slow() as connection:
            assert (await connection.execute(select(func.count()).select_from(things))).scalar() == 2
            with pytest.raises(Exception, match=r"read.?only"):
                await connection.execute(delete(things))

    async def test_a_long_read_can_be_left(self, world: World) -> None:
        """Whoever leaves the slow lane does not wait for its scan, and the next one is served."""
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.3), world.db.slow() as connection:
                await connection.execute(FOR_EVER.core)
        async with asyncio.timeout(5), world.db.slow() as connection:
            assert (await connection.execute(text("SELECT 1"))).scalar() == 1

    async def test_two_cannot_both_be_the_last_but_one(self, world: World) -> None:
        """Two writers who each decide by what they read never both decide as if alone (write skew)."""

        def leave(name: str) -> Callable[[Tx], bool]:
            def unit(tx: Tx) -> bool:
                if tx.value(OPEN) < 2:
                    return False
                return tx.run(CLOSE, which=name) == 1

            return unit

        for _ in range(10):
            await world.db.write(lambda tx: tx.run(CLEAR))
            await world.db.write(make("ann"))
            await world.db.write(make("bob"))
            left = await asyncio.gather(world.db.write(leave("ann")), world.db.write(leave("bob")))
            assert sorted(left) == [False, True]

    async def test_many_add_to_one(self, world: World) -> None:
        """Counting up from many sides at once loses no count."""
        await world.db.write(make("ann", count=0))
        more = sql(update(things).values(count=bindparam("to")))

        def add(tx: Tx) -> None:
            found = tx.one(NAMED, name="ann")
            assert found is not None
            tx.run(more, to=found.count + 1)

        await asyncio.gather(*(world.db.write(add) for _ in range(12)))
        assert await world.db.read(lambda tx: tx.value(SUM)) == 12

    # ── events ──────────────────────────────────────────────────────────────────────────────────

    async def test_positions_are_in_commit_order(self, world: World) -> None:
        """Whoever reads the outbox up to a position has missed nothing below it, however many write at once."""
        seen: list[int] = []

        def after(position: int) -> Callable[[Tx], list[int]]:
            return lambda tx: [envelope.position for envelope in world.outbox.read(tx, position, 1_000)]

        async def follow() -> None:
            while len(seen) < 60:
                seen.extend(await world.db.read(after(seen[-1] if seen else 0)))
                await asyncio.sleep(0.001)

        async def speak(name: str) -> None:
            await asyncio.sleep(random.random() / 20)
            await world.db.write(make(name))

        async with asyncio.timeout(20):
            await asyncio.gather(follow(), *(speak(f"n{at}") for at in range(60)))
        assert seen == await world.db.read(after(0)) == sorted(seen)
        assert world.handed == seen

    async def test_positions_are_given_once(self, world: World) -> None:
        """A position is never given again, also after the outbox was pruned empty."""
        await world.db.write(make("ann"))
        await world.db.write(make("bob"))
        last = world.handed[-1]
        await world.db.write(lambda tx: world.outbox.prune(tx, before=tx.now + 1, behind=last))
        assert await world.told() == []
        await world.db.write(make("cid"))
        assert world.handed[-1] > last

    async def test_a_settled_write_waits_for_its_own_events(self, world: World) -> None:
        """A settled write asks to wait for its own events and nobody else's, also when it has told none."""
        settled: list[list[str]] = []

        async def settle(_source: str, envelopes: Any) -> None:
            settled.append([envelope.event().name for envelope in envelopes])

        world.db.settle = settle
        await asyncio.gather(world.db.write(make("ann"), settled=True), world.db.write(make("bob")))
        await world.db.write(names, settled=True)
        assert settled == [["ann"], []]

    async def test_an_event_knows_its_request(self, world: World) -> None:
        """An event carries the request that caused it, also when its write was kept with others."""

        async def ask(name: str) -> None:
            current_trace.set(Trace(correlation_id=name))
            await world.db.write(make(name))

        await asyncio.gather(*(asyncio.create_task(ask(f"n{at}")) for at in range(8)))
        for envelope in await world.db.read(lambda tx: world.outbox.read(tx, 0, 10)):
            assert envelope.correlation_id == envelope.event().name  # type: ignore[attr-defined]

    # ── once-keys ───────────────────────────────────────────────────────────────────────────────

    async def test_a_retry_gets_the_first_answer(self, world: World) -> None:
        """A retry with the same key gets what the first request got, and changes nothing."""
        made = Made(world.db)
        keys = [OnceKey(scope="ann", key="k" * 16, body_hash="b") for _ in range(2)]
        first, again = [await keyed(key, lambda: made.make("ann")) for key in keys]
        assert first == again
        assert [key.replayed for key in keys] == [False, True]
        assert await made.names() == ["ann"]

    async def test_a_key_goes_with_one_request(self, world: World) -> None:
        """A key that comes back with another request is refused; of another member it is another key."""
        made = Made(world.db)
        await keyed(OnceKey(scope="ann", key="k" * 16, body_hash="b"), lambda: made.make("ann"))
        with pytest.raises(OnceKeyReused):
            await keyed(OnceKey(scope="ann", key="k" * 16, body_hash="c"), lambda: made.make("bob"))
        await keyed(OnceKey(scope="bob", key="k" * 16, body_hash="b"), lambda: made.make("cid"))
        assert await made.names() == ["ann", "cid"]

    async def test_a_refused_request_keeps_no_key(self, world: World) -> None:
        """A key whose request failed may be used again."""
        made = Made(world.db)
        await made.make("ann")
        with pytest.raises(IntegrityError):
            await keyed(OnceKey(scope="s", key="k" * 16, body_hash="b"), lambda: made.make("ann"))
        await keyed(OnceKey(scope="s", key="k" * 16, body_hash="b"), lambda: made.make("bob"))
        assert await made.names() == ["ann", "bob"]

    async def test_retries_at_once_have_one_effect(self, world: World) -> None:
        """Retries that arrive together have one effect; the late ones get its answer or hear that it is under way."""
        made = Made(world.db)

        async def ask() -> Any:
            key = OnceKey(scope="ann", key="k" * 16, body_hash="b")
            return await keyed(key, lambda: made.make("ann"))

        answers = await asyncio.gather(*(asyncio.create_task(ask()) for _ in range(8)), return_exceptions=True)
        results = [answer for answer in answers if not isinstance(answer, OnceKeyInFlight)]
        assert results
        assert all(isinstance(answer, Thing) and answer == results[0] for answer in results)
        assert await made.names() == ["ann"]

    # ── statements ──────────────────────────────────────────────────────────────────────────────

    async def test_rows_become_structs(self, world: World) -> None:
        """A row becomes its struct: numbers whole and large, flags true or false, lists lists."""
        await world.db.write(make("ann", count=2**53, open=False, tags=["ä", "\U0001f600"]))
        found = await world.db.read(lambda tx: tx.one(NAMED, name="ann"))
        assert found == Thing(found.id, "ann", 2**53, open=False, tags=["ä", "\U0001f600"])
        assert await world.db.read(lambda tx: tx.one(NAMED, name="nobody")) is None
        assert await world.db.read(lambda tx: tx.value(SUM)) == 2**53

    async def test_a_plain_row_is_a_tuple(self, world: World) -> None:
        """Without a struct a row is a plain tuple on both engines."""
        await world.db.write(make("ann"))
        rows = await world.db.read(lambda tx: tx.all(AMONG, names=["ann"]))
        assert rows == [("ann",)]
        assert type(rows[0]) is tuple

    async def test_among_takes_any_number(self, world: World) -> None:
        """One statement asks for none, one or many values, of text or numbers."""
        for at in range(5):
            await world.db.write(make(f"n{at}", count=at))

        def found(tx: Tx) -> list[list[str]]:
            lists = ([], ["n1"], {"n3", "n1", "x"})
            return [[row[0] for row in tx.all(AMONG, names=some)] for some in lists] + [
                [row[0] for row in tx.all(COUNTS, counts=(0, 4))]
            ]

        assert await world.db.read(found) == [[], ["n1"], ["n1", "n3"], ["n0", "n4"]]

    async def test_among_uses_the_index(self, world: World) -> None:
        """Asking among many values looks them up in the index."""
        await world.db.write(
            lambda tx: tx.run_many(
                MAKE,
                [{"id": tx.new_id(), "name": f"n{at}", "count": at, "open": True, "tags": []} for at in range(2_000)],
            )
        )
        assert await self.plan_of(world, AMONG, names=["n1"])

    async def test_upsert_keeps_the_newer(self, world: World) -> None:
        """An upsert changes the row that is there when it is newer, and tells whether it did."""

        def put(statement: Any, count: int) -> Callable[[Tx], int]:
            return lambda tx: tx.run(statement, id=tx.new_id(), name="ann", count=count, open=True, tags=[])

        touched = [
            await world.db.write(put(statement, count))
            for statement, count in ((PUT_NEWER, 3), (PUT_NEWER, 2), (PUT_NEWER, 5), (PUT_ONCE, 9))
        ]
        assert touched == [1, 0, 1, 0]
        assert (await world.db.read(lambda tx: tx.one(NAMED, name="ann"))).count == 5

    async def test_a_forgotten_value_is_named(self, world: World) -> None:
        """A statement without one of its values is a bug that names it, never an empty value."""
        with pytest.raises(TypeError, match="name"):
            await world.db.read(lambda tx: tx.one(NAMED))
