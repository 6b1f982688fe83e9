"""Analytics: what is looked for, what is not found, and what is followed."""

from minifb.kernel.clock import DAY
from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import read, write
from minifb.kernel.http.policy import Actor
from minifb.kernel.refusals import NotFound
from minifb.modules.search.public import Analytics
from minifb.modules.search.rules import analytics as rules
from minifb.modules.search.rules.analytics import Sighting
from minifb.modules.search.rules.recent import key_of
from minifb.modules.search.rules.wanted import Kind
from minifb.modules.search.service.recent import RecentCases
from minifb.modules.search.store import analytics


class AnalyticsCases(RecentCases):
    """How people search."""

    async def count_seen(self, actor: Actor, seen: Sighting) -> None:
        """Count that somebody followed a result of their search, or left it; once for each search."""
        session = self.sessions.find(actor.id, seen.query_id)
        if session is None:
            raise NotFound
        if self.askings.first(seen.query_id, seen.event):
            await self._count_seen(session.kind, key_of(session.query), seen)

    @write
    def _count_seen(self, tx: Tx, kind: Kind, query: str, seen: Sighting) -> None:
        if seen.event == "click":
            analytics.count(tx, kind, query, clicks=1, places=seen.position or 0)
        else:
            analytics.count(tx, kind, query, abandoned=1)

    @read
    def analytics(self, tx: Tx, days: int) -> Analytics:
        """Tell how people searched these days, today included."""
        since = tx.now // DAY - days + 1
        found = (analytics.top(tx, since, rules.TOP), analytics.without(tx, since, rules.TOP))
        return rules.summed(since * DAY, analytics.sums(tx, since), *found)
