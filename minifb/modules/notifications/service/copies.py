"""What notifications keeps of people, asked for anew: what they watch, and who may be mailed, beside."""

from collections.abc import Sequence

import msgspec

from minifb.kernel.data.copies import Copy
from minifb.kernel.data.tx import Tx
from minifb.modules.notifications.service.deliveries import DeliveryCases
from minifb.modules.notifications.store import watches
from minifb.modules.notifications.tables import PEOPLE
from minifb.modules.users.public import FriendList, KnownMember


class Told(msgspec.Struct, frozen=True):
    """A member as users and auth know them."""

    member: KnownMember
    proven: bool
    """Whether they have shown that their address takes mail."""

    @property
    def id(self) -> str:
        """Who it is."""
        return self.member.card.id

    @property
    def close(self) -> FriendList | None:
        """Whom they count among close friends."""
        return next((one for one in self.member.lists if one.close), None)

    @property
    def watched(self) -> set[str]:
        """Whom they watch, or did once."""
        follows = {follow.other_id for follow in self.member.follows}
        return follows.union(self.close.member_ids if self.close else ())


async def _known(told: DeliveryCases, after: str, limit: int) -> list[Told]:
    members = await told.users.known(after, limit)
    addresses = await told.auth.mail_addresses([one.card.id for one in members]) if members else {}
    proven = {one for one, to in addresses.items() if to.verified}
    return [Told(one, one.card.id in proven) for one in members]


def _keep(told: DeliveryCases, tx: Tx, known: Sequence[Told]) -> None:
    """Keep what is known of some members, what they watch, and who may be mailed."""
    PEOPLE.keep_known(tx, [one.member for one in known])
    gone = PEOPLE.gone_among(tx, {one.id for one in known}.union(*(one.watched for one in known)))
    for one in known:
        if one.id in gone:
            continue
        for follow in one.member.follows:
            if follow.other_id not in gone:
                watches.keep(tx, one.id, follow.other_id, "first", active=follow.first, told=follow.revision)
        if one.close:
            watches.keep_close(tx, one.id, set(one.close.member_ids) - gone, one.close.revision)
        if one.proven:
            told.note_proven(tx, one.id)
        else:
            told.settle_in(tx, one.id)


PEOPLE_COPY = Copy("people.copy", ask=_known, keep=_keep, last=lambda one: one.id)
