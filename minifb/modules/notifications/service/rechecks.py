"""Looking again: what a member may no longer see is taken back, some at a time."""

import msgspec

from minifb.kernel.clock import SECOND
from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import read, write
from minifb.kernel.jobs import schedule
from minifb.modules.notifications.rules import notifications as rules
from minifb.modules.notifications.rules.notifications import Row
from minifb.modules.notifications.service.telling import TellingCases
from minifb.modules.notifications.store import causes, notifications

RECHECK = "notifications.recheck"
DROP = "notifications.drop"
SOME = 200
"""How many rows one transaction takes back, or one question is about."""
SOON = 2 * SECOND
"""When it is looked again: by then posts have heard of it too, who are told when we are."""


class Recheck(msgspec.Struct, frozen=True):
    """Whose notifications, or those about which post, are looked at again."""

    user_id: str = ""
    place_id: str = ""


class Gone(msgspec.Struct, frozen=True):
    """A post, comment or act that is gone, about which notifications are left."""

    id: str


class RecheckCases(TellingCases):
    """What is taken back."""

    # ── what went ──

    def withdraw_act(self, tx: Tx, cause: str) -> None:
        """Take an act back from all who were told of it."""
        gone = causes.of_act(tx, cause, SOME)
        self.withdraw(tx, gone)
        if len(gone) == SOME:
            schedule(tx, DROP, cause, tx.now, Gone(cause))

    def drop_about(self, tx: Tx, id: str) -> None:
        """Take back all that was told about a thing that is gone, and about what stood in it."""
        rows = notifications.about(tx, id, SOME)
        self.drop(tx, rows)
        if len(rows) == SOME:
            schedule(tx, DROP, id, tx.now, Gone(id))

    @write
    def drop_more(self, tx: Tx, gone: Gone) -> None:
        """Go on taking back."""
        (self.withdraw_act if ":" in gone.id else self.drop_about)(tx, gone.id)

    # ── what may not be seen any more ──

    def recheck_place(self, tx: Tx, place_id: str) -> None:
        """Look again at what was told about a post, soon."""
        if notifications.about(tx, place_id, 1):
            schedule(tx, RECHECK, place_id, tx.now + SOON, Recheck(place_id=place_id))

    def recheck_user(self, tx: Tx, user_id: str, wait: int = SOON) -> None:
        """Look again at what a member was told, soon."""
        schedule(tx, RECHECK, user_id, tx.now + wait, Recheck(user_id=user_id))

    async def recheck(self, work: Recheck) -> None:
        """Look again: what its owner may not see any more is taken back, and what only waits is not counted."""
        after = ""
        while rows := await self._some(work, after):
            by_user: dict[str, list[Row]] = {}
            for row in rows:
                by_user.setdefault(row.user_id, []).append(row)
            for user_id, own in by_user.items():
                said = await self.said(user_id, own)
                shown = {one.id for one in await self.draw(user_id, own, said)}
                gone = [row.id for row in own if (about := rules.about(row)) and about not in said]
                unseen = [row.id for row in own if row.id not in shown and row.read_at is None]
                if gone or unseen:
                    await self._set_aside(user_id, gone, unseen)
            after = rows[-1].id

    @read
    def _some(self, tx: Tx, work: Recheck, after: str) -> list[Row]:
        if work.user_id:
            return notifications.of_user(tx, work.user_id, after, SOME)
        return notifications.of_place(tx, work.place_id, after, SOME)

    @write
    def _set_aside(self, tx: Tx, user_id: str, gone: list[str], unseen: list[str]) -> None:
        """Take back what may not be seen any more; what nobody who is there did waits read, should they come back."""
        self.drop(tx, notifications.find(tx, gone))
        for one in unseen:
            notifications.read_one(tx, user_id, one)
