"""The face of search: finding posts and people. It tells no events: what it knows, others told it."""

from typing import Protocol


class SearchQuestions(Protocol):
    """What others may ask search."""

    async def tag_counts(self, tags: list[str]) -> dict[str, int]:
        """Tell how many public posts carry each of these tags."""
        ...
