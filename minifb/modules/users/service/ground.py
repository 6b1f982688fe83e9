"""What the use cases of users stand on: what app.py hands in, who sees whom, and the steps of a friendship."""

from collections.abc import Collection

import msgspec

from minifb.kernel.clock import wire
from minifb.kernel.data.tx import Database, Tx
from minifb.kernel.events.event import Event
from minifb.kernel.http.cursors import Cursors
from minifb.kernel.http.policy import Actor
from minifb.kernel.http.shapes import Card
from minifb.kernel.ids import is_id
from minifb.kernel.refusals import NotFound
from minifb.modules.media.public import MediaQuestions
from minifb.modules.users.public import (
    FriendRemoved,
    FriendRequestAccepted,
    FriendRequestCancelled,
    FriendRequestDeclined,
    FriendRequestSent,
    Friendship,
    Person,
    Relation,
    UserProfileUpdated,
)
from minifb.modules.users.rules.friends import Change, Step, TooManyFriends, relation_of
from minifb.modules.users.rules.members import AboutYourself, Member, is_shown, may_see
from minifb.modules.users.rules.names import check
from minifb.modules.users.rules.search import findable_by
from minifb.modules.users.rules.settings import UsersSettings
from minifb.modules.users.store import blocks, friends, members, search
from minifb.modules.users.store.friends import Pair


class Ground:
    """The ground of users' use cases."""

    def __init__(self, *, db: Database, settings: UsersSettings, cursors: Cursors, media: MediaQuestions) -> None:
        """Take what app.py hands in."""
        self.db = db
        self.media = media
        self.settings = settings
        self.cursors = cursors

    # ── who sees whom ──

    def present(self, tx: Tx, member_id: str) -> Member:
        """Find a member who has a profile."""
        member = members.member(tx, member_id)
        if member is None or member.state == "gone":
            raise NotFound
        return member

    def sees(self, tx: Tx, viewer_id: str, member: Member) -> bool:
        """Ask the rule whether a member is there for somebody, with the facts it needs."""
        return may_see(viewer_id, member, blocked=blocks.blocked(tx, viewer_id, member.id))

    def other(self, tx: Tx, actor: Actor, other_id: str) -> Member:
        """Find another member that the actor may see."""
        other = members.member(tx, other_id) if is_id(other_id) else None
        if other is None or not self.sees(tx, actor.id, other):
            raise NotFound
        if other.id == actor.id:
            raise AboutYourself
        return other

    def check_names(self, tx: Tx, member: Member) -> None:
        """Refuse names that would pass for the staff's; who is staff themselves may be called so."""
        if members.role_of(tx, member.id) == "member":
            names = (member.first_name, member.last_name)
            check(names, members.all_staff(tx), self.settings.names_reserved)

    def people(self, tx: Tx, me: str, cards: Collection[Card]) -> list[Person]:
        """Show members with what they are to me."""
        pairs = friends.pairs_with(tx, me, [card.id for card in cards])

        def relation(other_id: str) -> Relation:
            if other_id == me:
                return "self"
            return relation_of(pairs[other_id].tie, me) if other_id in pairs else "none"

        shown = Card.__struct_fields__
        return [
            Person(**{field: getattr(card, field) for field in shown}, relation=relation(card.id)) for card in cards
        ]

    # ── what changes ──

    def keep(self, tx: Tx, before: Member, after: Member) -> Member:
        """Keep a member's next version, with the words it is found by; tell when the card is another one."""
        after = msgspec.structs.replace(after, revision=before.revision + 1)
        members.save_member(tx, after)
        if findable_by(after) != findable_by(before):
            search.save_words(tx, after.id, findable_by(after))
        if after.card != before.card:
            tx.publish(UserProfileUpdated(user_id=after.id, card=after.card, revision=after.revision))
        if is_shown(after) != is_shown(before):
            friends.count_for_friends(tx, after.id, 1 if is_shown(after) else -1)
        return after

    def take(self, tx: Tx, me: str, pair: Pair, step: Step, card: Card) -> Friendship:
        """Take a step of the friendship's state machine: the row, the counts, the event."""
        asker = me if step.change == "sent" else pair.by_id
        if step.tie != pair.tie:
            self._check_room(tx, me, pair, step)
            pair = friends.save_pair(tx, pair, step.tie)
        if step.change:
            tx.publish(_told(step.change, pair, me, asker or me))
        if step.change in {"accepted", "removed"}:
            self._count(tx, pair, 1 if step.change == "accepted" else -1)
        return Friendship(id=pair.id, status=relation_of(step.tie, me), user=card, since=wire(pair.since))

    @staticmethod
    def _count(tx: Tx, pair: Pair, by: int) -> None:
        """Count a friend more or less for each of the two, if the other is one whom nobody's standing hides."""
        for one, other_id in ((pair.low_id, pair.high_id), (pair.high_id, pair.low_id)):
            other = members.member(tx, other_id)
            if other and is_shown(other):
                members.count_friends(tx, [one], by)

    def _check_room(self, tx: Tx, me: str, pair: Pair, step: Step) -> None:
        """Refuse a friend, or a request, too many."""
        if step.change == "sent" and friends.requests_sent(tx, me) >= self.settings.requests_max:
            raise TooManyFriends
        if step.change in {"sent", "accepted"}:
            full = [members.member(tx, one) for one in (pair.low_id, pair.high_id)]
            if any(one and one.friends >= self.settings.friends_max for one in full):
                raise TooManyFriends


def _told(change: Change, pair: Pair, me: str, asker: str) -> Event:
    """Put a change of a friendship into words."""
    if change == "removed":
        return FriendRemoved(friendship_id=pair.id, by_id=me, other_id=pair.other(me), revision=pair.revision)
    pair_told = {"friendship_id": pair.id, "from_id": asker, "to_id": pair.other(asker)}
    if change == "accepted":
        return FriendRequestAccepted(**pair_told, at=pair.since, revision=pair.revision)
    fact = {"sent": FriendRequestSent, "declined": FriendRequestDeclined, "cancelled": FriendRequestCancelled}[change]
    return fact(**pair_told, revision=pair.revision)
