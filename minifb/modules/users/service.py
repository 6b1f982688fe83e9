"""The use cases of users: one method, one transaction."""

from collections.abc import Sequence
from typing import Any

import msgspec

from minifb.kernel.clock import Instant, wire
from minifb.kernel.data.tx import Database, Tx
from minifb.kernel.data.usecase import read, write, write_settled
from minifb.kernel.events.event import Event
from minifb.kernel.http.cursors import Cursors
from minifb.kernel.http.policy import Actor
from minifb.kernel.http.shapes import Card, Page
from minifb.kernel.ids import is_id
from minifb.kernel.refusals import Invalid, NotFound
from minifb.modules.auth.public import UserDataErased, UserRegistered
from minifb.modules.users import rules, store
from minifb.modules.users.public import (
    FriendRemoved,
    FriendRequestAccepted,
    FriendRequestCancelled,
    FriendRequestDeclined,
    FriendRequestSent,
    Friendship,
    Person,
    Profile,
    Relation,
    UserBlocked,
    UserProfileCreated,
    UserProfileRejected,
    UserProfileUpdated,
    UserUnblocked,
)
from minifb.modules.users.rules import Member, ProfileChange, UsersSettings


class Users:
    """Profiles, and who people are to each other."""

    def __init__(self, *, db: Database, settings: UsersSettings, cursors: Cursors) -> None:
        """Take what app.py hands in."""
        self.db = db
        self.settings = settings
        self.cursors = cursors

    # ── profiles ──

    @read
    def own_profile(self, tx: Tx, actor: Actor) -> Profile:
        """Show a member their own profile."""
        return rules.portrait(_present(tx, actor.id), "self")

    @write
    def change_profile(self, tx: Tx, actor: Actor, change: ProfileChange) -> Profile:
        """Change one's own profile; others hear of it when the card is another one."""
        before = _present(tx, actor.id)
        after = rules.revise(before, change, tx.now)
        self._keep(tx, before, after)
        return rules.portrait(after, "self")

    @read
    def profile(self, tx: Tx, actor: Actor, name: str) -> Profile:
        """Show a member, by id or @username, to another one."""
        member = store.member_called(tx, name[1:]) if name.startswith("@") else store.member(tx, name)
        if member is None or not _sees(tx, actor.id, member):
            raise NotFound
        if member.id == actor.id:
            return rules.portrait(member, "self")
        return rules.portrait(member, rules.relation_of(store.pair_of(tx, actor.id, member.id).tie, actor.id))

    @read
    def search(self, tx: Tx, actor: Actor, q: str, limit: int, cursor: str | None) -> Page[Person]:
        """Find members by how their names begin."""
        words, query = rules.words_of(q), f"users {q}"
        if not words:
            return Page(items=[])
        after = self._after(actor, query, cursor)
        cards = store.found(tx, actor.id, words, after, limit + 1)
        pairs = store.pairs_with(tx, actor.id, [card.id for card in cards])
        people = [
            Person(**msgspec.structs.asdict(card), relation=_relation(actor.id, card.id, pairs))
            for card in cards[:limit]
        ]
        places = [(card.username, card.id) for card in cards]
        return Page(items=people, next=self._more(actor, query, places, limit))

    # ── friends ──

    @write_settled
    def ask_friend(self, tx: Tx, actor: Actor, other_id: str) -> Friendship:
        """Ask a member to be friends; asking somebody who asked already says yes."""
        other = self._other(tx, actor, other_id)
        pair = store.pair_of(tx, actor.id, other.id)
        return self._take(tx, actor.id, pair, rules.ask(pair.tie, actor.id, tx.now), other.card)

    @write_settled
    def accept_friend(self, tx: Tx, actor: Actor, name: str) -> Friendship:
        """Say yes to a friend request, named by its id or by who sent it."""
        pair = store.pair_called(tx, actor.id, name) or store.pair_of(tx, actor.id, name)
        other = self._other(tx, actor, pair.other(actor.id))
        return self._take(tx, actor.id, pair, rules.accept(pair.tie, actor.id), other.card)

    @write_settled
    def remove_friend(self, tx: Tx, actor: Actor, name: str) -> None:
        """Unfriend, take a request back, or decline one."""
        pair = store.pair_called(tx, actor.id, name) or store.pair_of(tx, actor.id, name)
        other = self._other(tx, actor, pair.other(actor.id))
        step = rules.part(pair.tie, actor.id, rules.quiet_from(tx.now, self.settings))
        self._take(tx, actor.id, pair, step, other.card)

    @read
    def friends(
        self, tx: Tx, actor: Actor, status: str, user_id: str | None, limit: int, cursor: str | None
    ) -> Page[Friendship]:
        """List friends, or the requests that wait for me or that I sent; another member's friends as I may see them."""
        whose = user_id or actor.id
        if whose != actor.id:
            if status != "friends":
                raise rules.RequestsArePrivate
            self._other(tx, actor, whose)
        query = f"friends {status} {whose}"
        rows = store.met(tx, status, whose, actor.id, self._after(actor, query, cursor), limit + 1)
        items = [
            Friendship(
                id=row.friendship_id,
                status=rules.relation_of(rules.Tie(row.status, row.by_id), whose),
                user=row.card,
                since=wire(row.since),
            )
            for row in rows[:limit]
        ]
        places = [(row.since, row.friendship_id) for row in rows]
        return Page(items=items, next=self._more(actor, query, places, limit))

    # ── blocks ──

    @write_settled
    def block(self, tx: Tx, actor: Actor, other_id: str) -> None:
        """Block a member: neither sees the other any more, and whatever they were to each other ends."""
        other = store.member(tx, other_id)
        if other is None or other.state == "gone":
            raise NotFound
        if other.id == actor.id:
            raise rules.AboutYourself
        if not store.add_block(tx, actor.id, other.id):
            return
        pair = store.pair_of(tx, actor.id, other.id)
        self._take(tx, actor.id, pair, rules.sever(pair.tie, actor.id), other.card)
        pair = store.pair_of(tx, actor.id, other.id)
        pair = store.save_pair(tx, pair, pair.tie)
        tx.publish(UserBlocked(by_id=actor.id, blocked_id=other.id, revision=pair.revision))

    @write_settled
    def unblock(self, tx: Tx, actor: Actor, other_id: str) -> None:
        """Lift a block; what there was before does not come back."""
        if store.drop_block(tx, actor.id, other_id):
            pair = store.pair_of(tx, actor.id, other_id)
            pair = store.save_pair(tx, pair, pair.tie)
            tx.publish(UserUnblocked(by_id=actor.id, blocked_id=other_id, revision=pair.revision))

    @read
    def blocked(self, tx: Tx, actor: Actor, limit: int, cursor: str | None) -> Page[Card]:
        """List whom one blocked."""
        cards = store.blocked_by(tx, actor.id, self._after(actor, "blocks", cursor), limit + 1)
        places = [(card.id,) for card in cards]
        return Page(items=cards[:limit], next=self._more(actor, "blocks", places, limit))

    # ── what others ask ──

    @read
    def cards(self, tx: Tx, user_ids: list[str]) -> dict[str, Card]:
        """Give the cards of these members; those without a profile are absent."""
        return store.cards(tx, user_ids)

    # ── what others tell: each runs in the transaction of the consumer, and bears twice, late and out of order ──

    def welcome(self, tx: Tx, event: UserRegistered) -> None:
        """Make a profile of what was registered, or say why not; a registration that was cancelled stays so."""
        new = rules.newcomer(event.user_id, event.username, event.first_name, event.last_name, tx.now)
        try:
            rules.plain("firstName", new.first_name)
            rules.plain("lastName", new.last_name)
        except Invalid:
            tx.publish(UserProfileRejected(user_id=new.id, reason="name_characters", revision=1))
            return
        if store.add_member(tx, new):
            store.save_member(tx, new, rules.findable_by(new))
            tx.publish(UserProfileCreated(user_id=new.id, card=new.card, revision=new.revision))

    def activate(self, tx: Tx, member_id: str) -> None:
        """Show a member to others from now on."""
        member = store.member(tx, member_id)
        if member and member.state == "pending":
            self._keep(tx, member, msgspec.structs.replace(member, state="active"))

    def rename(self, tx: Tx, member_id: str, username: str, told: int) -> None:
        """Carry a new username."""
        before = store.member(tx, member_id)
        if before and before.state != "gone" and store.set_username(tx, member_id, username, told):
            self._keep(tx, before, msgspec.structs.replace(before, username=username))

    def note_login(self, tx: Tx, member_id: str, at: Instant) -> None:
        """Remember the latest sign-in."""
        store.set_login(tx, member_id, at)

    def stand(self, tx: Tx, member_id: str, *, suspended: bool, told: int) -> None:
        """Hide a suspended member, or show a restored one."""
        store.set_suspended(tx, member_id, suspended=suspended, told=told)

    def count_posts(self, tx: Tx, member_id: str, posts: int, told: int) -> None:
        """Show how many posts a member has."""
        store.set_posts(tx, member_id, posts, told)

    def bury(self, tx: Tx, member_id: str) -> dict[str, int] | None:
        """Leave nothing of a member but a tombstone, so that nothing late brings them back; None: it stood already."""
        member = store.member(tx, member_id)
        if member and member.state == "gone":
            return None
        grave = rules.grave(member_id, member.revision + 1 if member else 0, tx.now)
        if not store.add_member(tx, grave):
            store.save_member(tx, grave, ())
        return {"users": 1 if member else 0, **store.drop_relations(tx, member_id)}

    def erase(self, tx: Tx, member_id: str) -> None:
        """Erase a deleted member, and report for the receipt."""
        counts = self.bury(tx, member_id)
        if counts is not None:
            tx.publish(UserDataErased(user_id=member_id, module="users", counts=counts))

    # ── inside a transaction ──

    def _other(self, tx: Tx, actor: Actor, other_id: str) -> Member:
        """Find another member that the actor may see."""
        other = store.member(tx, other_id) if is_id(other_id) else None
        if other is None or not _sees(tx, actor.id, other):
            raise NotFound
        if other.id == actor.id:
            raise rules.AboutYourself
        return other

    def _keep(self, tx: Tx, before: Member, after: Member) -> None:
        """Keep a changed profile, and tell when the card is another one."""
        if after == before:
            return
        after = msgspec.structs.replace(after, revision=before.revision + 1)
        store.save_member(tx, after, rules.findable_by(after))
        if after.card != before.card:
            tx.publish(UserProfileUpdated(user_id=after.id, card=after.card, revision=after.revision))

    def _take(self, tx: Tx, me: str, pair: store.Pair, step: rules.Step, card: Card) -> Friendship:
        """Take a step of the friendship's state machine: the row, the counts, the event."""
        asker = me if step.change == "sent" else pair.by_id
        if step.tie != pair.tie:
            self._check_room(tx, me, pair, step)
            pair = store.save_pair(tx, pair, step.tie)
        if step.change:
            tx.publish(_told(step.change, pair, me, asker or me))
        if step.change in {"accepted", "removed"}:
            store.count_friends(tx, (pair.low_id, pair.high_id), 1 if step.change == "accepted" else -1)
        return Friendship(id=pair.id, status=rules.relation_of(step.tie, me), user=card, since=wire(pair.since))

    def _check_room(self, tx: Tx, me: str, pair: store.Pair, step: rules.Step) -> None:
        """Refuse a friend, or a request, too many."""
        if step.change == "sent" and store.requests_sent(tx, me) >= self.settings.requests_max:
            raise rules.TooManyFriends
        if step.change in {"sent", "accepted"}:
            full = [store.member(tx, one) for one in (pair.low_id, pair.high_id)]
            if any(one and one.friends >= self.settings.friends_max for one in full):
                raise rules.TooManyFriends

    def _after(self, actor: Actor, query: str, cursor: str | None) -> Sequence[Any]:
        """Open a cursor: the position of the last item of the page before."""
        return self.cursors.decode(actor.id, query, cursor) if cursor else ()

    def _more(self, actor: Actor, query: str, places: Sequence[tuple[Any, ...]], limit: int) -> str | None:
        """Make the cursor of the next page, if one more than a page was found."""
        if len(places) <= limit:
            return None
        return self.cursors.encode(actor.id, query, list(places[limit - 1]))


def _told(change: rules.Change, pair: store.Pair, me: str, asker: str) -> Event:
    """Put a change of a friendship into words."""
    if change == "removed":
        return FriendRemoved(friendship_id=pair.id, by_id=me, other_id=pair.other(me), revision=pair.revision)
    fact = {
        "sent": FriendRequestSent,
        "accepted": FriendRequestAccepted,
        "declined": FriendRequestDeclined,
        "cancelled": FriendRequestCancelled,
    }[change]
    return fact(friendship_id=pair.id, from_id=asker, to_id=pair.other(asker), revision=pair.revision)


def _present(tx: Tx, member_id: str) -> Member:
    """Find a member who has a profile."""
    member = store.member(tx, member_id)
    if member is None or member.state == "gone":
        raise NotFound
    return member


def _sees(tx: Tx, viewer_id: str, member: Member) -> bool:
    """Ask the rule, with the facts it needs."""
    return rules.may_see(viewer_id, member, blocked=store.blocked(tx, viewer_id, member.id))


def _relation(me: str, other_id: str, pairs: dict[str, store.Pair]) -> Relation:
    """Name what I am to a member of a list."""
    if other_id == me:
        return "self"
    return rules.relation_of(pairs[other_id].tie, me) if other_id in pairs else "none"
