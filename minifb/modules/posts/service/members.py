"""Members: the copies of what others told us.

Each of these runs in the transaction of the consumer, and bears twice, late and out of order.
"""

from typing import Literal

from minifb.kernel.clock import Instant
from minifb.kernel.data.tx import Tx
from minifb.kernel.http.policy import Role
from minifb.kernel.http.shapes import Card
from minifb.modules.posts.service.erasure import ErasureCases, Recounting
from minifb.modules.posts.store import circles, members


class MemberCases(ErasureCases):
    """What is kept about members."""

    def keep_card(self, tx: Tx, card: Card, told: int) -> None:
        """Keep a member's card."""
        members.keep_card(tx, card, told)

    def keep_friends(self, tx: Tx, pair: tuple[str, str], at: Instant, *, active: bool, told: int) -> None:
        """Keep whether two members are friends."""
        circles.keep_friends(tx, *pair, at or tx.now, active=active, told=told)
        members.stir(tx, pair)

    def keep_block(self, tx: Tx, by: str, blocked_id: str, *, active: bool, told: int) -> None:
        """Keep whether a member blocks another."""
        circles.keep_block(tx, by, blocked_id, active=active, told=told)
        members.stir(tx, (by, blocked_id))

    def keep_list(self, tx: Tx, list_id: str, owner_id: str, member_ids: list[str], told: int) -> None:
        """Keep who is on a friend list."""
        members.stir(tx, circles.keep_list(tx, list_id, owner_id, member_ids, told))

    def keep_follow(self, tx: Tx, pair: tuple[str, str], *, first: bool, active: bool, told: int) -> None:
        """Keep whether a member follows another, and wants to see them first."""
        circles.keep_follow(tx, *pair, first=first, active=active, told=told)
        members.stir(tx, pair[:1])

    def keep_mute(self, tx: Tx, by: str, muted_id: str, until: Instant, told: int) -> None:
        """Keep until when a member does not want to hear from another."""
        circles.keep_mute(tx, by, muted_id, until, told)
        members.stir(tx, (by,))

    def keep_standing(
        self, tx: Tx, member_id: str, kind: Literal["suspended", "away"], *, hidden: bool, told: int
    ) -> None:
        """Keep whether a member is hidden, and begin to count again what they did to others' posts."""
        if members.keep_standing(tx, member_id, kind, hidden=hidden, told=told):
            members.stir_around(tx, member_id)
            self.recount(tx, Recounting(member_id))

    def keep_role(self, tx: Tx, member_id: str, role: Role, told: int) -> None:
        """Keep a member's role: who decides over whom."""
        members.keep_role(tx, member_id, role, told)

    def mistrust_friends(self, tx: Tx, one: str, other: str) -> None:
        """Take two members for strangers while what happened between them could not be applied."""
        circles.part(tx, one, other)
        members.stir(tx, (one, other))

    def mistrust_block(self, tx: Tx, by: str, blocked_id: str) -> None:
        """Take a block for standing that could not be applied."""
        circles.suspect(tx, by, blocked_id)
        members.stir(tx, (by, blocked_id))

    def mistrust_list(self, tx: Tx, list_id: str) -> None:
        """Take everybody off a list whose change could not be applied."""
        members.stir(tx, circles.empty_list(tx, list_id))

    def mistrust_member(self, tx: Tx, member_id: str) -> None:
        """Hide a member while what happened to them could not be applied."""
        members.hide(tx, member_id)
        members.stir(tx, (member_id,))
