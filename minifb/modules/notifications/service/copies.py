"""Copies that heal: all that notifications keeps of people, asked for anew every week.

Events alone keep the copies. But a module that appears on a data folder that is older than itself never heard what was
before, and a fact may get lost with a database that was restored alone. So what the owners know is asked for at the
first start and weekly, a page at a time, and kept where it is not older: beside live events, twice, or broken off in
the middle. So a fact that was lost heals within a week.
"""

from collections.abc import Collection, Sequence

import msgspec

from minifb.kernel.clock import DAY
from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import write
from minifb.kernel.jobs import schedule
from minifb.modules.notifications.service.deliveries import DeliveryCases
from minifb.modules.notifications.store import watches
from minifb.modules.notifications.tables import PEOPLE
from minifb.modules.users.public import KnownMember

COPY = "people.copy"
COPY_PAGE = "people.copy.page"
EVERY = 7 * DAY
PAGE = 100


class Everybody(msgspec.Struct, frozen=True):
    """All members whose ids are greater than this one."""

    after: str = ""


class CopyCases(DeliveryCases):
    """What is kept about everybody."""

    @write
    def copy_people(self, tx: Tx, everybody: Everybody) -> None:
        """Begin to ask for everybody; a walk that is under way begins anew."""
        schedule(tx, COPY_PAGE, "", tx.now, everybody)

    async def copy_page(self, everybody: Everybody) -> None:
        """Ask for a page of members, and keep what is known of them."""
        if page := await self.users.known(everybody.after, PAGE):
            addresses = await self.auth.mail_addresses([one.card.id for one in page])
            await self.keep_people(page, {one for one, to in addresses.items() if to.verified})

    @write
    def keep_people(self, tx: Tx, known: Sequence[KnownMember], proven: Collection[str]) -> None:
        """Keep what is known of some members, what they watch, and who may be mailed; go on with those after them."""
        PEOPLE.keep_known(tx, known)
        schedule(tx, COPY_PAGE, "", tx.now, Everybody(known[-1].card.id))
        gone = PEOPLE.gone_among(tx, {one.card.id for one in known}.union(*(_watched(one) for one in known)))
        for one in known:
            me = one.card.id
            if me in gone:
                continue
            for follow in one.follows:
                if follow.other_id not in gone:
                    watches.keep(tx, me, follow.other_id, "first", active=follow.first, told=follow.revision)
            if one.close:
                watches.keep_close(tx, me, set(one.close.ids) - gone, one.close.revision)
            if me in proven:
                self.note_proven(tx, me)
            else:
                self.settle_in(tx, me)


def _watched(one: KnownMember) -> set[str]:
    return {follow.other_id for follow in one.follows}.union(one.close.ids if one.close else ())
