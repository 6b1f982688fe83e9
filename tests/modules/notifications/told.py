"""What members were told, as their clients see it."""

from typing import Any

from minifb.modules.notifications.service.rechecks import SOON
from tests.world import Person


async def told(person: Person, **query: Any) -> list[dict[str, Any]]:
    """Give what a member was told, the latest first, once everything had its effect; the welcome left out."""
    await person.world.settle()
    await person.world.advance(SOON)
    items = (await person.get("/notifications", limit=100, **query))["items"]
    return [item for item in items if item["kind"] != "welcome"]


async def kinds(person: Person) -> list[str]:
    """Give the kinds of what a member was told, the latest first."""
    return [item["kind"] for item in await told(person)]


async def texts(person: Person) -> list[str]:
    """Give what a member was told in words, the latest first."""
    return [item["text"] for item in await told(person)]


async def quiet(*people: Person) -> None:
    """Take all that was told so far from the lists."""
    for person in people:
        for item in await told(person):
            await person.delete(f"/notifications/{item['id']}")
