"""What other modules keep copies of, for those that appear later or have lost something."""

from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import read
from minifb.kernel.http.shapes import Card
from minifb.modules.users.public import KnownMember
from minifb.modules.users.service.ground import Ground
from minifb.modules.users.store import copies

MEMBERS_MAX = 200
FRIENDS_MAX = 250
"""A page ends early with the member who makes it more friends than that, so that nobody waits long for one."""


class CopyCases(Ground):
    """All that events told of members, as it is now."""

    @read
    def known(self, tx: Tx, after: str, limit: int) -> list[KnownMember]:
        """Give members who have a profile, in the order of their ids, with all that was told of them by events."""
        page, friends = [], 0
        for member in copies.profiled(tx, after, min(limit, MEMBERS_MAX)):
            page.append(member)
            friends += member.friends
            if friends > FRIENDS_MAX:
                break
        ids = [member.id for member in page]
        bonds, mutes = copies.bonds(tx, ids), copies.mutings(tx, ids)
        follows, lists = copies.following(tx, ids), copies.listing(tx, ids)
        return [
            KnownMember(
                card=Card.of(member),
                away=member.state == "away",
                revision=member.revision,
                suspended=member.suspended,
                suspended_revision=member.standing_revision,
                bonds=bonds.get(member.id, []),
                mutes=mutes.get(member.id, []),
                follows=follows.get(member.id, []),
                lists=lists.get(member.id, []),
            )
            for member in page
        ]
