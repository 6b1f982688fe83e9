"""Copies that heal: all that messages keeps of people, asked for anew every week.

Events alone keep the copies. But a module that appears on a data folder that is older than itself never heard what was
before, and a fact may get lost with a database that was restored alone. So what the owner knows is asked for at the
first start and weekly, a page at a time, and kept where it is not older: beside live events, twice, or broken off in
the middle. So a fact that was lost heals within a week.
"""

from collections.abc import Sequence

import msgspec

from minifb.kernel.clock import DAY
from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import write
from minifb.kernel.jobs import schedule
from minifb.modules.messages.service.ground import Ground
from minifb.modules.messages.tables import PEOPLE
from minifb.modules.users.public import KnownMember

COPY = "people.copy"
COPY_PAGE = "people.copy.page"
EVERY = 7 * DAY
PAGE = 100


class Everybody(msgspec.Struct, frozen=True):
    """All members whose ids are greater than this one."""

    after: str = ""


class CopyCases(Ground):
    """What is kept about everybody."""

    @write
    def copy_people(self, tx: Tx, everybody: Everybody) -> None:
        """Begin to ask for everybody; a walk that is under way begins anew."""
        schedule(tx, COPY_PAGE, "", tx.now, everybody)

    async def copy_page(self, everybody: Everybody) -> None:
        """Ask for a page of members, and keep what is known of them."""
        if page := await self.users.known(everybody.after, PAGE):
            await self.keep_people(page)

    @write
    def keep_people(self, tx: Tx, known: Sequence[KnownMember]) -> None:
        """Keep what is known of some members, and go on with those after them."""
        PEOPLE.keep_known(tx, known)
        schedule(tx, COPY_PAGE, "", tx.now, Everybody(known[-1].card.id))
