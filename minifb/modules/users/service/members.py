"""What other modules ask about members and tell about them.

What is told runs in the transaction of the consumer, and bears to come twice, late and out of order.
"""

import msgspec

from minifb.kernel.clock import Instant
from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import read, write_settled
from minifb.kernel.http.policy import Actor
from minifb.kernel.http.shapes import Card
from minifb.kernel.ops import audit
from minifb.kernel.refusals import Invalid
from minifb.modules.auth.public import UserDataErased, UserRegistered
from minifb.modules.users.public import UserDeactivated, UserProfileCreated, UserProfileRejected, UserReactivated
from minifb.modules.users.rules.members import LastOwnerStays, comes_back, grave, is_shown, may_leave, newcomer
from minifb.modules.users.rules.names import NameOfStaff, NameReserved
from minifb.modules.users.rules.profiles import plain
from minifb.modules.users.rules.search import findable_by
from minifb.modules.users.service import partings
from minifb.modules.users.service.ground import Ground
from minifb.modules.users.store import blocks, friends, members, privacy, search


class MemberCases(Ground):
    """Who is here."""

    @read
    def cards(self, tx: Tx, user_ids: list[str]) -> dict[str, Card]:
        """Give the cards of these members; those without a profile are absent."""
        return members.cards(tx, user_ids)

    @write_settled
    def deactivate(self, tx: Tx, actor: Actor) -> None:
        """Go away for a while: seen nowhere, signed out everywhere, until the member signs in again."""
        member = self.present(tx, actor.id)
        if member.state != "active":
            return
        if not may_leave(member.id, members.all_staff(tx)):
            raise LastOwnerStays
        away = self.keep(tx, member, msgspec.structs.replace(member, state="away", away_since=tx.now))
        tx.publish(UserDeactivated(user_id=member.id, at=tx.now, revision=away.revision))
        audit.record(tx, actor=actor.id, via="api", action="member.deactivate", object=member.id)

    # ── what others tell ──

    def welcome(self, tx: Tx, event: UserRegistered) -> None:
        """Make a profile of what was registered, or say why not; a registration that was cancelled stays so."""
        new = newcomer(event.user_id, event.username, event.first_name, event.last_name, tx.now)
        if members.member(tx, new.id):
            return
        try:
            plain("firstName", new.first_name)
            plain("lastName", new.last_name)
            self.check_names(tx, new)
        except Invalid as refusal:
            reason = refusal.code if isinstance(refusal, NameReserved | NameOfStaff) else "name_characters"
            tx.publish(UserProfileRejected(user_id=new.id, reason=reason, revision=1))
            return
        if members.add_member(tx, new):
            search.save_words(tx, new.id, findable_by(new))
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
        """Remember the latest sign-in; a member who was away is back with it, and everything of theirs."""
        members.set_login(tx, member_id, at)
        member = members.member(tx, member_id)
        if member and comes_back(member, at):
            back = self.keep(tx, member, msgspec.structs.replace(member, state="active", away_since=None))
            tx.publish(UserReactivated(user_id=member_id, revision=back.revision))

    def stand(self, tx: Tx, member_id: str, *, suspended: bool, told: int) -> None:
        """Hide a suspended member, or show a restored one."""
        before = members.member(tx, member_id)
        if before and members.set_suspended(tx, member_id, suspended=suspended, told=told):
            now = is_shown(msgspec.structs.replace(before, suspended=suspended))
            if now != is_shown(before):
                friends.count_for_friends(tx, member_id, 1 if now else -1)

    def note_role(self, tx: Tx, member_id: str, role: str, told: int) -> None:
        """Remember who is staff: nobody may pass for them."""
        member = members.member(tx, member_id)
        if member is None or member.state != "gone":
            members.set_role(tx, member_id, role, told)

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
            members.save_member(tx, tombstone)
        search.save_words(tx, member_id, ())
        if member and is_shown(member):
            friends.count_for_friends(tx, member_id, -1)
        return {
            "users": 1 if member else 0,
            "friendships": friends.drop_of(tx, member_id),
            "blocks": blocks.drop_of(tx, member_id),
            "privacy_settings": privacy.drop_of(tx, member_id),
            "staff": members.drop_role(tx, member_id),
            **partings.erase(tx, member_id),
        }

    def erase(self, tx: Tx, member_id: str) -> None:
        """Erase a deleted member, and report for the receipt."""
        counts = self.bury(tx, member_id)
        if counts is not None:
            tx.publish(UserDataErased(user_id=member_id, module="users", counts=counts))
