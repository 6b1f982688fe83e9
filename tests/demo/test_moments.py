"""The clock of a demo."""

import asyncio
from pathlib import Path

from minifb.demo.moments import Moments
from minifb.kernel.clock import DAY
from minifb.kernel.data.migrate import migrate
from minifb.kernel.data.sqlite import SqliteDatabase
from minifb.kernel.data.tx import Tx
from minifb.kernel.events.outbox import Outbox
from minifb.kernel.ids import is_id


async def test_each_unit_runs_at_the_moment_of_its_caller(tmp_path: Path) -> None:
    """Fifty units that run together have fifty instants, and ids that belong to them and come again."""
    moments = Moments("oak", 0)
    outbox = Outbox("thing", clock=moments, ids=moments.new_id)
    await migrate(tmp_path / "thing.db", name="thing", steps=(), report=lambda _line: None)
    db = SqliteDatabase("thing", tmp_path / "thing.db", journal=outbox, clock=moments, ids=moments.new_id)
    moments.follow(db)
    await db.open()

    async def act(number: int) -> tuple[int, str]:
        moments.begin(number * DAY, f"act {number}")

        def unit(tx: Tx) -> tuple[int, str]:
            return tx.now, tx.new_id()

        return await db.write(unit)

    found = await asyncio.gather(*(act(number) for number in range(50)))
    again = await asyncio.gather(*(act(number) for number in reversed(range(50))))
    await db.close()
    assert [at for at, _ in found] == [number * DAY for number in range(50)]
    assert all(is_id(each) for _, each in found)
    assert found == again[::-1]
