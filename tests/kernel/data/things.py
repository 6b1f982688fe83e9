"""What the contract suite writes: a table and its step, an event, statements, units, a world around them."""

from collections.abc import Awaitable, Callable
from typing import Any

import msgspec
from sqlalchemy import (
    Column,
    Integer,
    MetaData,
    Table,
    bindparam,
    delete,
    func,
    insert,
    literal,
    select,
    update,
)

from minifb.kernel.clock import SystemClock
from minifb.kernel.data.sql import Flag, Id, Json, Name, Number, among, sql, upsert
from minifb.kernel.data.tx import (
    Database,
    Tx,
)
from minifb.kernel.data.usecase import read, write
from minifb.kernel.events.event import Event, event
from minifb.kernel.events.outbox import Outbox
from minifb.kernel.ids import new_id

METADATA = MetaData()


def _columns() -> list[Column[Any]]:
    return [
        Column("id", Id, primary_key=True),
        Column("name", Name, nullable=False, unique=True),
        Column("count", Number, nullable=False),
        Column("open", Flag, nullable=False),
        Column("tags", Json, nullable=False),
    ]


things = Table("things", METADATA, *_columns())


class FirstStep:
    """The table the suite writes to."""

    REVISION = "0001"

    @staticmethod
    def upgrade(op: Any) -> None:
        """Make it."""
        op.create_table("things", *_columns())


class Thing(msgspec.Struct, frozen=True):
    """A row of the suite's table."""

    id: str
    name: str
    count: int
    open: bool
    tags: list[str]


@event("thing.made", subject="thing_id")
class ThingMade(Event):
    """A thing was made."""

    thing_id: str
    name: str


NAMES = ("id", "name", "count", "open", "tags")
MAKE = sql(insert(things).values({name: bindparam(name) for name in NAMES}))
ALL = sql(select(things).order_by(things.c.name), into=Thing)
NAMED = sql(select(things).where(things.c.name == bindparam("name")), into=Thing)
AMONG = sql(select(things.c.name).where(among(things.c.name, "names")).order_by(things.c.name))
COUNTS = sql(select(things.c.name).where(among(things.c.count, "counts")).order_by(things.c.name))
HOW_MANY = sql(select(func.count()).select_from(things))
SUM = sql(select(func.sum(things.c.count)))
OPEN = sql(select(func.count()).select_from(things).where(things.c.open.is_(True)))
CLOSE = sql(update(things).where(things.c.name == bindparam("which")).values(open=False))
CLEAR = sql(delete(things))
PUT = upsert(things).values({name: bindparam(name) for name in NAMES})
PUT_NEWER = sql(
    PUT.on_conflict_do_update(
        index_elements=["name"], set_={"count": PUT.excluded.count}, where=things.c.count < PUT.excluded.count
    )
)
PUT_ONCE = sql(PUT.on_conflict_do_nothing(index_elements=["name"]))

_numbers = select(literal(1, Integer).label("n")).cte("numbers", recursive=True)
_numbers = _numbers.union_all(select(_numbers.c.n + 1).where(_numbers.c.n < 2_000_000_000))
FOR_EVER = sql(select(func.count()).select_from(_numbers))
GROW_FOR_EVER = sql(update(things).values(count=select(func.count()).select_from(_numbers).scalar_subquery()))


def make(name: str, **rest: Any) -> Callable[[Tx], str]:
    """Give a unit that makes a thing and tells it."""

    def unit(tx: Tx) -> str:
        row = {"id": tx.new_id(), "name": name, "count": 1, "open": True, "tags": ["a", "b"]} | rest
        tx.run(MAKE, **row)
        tx.publish(ThingMade(thing_id=row["id"], name=name))
        return row["id"]

    return unit


def names(tx: Tx) -> list[str]:
    """Read the names of all things."""
    return [thing.name for thing in tx.all(ALL)]


class Made:
    """A service with use cases."""

    def __init__(self, db: Database) -> None:
        """Stand on a database."""
        self.db = db
        self.runs = 0

    @write
    def make(self, tx: Tx, name: str) -> Thing:
        """Make a thing."""
        self.runs += 1
        make(name)(tx)
        found = tx.one(NAMED, name=name)
        assert found is not None
        return found

    @read
    def names(self, tx: Tx) -> list[str]:
        """Read all names."""
        return names(tx)


class World(msgspec.Struct):
    """A database under test with its outbox."""

    db: Any
    outbox: Outbox
    handed: list[int] = []

    @classmethod
    async def open(cls, build: Callable[[Outbox], Awaitable[Database]]) -> "World":
        """Open a database with an outbox of its own."""
        outbox = Outbox("things", clock=SystemClock(), ids=new_id)
        world = cls(db=await build(outbox), outbox=outbox, handed=[])
        outbox.listen(lambda envelopes: world.handed.extend(envelope.position for envelope in envelopes))
        return world

    async def told(self) -> list[str]:
        """Read the names that the outbox tells, in its order."""
        envelopes = await self.db.read(lambda tx: self.outbox.read(tx, 0, 10_000))
        return [envelope.event().name for envelope in envelopes]
