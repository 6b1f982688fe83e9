"""Analytics: totals of what is told and followed."""

from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import read, write
from minifb.kernel.http.policy import Actor
from minifb.kernel.http.shapes import Page
from minifb.modules.notifications.rules.analytics import Seen, Total
from minifb.modules.notifications.service.ground import Ground
from minifb.modules.notifications.store import analytics as store


class AnalyticsCases(Ground):
    """How much is told, looked at and followed."""

    @write
    def count_seen(self, tx: Tx, seen: Seen) -> None:
        """Count that somebody looked at a notification or followed it; who it was is not kept."""
        store.count(tx, seen.kind, seen.channel, seen.event)

    @read
    def totals(self, tx: Tx, actor: Actor, days: tuple[str, str], limit: int, cursor: str | None) -> Page[Total]:
        """List the totals of some days."""
        since, until = days
        query = f"notification totals {since} {until}"
        items = store.totals_between(tx, since, until, self.cursors.after(actor.id, query, cursor), limit + 1)
        places = [(one.day, one.kind, one.channel) for one in items]
        return Page(items=items[:limit], next=self.cursors.more(actor.id, query, places, limit))
