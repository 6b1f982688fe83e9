"""What two members are to each other."""

from tests.world import Person


async def relations(one: Person, other: Person) -> tuple[str, str]:
    """What two members are to each other, as each of them sees it."""
    seen = [(await who.get(f"/users/{whom.id}"))["relation"] for who, whom in ((one, other), (other, one))]
    return seen[0], seen[1]
