"""What members do where something is looked for: say it in public, look for it, be suggested it."""

from minifb.kernel.clock import SECOND
from tests.world import Person


async def say(person: Person, text: str, kind: str = "public") -> str:
    """Publish a post, and give its id."""
    told = await person.post("/posts", text=text, audience={"kind": kind})
    await person.world.settle()
    return str(told["id"])


async def look(person: Person, *queries: str) -> None:
    """Look for posts, one query after the other, each typed to its end."""
    for query in queries:
        await person.get("/search/posts", q=query)
        person.world.clock.advance(4 * SECOND)


async def suggested(person: Person, q: str = "", **query: int) -> list[str]:
    """Give the texts that are suggested."""
    return [one["text"] for one in (await person.get("/search/suggestions", q=q, **query))["items"]]
