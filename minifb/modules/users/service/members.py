"""What other modules ask about members and tell about them.

What is told runs in the transaction of the consumer, and bears to come twice, late and out of order.
"""

import msgspec

from minifb.kernel.clock import Instant
from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import read
from minifb.kernel.http.shapes import Card
from minifb.kernel.refusals import Invalid
from minifb.modules.auth.public import UserDataErased, UserRegistered
from minifb.modules.users.public import UserProfileCreated, UserProfileRejected
from minifb.modules.users.rules.members import grave, newcomer
from minifb.modules.users.rules.profiles import plain
from minifb.modules.users.rules.search import findable_by
from minifb.modules.users.service.ground import Ground
from minifb.modules.users.store import blocks, friends, members


class MemberCases(Ground):
    """Who is here."""

    @read
    def cards(self, tx: Tx, user_ids: list[str]) -> dict[str, Card]:
        """Give the cards of these members; those without a profile are absent."""
        return members.cards(tx, user_ids)

    def welcome(self, tx: Tx, event: UserRegistered) -> None:
        """Make a profile of what was registered, or say why not; a registration that was cancelled stays so."""
        new = newcomer(event.user_id, event.username, event.first_name, event.last_name, tx.now)
        try:
            plain("firstName", new.first_name)
            plain("lastName", new.last_name)
        except Invalid:
            tx.publish(UserProfileRejected(user_id=new.id, reason="name_characters", revision=1))
            return
        if members.add_member(tx, new):
            members.save_member(tx, new, findable_by(new))
            tx.publish(UserProfileCreated(user_id=new.id, card=new.card, revision=new.revision))

    def activate(self, tx: Tx, member_id: str) -> None:
        """Show a member to others from now on."""
        member = members.member(tx, member_id)
        if member and member.state == "pending":
            self.keep(tx, member, msgspec.structs.replace(member, state="active"))

    def rename(self, tx: Tx, member_id: str, username: str, told: int) -> None:
        """Carry a new username."""
        before = members.member(tx, member_id)
        if before and before.state != "gone" and members.set_username(tx, member_id, username, told):
            self.keep(tx, before, msgspec.structs.replace(before, username=username))

    def note_login(self, tx: Tx, member_id: str, at: Instant) -> None:
        """Remember the latest sign-in."""
        members.set_login(tx, member_id, at)

    def stand(self, tx: Tx, member_id: str, *, suspended: bool, told: int) -> None:
        """Hide a suspended member, or show a restored one."""
        members.set_suspended(tx, member_id, suspended=suspended, told=told)

    def count_posts(self, tx: Tx, member_id: str, posts: int, told: int) -> None:
        """Show how many posts a member has."""
        members.set_posts(tx, member_id, posts, told)

    def bury(self, tx: Tx, member_id: str) -> dict[str, int] | None:
        """Leave nothing of a member but a tombstone, so that nothing late brings them back; None: it stood already."""
        member = members.member(tx, member_id)
        if member and member.state == "gone":
            return None
        tombstone = grave(member_id, member.revision + 1 if member else 0, tx.now)
        if not members.add_member(tx, tombstone):
            members.save_member(tx, tombstone, ())
        return {
            "users": 1 if member else 0,
            "friendships": friends.drop_of(tx, member_id),
            "blocks": blocks.drop_of(tx, member_id),
        }

    def erase(self, tx: Tx, member_id: str) -> None:
        """Erase a deleted member, and report for the receipt."""
        counts = self.bury(tx, member_id)
        if counts is not None:
            tx.publish(UserDataErased(user_id=member_id, module="users", counts=counts))
