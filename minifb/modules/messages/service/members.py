"""Members: the copies of what others told us.

Each of these runs in the transaction of the consumer, and bears twice, late and out of order.
"""

from minifb.kernel.data.people import Standing
from minifb.kernel.data.tx import Tx
from minifb.kernel.http.shapes import Card
from minifb.modules.messages.rules.conversations import pair_of
from minifb.modules.messages.rules.presence import Pair
from minifb.modules.messages.service.erasure import ErasureCases
from minifb.modules.messages.service.presence import PresenceCases
from minifb.modules.messages.store import participants
from minifb.modules.messages.tables import PEOPLE


class MemberCases(PresenceCases, ErasureCases):
    """What is kept about members."""

    def keep_card(self, tx: Tx, card: Card, told: int) -> None:
        """Keep a member's card."""
        PEOPLE.keep_card(tx, card, told)
        if card.id not in self.presence.shown and self.live.present(card.id):
            self.presence.look_again(card.id)  # who came before their card is shown with the next pulse

    def keep_standing(self, tx: Tx, member_id: str, kind: Standing, *, hidden: bool, told: int) -> None:
        """Keep whether a member is hidden."""
        PEOPLE.keep_standing(tx, member_id, kind, hidden=hidden, told=told)
        self.presence.look_again(member_id)  # a hint: a look for nothing does no harm

    def mistrust_member(self, tx: Tx, member_id: str) -> None:
        """Hide a member while what happened to them could not be applied."""
        PEOPLE.hide(tx, member_id)

    def keep_friends(self, tx: Tx, one: str, other: str, *, active: bool, told: int) -> None:
        """Keep whether two members are friends; what one of them wrote before is then no request any more."""
        before = PEOPLE.friends_among(tx, one, [other])
        PEOPLE.keep_friends(tx, one, other, active=active, told=told)
        now = PEOPLE.friends_among(tx, one, [other])
        if now:
            participants.befriended(tx, pair_of(one, other))
        self.look_at_pair(tx, Pair(one, other, parted=bool(before and not now)))

    def mistrust_friends(self, tx: Tx, one: str, other: str) -> None:
        """Take two members for strangers while what happened between them could not be applied."""
        PEOPLE.part(tx, one, other)

    def keep_block(self, tx: Tx, by: str, blocked_id: str, *, active: bool, told: int) -> None:
        """Keep whether a member blocks another."""
        before = PEOPLE.friends_among(tx, by, [blocked_id])
        PEOPLE.keep_block(tx, by, blocked_id, active=active, told=told)
        self.look_at_pair(tx, Pair(by, blocked_id, parted=bool(active and before)))

    def mistrust_block(self, tx: Tx, by: str, blocked_id: str) -> None:
        """Take a block for standing that could not be applied."""
        PEOPLE.suspect(tx, by, blocked_id)

    def keep_mute(self, tx: Tx, by: str, muted_id: str, *, until: int, told: int) -> None:
        """Keep until when a member does not want to hear from another."""
        PEOPLE.keep_mute(tx, by, muted_id, until=until, told=told)
