"""How tests look for something: when the index has learnt all, while it lags behind, or when its files are harmed."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from tests.world import Person, World


async def learnt(world: World) -> None:
    """Wait until everything has had its effect, and the index knows it."""
    await world.indexed()


@asynccontextmanager
async def lagging(world: World) -> AsyncIterator[None]:
    """Let the index learn nothing for a while."""
    async with world.service("search").turn:
        yield
        await world.settle()


async def later(world: World, by: int, *people: Person) -> list[Person]:
    """Let time pass, after which people sign in again."""
    world.clock.advance(by)
    return [await world.login(one.name) for one in people]


async def texts(who: Person, q: str = "", **filters: Any) -> list[str]:
    """What posts somebody finds say, in their order."""
    return [one["post"]["text"] for one in (await who.get("/search/posts", q=q, **filters))["items"]]


async def called(who: Person, q: str) -> list[str]:
    """Who is found, by their usernames."""
    return [one["user"]["username"] for one in (await who.get("/search/users", q=q))["items"]]


async def pages(who: Person, path: str, **query: Any) -> list[dict[str, Any]]:
    """Everything that is found, page by page."""
    items: list[dict[str, Any]] = []
    cursor: dict[str, str] = {}
    while True:
        found = await who.get(path, **query, **cursor)
        items += found["items"]
        if found["next"] is None:
            return items
        cursor = {"cursor": found["next"]}


def flip(path: Path, at: int, bits: int) -> int:
    """Flip bits of one byte where it lies, and return them: a file cut short is a SIGBUS for who still maps it."""
    with path.open("r+b") as file:
        file.seek(at)
        byte = file.read(1)[0]
        file.seek(at)
        file.write(bytes([byte ^ bits]))
    return bits
