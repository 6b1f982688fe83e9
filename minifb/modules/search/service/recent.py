"""What a member looked for lately, and the moment until that is written down."""

import asyncio

from minifb.kernel.clock import wire
from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import read, write
from minifb.kernel.http.policy import Actor
from minifb.kernel.http.shapes import Page
from minifb.kernel.refusals import NotFound
from minifb.modules.search.rules.analytics import Search
from minifb.modules.search.rules.recent import RecentSearch, key_of, tidied
from minifb.modules.search.rules.wanted import Kind
from minifb.modules.search.service.ground import Ground
from minifb.modules.search.store import analytics, recent
from minifb.modules.search.tables import PEOPLE

EVERY_SECONDS = 1.0
SOME = 100
"""So many searches are written down in one transaction."""


class RecentCases(Ground):
    """Recent searches."""

    async def note_search(self, actor: Actor, kind: Kind, query: str, found: int) -> None:
        """Note that somebody looked for something; it is written down a moment later."""
        if query := tidied(query):
            self.askings.note(actor.id, kind, query, found=found > 0)

    async def write_down(self) -> None:
        """Write down what was looked for, as long as the server runs."""
        while True:
            await asyncio.sleep(EVERY_SECONDS)
            await self.write_down_typed()

    async def write_down_typed(self) -> None:
        """Write down what was typed to its end."""
        await self._write_down(self.askings.take())

    async def recent_searches(self, actor: Actor, limit: int, cursor: str | None) -> Page[RecentSearch]:
        """List what one looked for lately, the latest first."""
        await self._write_down(self.askings.take(actor.id))
        return await self._recent(actor, limit, cursor)

    @read
    def _recent(self, tx: Tx, actor: Actor, limit: int, cursor: str | None) -> Page[RecentSearch]:
        rows = recent.latest(tx, actor.id, self.cursors.after(actor.id, "recent searches", cursor), limit + 1)
        items = [RecentSearch(id=row.id, query=row.query, searched_at=wire(row.at)) for row in rows[:limit]]
        return Page(
            items=items, next=self.cursors.more(actor.id, "recent searches", [(row.id,) for row in rows], limit)
        )

    @write
    def forget_search(self, tx: Tx, actor: Actor, id: str) -> None:
        """Forget one of one's searches."""
        if not recent.drop(tx, actor.id, id):
            raise NotFound

    async def forget_searches(self, actor: Actor) -> None:
        """Forget all of one's searches, also those that are not written down yet."""
        await self._write_down(self.askings.take(actor.id))
        await self._forget(actor)

    @write
    def _forget(self, tx: Tx, actor: Actor) -> None:
        recent.drop_all(tx, actor.id)

    async def _write_down(self, searches: list[Search]) -> None:
        for first in range(0, len(searches), SOME):
            await self._keep(searches[first : first + SOME])

    @write
    def _keep(self, tx: Tx, searches: list[Search]) -> None:
        gone = PEOPLE.gone_among(tx, {one.member_id for one in searches})
        for one in (one for one in searches if one.member_id not in gone):
            recent.keep(tx, one.member_id, one.query, one.at)
            analytics.ask(tx, one.kind, key_of(one.query), one.member_id, found=one.found)
