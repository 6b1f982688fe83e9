"""What users told the other modules."""

from typing import TypeVar

import msgspec
from sqlalchemy import select

from minifb.kernel.data.tables import outbox
from minifb.kernel.data.tx import Database
from minifb.kernel.events.event import Event
from tests.world import World

E = TypeVar("E", bound=Event)


async def told(where: World | Database, kind: type[E]) -> list[E]:
    """Read all events of a kind that users published, in order."""
    db: Database = where.service("users").db if isinstance(where, World) else where
    async with db.slow() as connection:
        found = await connection.execute(
            select(outbox.c.data).where(outbox.c.name == kind.NAME).order_by(outbox.c.position)
        )
        return [msgspec.json.decode(row[0], type=kind) for row in found.all()]
