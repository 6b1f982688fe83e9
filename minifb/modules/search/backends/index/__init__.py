"""The index: finds documents by their words, and gives nobody what they may not see.

Every index keeps the same contract, which `tests/modules/search/test_index.py` holds against each of them. It can be
made anew from the rows at any time: whatever is wrong with it is `IndexBroken`, and the answer to that is `empty`.
"""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from minifb.modules.search.rules.documents import Document
from minifb.modules.search.rules.settings import SearchSettings
from minifb.modules.search.rules.wanted import Hit, Kind, Wanted


class IndexBroken(Exception):
    """The index cannot be read or written; it is made anew."""


class Index(Protocol):
    """What finds words."""

    async def open(self) -> bool:
        """Open what is there; tell whether it is sound and held everything when it was closed."""
        ...

    async def close(self) -> None:
        """Let go of it; what was not committed is lost."""
        ...

    async def empty(self) -> None:
        """Begin anew with nothing in it, as of now not whole."""
        ...

    async def whole(self) -> None:
        """Note that it holds everything, also for the next time it is opened."""
        ...

    async def write(self, documents: Sequence[Document], gone: Mapping[Kind, Collection[str]]) -> None:
        """Take documents in, in place of what has their ids, and drop others; found after the next commit."""
        ...

    async def commit(self) -> None:
        """Make durable and findable what was written."""
        ...

    async def search(self, wanted: Wanted) -> list[Hit]:
        """Find what somebody looks for, the best first."""
        ...

    async def count(self, kind: Kind) -> int:
        """Tell how many documents of a kind can be found."""
        ...


def index_of(settings: SearchSettings, folder: Path) -> Index:
    """Make the index that the settings name; a local one lives in a folder."""
    from minifb.modules.search.backends.index.tantivy import TantivyIndex

    return TantivyIndex(folder, heap_bytes=settings.index_heap_mib << 20)
