"""The list of what a member was told: read, seen, removed; and what is old is dropped."""

from collections.abc import Sequence

import msgspec

from minifb.kernel.clock import DAY
from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import read, write
from minifb.kernel.http.policy import Actor
from minifb.kernel.http.shapes import Page
from minifb.kernel.refusals import NotFound, Unavailable
from minifb.modules.notifications.public import Notification
from minifb.modules.notifications.rules.notifications import Row, UnreadCount
from minifb.modules.notifications.service.live import LiveCases
from minifb.modules.notifications.service.rechecks import SOME, RecheckCases
from minifb.modules.notifications.store import causes, deliveries, erasure, notifications

SWEEP = "notifications.sweep"


class Sweep(msgspec.Struct, frozen=True):
    """One look at what is old."""


class NotificationCases(RecheckCases, LiveCases):
    """What a member does with what they were told."""

    async def notifications(
        self, actor: Actor, limit: int, cursor: str | None, *, unread: bool = False
    ) -> Page[Notification]:
        """List what one was told, the latest first; what one may not see any more is left out."""
        query = f"notifications {unread}"
        rows = await self._latest(actor.id, self.cursors.after(actor.id, query, cursor), limit + 1, unread=unread)
        items = await self._drawn(actor.id, rows[:limit])
        return Page(items=items, next=self.cursors.more(actor.id, query, [row.place for row in rows], limit))

    async def _drawn(self, user_id: str, rows: Sequence[Row]) -> list[Notification]:
        """Draw a page; while posts or messages do not answer, what needs no asking."""
        try:
            items = await self.draw(user_id, rows)
        except Unavailable:
            return await self.draw(user_id, rows, said={})
        shown = {item.id for item in items}
        if any(row.id not in shown and row.read_at is None for row in rows):
            await self.look_again(user_id)
        return items

    @read
    def _latest(self, tx: Tx, user_id: str, after: Sequence[object], limit: int, *, unread: bool) -> list[Row]:
        return notifications.latest(tx, user_id, after, limit, unread=unread)

    @write
    def look_again(self, tx: Tx, user_id: str) -> None:
        """Look again at what a member was told: something is counted that they may not see any more."""
        self.recheck_user(tx, user_id, wait=0)

    @read
    def unread_count(self, tx: Tx, actor: Actor) -> UnreadCount:
        """Count what one has not read, and what came since one opened the list."""
        return UnreadCount(count=notifications.unread(tx, actor.id), unseen=notifications.unseen(tx, actor.id))

    @read
    def unread_counts(self, tx: Tx, user_ids: list[str]) -> dict[str, int]:
        """Tell how many notifications each of these members has not read."""
        return {one: notifications.unread(tx, one) for one in user_ids}

    async def read_one(self, actor: Actor, id: str) -> None:
        """Take one as read."""
        await self._read_one(actor, id)
        await self.show_read(actor.id)

    @write
    def _read_one(self, tx: Tx, actor: Actor, id: str) -> None:
        self._own(tx, actor, id)
        notifications.read_one(tx, actor.id, id)

    async def read_all(self, actor: Actor) -> None:
        """Take all as read."""
        await self._read_all(actor)
        await self.show_read(actor.id)

    @write
    def _read_all(self, tx: Tx, actor: Actor) -> None:
        notifications.read_all(tx, actor.id)

    @write
    def see_all(self, tx: Tx, actor: Actor) -> None:
        """Take all as seen: the list was opened."""
        notifications.see_all(tx, actor.id)

    @write
    def remove(self, tx: Tx, actor: Actor, id: str) -> None:
        """Remove one from one's list; nothing goes out of it any more."""
        self.drop(tx, [self._own(tx, actor, id)])

    def _own(self, tx: Tx, actor: Actor, id: str) -> Row:
        """Find what oneself was told; another's there is not."""
        for row in notifications.find(tx, [id]):
            if row.user_id == actor.id and row.shown:
                return row
        raise NotFound

    # ── what is old ──

    async def sweep(self, _sweep: Sweep) -> None:
        """Drop what was told long ago."""
        while await self._sweep_some() == SOME:
            pass

    @write
    def _sweep_some(self, tx: Tx) -> int:
        before = tx.now - self.settings.keep_days * DAY
        old = erasure.old(tx, before, SOME)
        causes.drop_of(tx, old)
        notifications.drop(tx, old)
        return max(len(old), min(SOME, deliveries.sweep(tx, before, SOME)))
