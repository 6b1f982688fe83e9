"""The index as a search sees it: who asks, what is found, and whether something may be missing."""

from collections.abc import Collection

import msgspec
import structlog

from minifb.kernel.clock import MINUTE
from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import read
from minifb.modules.search.backends.index import IndexBroken
from minifb.modules.search.rules.wanted import Hit, Kind, Sight, Wanted
from minifb.modules.search.service.ground import Ground
from minifb.modules.search.store import documents, lists, unindexed
from minifb.modules.search.tables import PEOPLE

TRIES = 3
"""So often one looks anew when the index moved on meanwhile."""
LATE = MINUTE
"""When the index has not learnt something for so long, something is wrong with it."""

log = structlog.get_logger()


class Looked(msgspec.Struct, frozen=True):
    """What the index gave."""

    hits: list[Hit]
    more: bool
    """Whether there may be more after these."""


class IndexCases(Ground):
    """What is asked of the index."""

    @property
    def degraded(self) -> bool:
        """Whether the index is being built, so that something may be missing."""
        return self.condition != "whole"

    @read
    def sight(self, tx: Tx, viewer_id: str) -> Sight:
        """Say whom a member sees, and for whom they count."""
        return Sight(
            viewer_id,
            friends=frozenset(PEOPLE.friends_of(tx, viewer_id)),
            lists=frozenset(lists.with_member(tx, viewer_id)),
            unseen=frozenset(PEOPLE.blocked_with(tx, viewer_id)),
        )

    async def look(self, wanted: Wanted) -> Looked:
        """Find what is wanted, but for what the index knows as it was and not as it is.

        An index that is broken finds nothing, and is looked after.
        """
        await self.opened()
        hits: list[Hit] = []
        late: set[str] = set()
        for _ in range(TRIES):
            moved = self.commits
            try:
                hits = await self.index.search(wanted)
            except IndexBroken:
                log.exception("the index could not be searched")
                self.condition = "closed"
                self.news.set()
                return Looked([], more=False)
            late = await self._late(wanted.kind, [hit.id for hit in hits])
            if moved == self.commits:
                break
        return Looked([hit for hit in hits if hit.id not in late], more=len(hits) == wanted.limit)

    @read
    def _late(self, tx: Tx, kind: Kind, ids: Collection[str]) -> set[str]:
        return unindexed.still(tx, kind, ids)

    async def opened(self) -> None:
        """Open the index if nobody has; one that is not sound is made anew by the follower."""
        if self.condition != "closed":
            return
        async with self.opening:
            if self.condition == "closed":
                await self._open()

    async def _open(self) -> None:
        try:
            whole = await self.index.open()
        except IndexBroken:
            log.exception("the index could not be opened")
            whole = False
        if not whole and not await self.db.read(documents.are_there_any):
            await self.index.empty()
            await self.index.whole()
            whole = True
        self.condition = "whole" if whole else "building"
        if not whole:
            log.warning("the index is made anew", module="search")
            self.news.set()

    async def dependencies(self) -> dict[str, bool]:
        """Tell whether the index is well: whole, and not long behind."""
        oldest = await self.db.read(unindexed.oldest)
        behind = oldest is not None and self.clock.now() - oldest > LATE
        return {"index": self.condition != "building" and not behind}
