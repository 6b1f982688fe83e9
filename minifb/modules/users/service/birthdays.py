"""Birthdays of friends."""

from datetime import date

from minifb.kernel.clock import wire
from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import read
from minifb.kernel.http.policy import Actor
from minifb.kernel.http.shapes import Page
from minifb.modules.users.public import Birthday
from minifb.modules.users.rules.birthdays import celebrated, upcoming, window
from minifb.modules.users.service.ground import Ground
from minifb.modules.users.store.birthdays import born_within, celebrating

CELEBRATING_MAX = 500


class BirthdayCases(Ground):
    """Whom to congratulate."""

    @read
    def celebrating(self, tx: Tx, day: date, after: str, limit: int) -> list[str]:
        """Give members, in the order of their ids, whose birthday is on a day and who show it to their friends."""
        return celebrating(tx, celebrated(day), after, min(limit, CELEBRATING_MAX))

    @read
    def birthdays(self, tx: Tx, actor: Actor, days: int, limit: int, cursor: str | None) -> Page[Birthday]:
        """List the birthdays of friends in the coming days, today (UTC) included, the next one first."""
        query, today = f"birthdays {days}", wire(tx.now).date()
        after = tuple(self.cursors.after(actor.id, query, cursor))
        found = upcoming(born_within(tx, actor.id, window(today, days)), today, days)
        found = [one for one in found if (one.day.isoformat(), one.user.id) > after][: limit + 1]
        places = [(one.day.isoformat(), one.user.id) for one in found]
        return Page(items=found[:limit], next=self.cursors.more(actor.id, query, places, limit))
