"""Friendships: asking, answering, ending, and the lists of them."""

from minifb.kernel.clock import wire
from minifb.kernel.data.tx import Tx
from minifb.kernel.data.usecase import read, write_settled
from minifb.kernel.http.policy import Actor
from minifb.kernel.http.shapes import Card, Page
from minifb.modules.users.public import Friendship
from minifb.modules.users.rules import friends as rules
from minifb.modules.users.rules.members import Member
from minifb.modules.users.rules.privacy import FriendsArePrivate, RequestsClosed, admits, takes_request
from minifb.modules.users.service import partings
from minifb.modules.users.service.ground import Ground
from minifb.modules.users.store import friends
from minifb.modules.users.store.privacy import privacy_of


class FriendCases(Ground):
    """Who is whose friend."""

    @write_settled
    def ask_friend(self, tx: Tx, actor: Actor, other_id: str) -> Friendship:
        """Ask a member to be friends; asking somebody who asked already says yes."""
        other = self.other(tx, actor, other_id)
        pair = friends.pair_of(tx, actor.id, other.id)
        step = rules.ask(pair.tie, actor.id, tx.now)
        if step.change == "sent":
            wanted = privacy_of(tx, other.id)
            if not takes_request(wanted, friends.count_mutual(tx, self.present(tx, actor.id), other)):
                raise RequestsClosed
        return self.take(tx, actor.id, pair, step, other.card)

    @write_settled
    def accept_friend(self, tx: Tx, actor: Actor, name: str) -> Friendship:
        """Say yes to a friend request, named by its id or by who sent it."""
        pair = friends.pair_called(tx, actor.id, name) or friends.pair_of(tx, actor.id, name)
        other = self.other(tx, actor, pair.other(actor.id))
        return self.take(tx, actor.id, pair, rules.accept(pair.tie, actor.id), other.card)

    @write_settled
    def remove_friend(self, tx: Tx, actor: Actor, name: str) -> None:
        """Unfriend, take a request back, or decline one."""
        pair = friends.pair_called(tx, actor.id, name) or friends.pair_of(tx, actor.id, name)
        other = self.other(tx, actor, pair.other(actor.id))
        step = rules.part(pair.tie, actor.id, rules.quiet_from(tx.now, self.settings))
        self.take(tx, actor.id, pair, step, other.card)
        if step.change == "removed":
            partings.part(tx, actor.id, other.id)

    @read
    def friends(
        self, tx: Tx, actor: Actor, status: str, user_id: str | None, limit: int, cursor: str | None
    ) -> Page[Friendship]:
        """List friends, or the requests that wait for me or that I sent; another member's friends as I may see them."""
        whose = user_id or actor.id
        if whose != actor.id:
            if status != "friends":
                raise rules.RequestsArePrivate
            self._check_list(tx, actor, self.other(tx, actor, whose))
        query = f"friends {status} {whose}"
        rows = friends.met(tx, status, whose, actor.id, self.cursors.after(actor.id, query, cursor), limit + 1)
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
        return Page(items=items, next=self.cursors.more(actor.id, query, places, limit))

    @read
    def mutual_friends(self, tx: Tx, actor: Actor, member_id: str, limit: int, cursor: str | None) -> Page[Card]:
        """List the friends one has in common with another member."""
        other = self.other(tx, actor, member_id)
        if privacy_of(tx, other.id).friends == "onlyMe":
            raise FriendsArePrivate
        query = f"mutual {other.id}"
        cards = friends.mutual(
            tx, self.present(tx, actor.id), other, self.cursors.after(actor.id, query, cursor), limit + 1
        )
        places = [(card.username, card.id) for card in cards]
        return Page(items=cards[:limit], next=self.cursors.more(actor.id, query, places, limit))

    @staticmethod
    def _check_list(tx: Tx, actor: Actor, other: Member) -> None:
        """Refuse the list of friends of a member who does not show it."""
        relation = rules.relation_of(friends.pair_of(tx, actor.id, other.id).tie, actor.id)
        if not admits(privacy_of(tx, other.id).friends, relation):
            raise FriendsArePrivate
