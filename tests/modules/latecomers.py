"""Modules that have just appeared, or have missed something: their copies of people are empty, until they ask."""

from sqlalchemy import delete

from minifb.kernel.clock import DAY
from minifb.kernel.data.sql import sql
from minifb.kernel.data.tx import Tx
from minifb.registry import MODULES
from tests.world import Person, World

COPIES = {"members", "friends", "blocks", "mutes", "watches", "notification_preferences"}
WEEK = 7 * DAY


async def forget(world: World, name: str) -> None:
    """Take from a module all that it ever heard of people."""
    await world.settle()
    [module] = [module for module in MODULES if module.name == name]
    assert module.tables is not None
    emptied = [sql(delete(table)) for table in module.tables.sorted_tables if table.name in COPIES]

    def unit(tx: Tx) -> None:
        for statement in emptied:
            tx.run(statement)

    await world.house.parts[name].db.write(unit)


async def later(world: World, *people: Person) -> list[Person]:
    """Let the week pass after which copies are made anew, and sign these members in again."""
    await world.advance(WEEK)
    return [await world.login(one.name) for one in people]
