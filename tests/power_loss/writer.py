"""The process whose machine loses power: writes numbered things and says when each was answered."""

import asyncio
import os
import sys
from pathlib import Path
from typing import Any

from sqlalchemy import bindparam

from minifb.kernel.clock import SystemClock
from minifb.kernel.data.migrate import migrate
from minifb.kernel.data.sql import sql, upsert
from minifb.kernel.data.sqlite import SqliteDatabase
from minifb.kernel.data.tables import cursors
from minifb.kernel.data.tx import Tx
from minifb.kernel.events.outbox import Outbox
from minifb.kernel.ids import new_id
from tests.kernel.data.things import FirstStep, make

AT_ONCE = 8
PAGES_BETWEEN_CHECKPOINTS = 40

_move = upsert(cursors).values(source="elsewhere", position=bindparam("at"), updated_at=bindparam("now"))
MOVE = sql(_move.on_conflict_do_update(index_elements=["source"], set_={"position": _move.excluded.position}))


def say(word: str) -> None:
    """Tell the world: what is said here must be true after the power is back."""
    os.write(1, f"said {word}\n".encode())


async def main(folder: Path, synchronous: Any, count: int) -> None:
    """Write so many things, several at once, as a consumer that follows another module would."""
    outbox = Outbox("things", clock=SystemClock(), ids=new_id)
    path = folder / "things.db"
    await migrate(path, name="things", steps=(FirstStep,), report=lambda _line: None)  # type: ignore[arg-type]
    db = SqliteDatabase("things", path, journal=outbox, clock=SystemClock(), synchronous=synchronous)
    await db.open()
    db._writer.execute(f"PRAGMA wal_autocheckpoint={PAGES_BETWEEN_CHECKPOINTS}")
    say("ready")
    numbers = iter(range(count))

    async def worker() -> None:
        for number in numbers:

            def unit(tx: Tx, number: int = number) -> None:
                make(f"{number:06}", tags=["x" * (number * 37 % 3_000)])(tx)
                tx.run(MOVE, at=number, now=tx.now)

            await db.write(unit)
            say(str(number))

    await asyncio.gather(*(worker() for _ in range(AT_ONCE)))
    await db.close()
    say("closed")


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])))
