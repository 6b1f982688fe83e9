"""What the layers are measured with: a database of the house with one table, and a unit as most are."""

import time
from pathlib import Path

from sqlalchemy import Column, Index, MetaData, Table, bindparam, insert

from minifb.kernel.clock import SystemClock
from minifb.kernel.data.migrate import migrate
from minifb.kernel.data.sql import Id, Name, Time, sql
from minifb.kernel.data.sqlite import SqliteDatabase
from minifb.kernel.data.tx import Tx
from minifb.kernel.events.event import Event, event
from minifb.kernel.events.outbox import Outbox
from minifb.kernel.ids import new_id

METADATA = MetaData()
notes = Table(
    "notes",
    METADATA,
    Column("id", Id, primary_key=True),
    Column("author_id", Id, nullable=False),
    Column("text", Name, nullable=False),
    Column("created_at", Time, nullable=False),
    Index("notes_author", "author_id", "created_at"),
)
NOTE = sql(insert(notes).values({name: bindparam(name) for name in ("id", "author_id", "text", "created_at")}))
AUTHOR = new_id()
TEXT = "A text as long as most posts are, which is a sentence or two and no more than that, on a day like any other."


@event("bench.noted", subject="note_id")
class Noted(Event, frozen=True):
    """Somebody wrote a note."""

    note_id: str
    at: float
    text: str


class FirstStep:
    """The bench's own table, as a migration."""

    REVISION = "0001"

    @staticmethod
    def upgrade(op: object) -> None:
        """Make the table."""
        METADATA.create_all(op.get_bind())  # type: ignore[attr-defined]


def note(tx: Tx) -> None:
    """A unit as most are: a row, its index, and its event."""
    new = tx.new_id()
    tx.run(NOTE, id=new, author_id=AUTHOR, text=TEXT, created_at=tx.now)
    tx.publish(Noted(note_id=new, at=time.perf_counter(), text=TEXT))


async def opened(folder: Path, name: str) -> tuple[SqliteDatabase, Outbox]:
    """Make a database of the house with the bench's table in it."""
    clock = SystemClock()
    outbox = Outbox(name, clock=clock, ids=new_id)
    path = folder / f"{name}.db"
    await migrate(path, name=name, steps=(FirstStep,), report=lambda _: None)  # type: ignore[arg-type]
    database = SqliteDatabase(name, path, journal=outbox, clock=clock, ids=new_id)
    await database.open()
    return database, outbox
