"""The end of a member: all that they uploaded goes, some at a time, by jobs that go on by themselves."""

import msgspec

from minifb.kernel.data.erasing import Trace
from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import write
from minifb.kernel.jobs import schedule
from minifb.modules.auth.public import UserDataErased
from minifb.modules.media.service.media import MediaCases
from minifb.modules.media.store import erasure, ledger, media
from minifb.modules.media.tables import ERASURES

ERASE = "media.erase"
ROWS = 200
"""How many rows one transaction erases, more or less; jobs do the rest."""


class Leaving(msgspec.Struct, frozen=True):
    """A member of whom something is left."""

    member_id: str


class ErasureCases(MediaCases):
    """What is done some rows at a time."""

    def erase(self, tx: Tx, member_id: str, *, report: bool) -> None:
        """Begin to erase all that a member uploaded."""
        if not erasure.erasing(tx, member_id):
            ERASURES.begin(tx, member_id, report=report)
        self._erase_some(tx, member_id)

    @write
    def erase_more(self, tx: Tx, member_id: str) -> None:
        """Erase more of a member who is gone."""
        self._erase_some(tx, member_id)

    def _erase_some(self, tx: Tx, member_id: str) -> None:
        """Erase what one transaction may; with the last of it report, for the receipt."""
        step = ERASURES.step(tx, self, member_id, TRACES, ROWS)
        if step and step.more:
            schedule(tx, ERASE, member_id, tx.now, Leaving(member_id))
        elif step:
            ledger.forget(tx, member_id)
            if step.report:
                tx.publish(UserDataErased(user_id=member_id, module="media", counts=step.counts))

    def drop_owned(self, tx: Tx, member_id: str, limit: int) -> int:
        """Delete some media of a member."""
        ids = erasure.owned(tx, member_id, limit)
        for file in media.find(tx, ids):
            self.drop_media(tx, file)
        return len(ids)


TRACES = (
    Trace("media", 20, ErasureCases.drop_owned),
    Trace("", 1, lambda _, tx, member_id, limit: erasure.drop_uploads(tx, member_id, limit)),
    Trace("", 1, lambda _, tx, member_id, limit: erasure.drop_tombstones(tx, member_id, limit)),
)
"""All that a member leaves."""
